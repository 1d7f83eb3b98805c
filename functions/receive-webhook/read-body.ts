import type { Context } from "hono";
import { ok, refuse } from "../../domain/result.ts";
import type { Result } from "../../domain/result.ts";

export const MOST_BYTES = 64 * 1024;
const MOST_LEVELS = 16;
const JSON_IN_UTF8 = /^application\/json\s*(?:;\s*charset\s*=\s*(?:utf-8|"utf-8")\s*)?;?\s*$/i;

export function isJsonInUtf8(header: (name: string) => string | undefined): boolean {
  const encoding = header("content-encoding") ?? "identity";
  return JSON_IN_UTF8.test(header("content-type") ?? "") && encoding.toLowerCase() === "identity";
}

/** The raw bytes; `null` when there are more than 64 KiB, of which then no more than that has been read. */
export async function readBytes(c: Context): Promise<Uint8Array | null> {
  const announced = c.req.header("Content-Length");
  if (announced === undefined) return readStream(c.req.raw.body);
  if (Number(announced) > MOST_BYTES) return null;
  const bytes = new Uint8Array(await c.req.raw.arrayBuffer());
  return bytes.length > MOST_BYTES ? null : bytes;
}

async function readStream(stream: ReadableStream<Uint8Array> | null): Promise<Uint8Array | null> {
  if (!stream) return new Uint8Array();
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      return null;
    }
    chunks.push(next.value);
  }
  return joined(chunks, size);
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Refused with a sentence for whoever sent it. */
export function parseBody(bytes: Uint8Array): Result<unknown, string> {
  const text = decoded(bytes);
  if (text === null) return refuse("The body is not UTF-8.");
  if (text.startsWith("\ufeff")) return refuse("The body begins with a byte order mark.");
  const json = parsed(text);
  if (!json.ok) return json;
  const fault = faultIn(json.value, 1);
  return fault ? refuse(fault) : json;
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

function parsed(text: string): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(text);
    return ok(value);
  } catch {
    return refuse("The body is not JSON.");
  }
}

const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** Looks no deeper than it allows, so that depth costs nothing. */
function faultIn(value: unknown, level: number): string | null {
  if (typeof value !== "object" || value === null) return null;
  if (level > MOST_LEVELS) return `The body nests deeper than ${MOST_LEVELS} levels.`;
  if (!Array.isArray(value) && Object.keys(value).some((key) => PROTOTYPE_KEYS.has(key))) {
    return "The body uses __proto__, constructor or prototype as a key.";
  }
  for (const child of Object.values(value)) {
    const fault = faultIn(child, level + 1);
    if (fault) return fault;
  }
  return null;
}
