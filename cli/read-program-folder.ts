import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Program } from "../domain/program.ts";
import { ok } from "../domain/result.ts";
import type { Result } from "../domain/result.ts";
import type { UnversionedProgram } from "./program-files/assemble-program.ts";
import { filesNamedIn, parseJson, readProgram } from "./program-files/read-program.ts";

/** Keys in order, so that the same program has the same text wherever it was made. */
const sorted = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;

const absent = (cause: unknown): boolean =>
  cause instanceof Error && "code" in cause && ["ENOENT", "ENOTDIR", "EISDIR"].includes(String(cause.code));

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (absent(cause)) return undefined;
    throw cause;
  }
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  const take = async (path: string) => {
    const text = await textOf(join(folder, path));
    if (text !== undefined) files.set(path, text);
    return text ?? "";
  };
  const raw = parseJson(await take("program.json"));
  if (raw.ok) await Promise.all(filesNamedIn(raw.value).map(([path]) => take(path)));
  return files;
}

/** A program's folder as one bundle, its version the SHA-256 (hex) of its canonical JSON; or all that is wrong with it. */
export async function readProgramFolder(folder: string): Promise<Result<Program, readonly string[]>> {
  const read = readProgram(await filesOf(folder));
  if (!read.ok) return read;
  const canonical = JSON.stringify(read.value, sorted);
  const program: UnversionedProgram = JSON.parse(canonical);
  return ok({ ...program, version: createHash("sha256").update(canonical).digest("hex") });
}
