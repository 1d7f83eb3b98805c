import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import * as z from "zod";
import { parseOnboardingId } from "../domain/ids.ts";
import type { Instant, OnboardingId } from "../domain/ids.ts";
import { isCode } from "./write-once.ts";

/** The head of one onboarding's log as it was at a time. */
export interface Anchor {
  readonly at: Instant;
  readonly onboarding: OnboardingId;
  readonly rev: number;
  readonly head: string;
}

export interface ReadAnchors {
  /** The anchor with the highest rev; a log that is shorter, or differs there, was tampered with. */
  last(id: OnboardingId): Promise<Pick<Anchor, "rev" | "head"> | null>;
  /** Whose log was ever anchored; one that is not there any more was taken away. */
  ids(): Promise<readonly OnboardingId[]>;
}

export interface Anchors extends ReadAnchors {
  append(anchors: readonly Anchor[]): Promise<void>;
}

const lineSchema = z.object({
  at: z.number(),
  onboarding: z.string(),
  rev: z.number().int().positive(),
  head: z.string().min(1),
});
type Line = z.infer<typeof lineSchema>;

/** Anchors in a file of JSON lines that only grows. Keep it (or a copy) where the database's owner cannot write. */
export function anchorFile(file: string): Anchors {
  let known: Promise<Map<string, Line>> | null = null;
  const read = () => (known ??= readAnchors(file));

  return {
    async append(anchors) {
      if (anchors.length === 0) return;
      await appendLines(file, anchors);
      known = null;
    },

    async last(id) {
      const line = (await read()).get(id);
      return line ? { rev: line.rev, head: line.head } : null;
    },

    async ids() {
      return [...(await read()).keys()].map(parseOnboardingId).filter((id) => id !== null);
    },
  };
}

/** Ends a line that a crash cut short, so that it is told apart from a damaged one. */
const CUT = "#cut";

async function appendLines(file: string, anchors: readonly Anchor[]): Promise<void> {
  const text = anchors.map((anchor) => `${JSON.stringify(anchor)}\n`).join("");
  const handle = await open(file, "a+", 0o600);
  try {
    const { size } = await handle.stat();
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isWhole = size === 0 || buffer.toString() === "\n";
    await handle.appendFile(isWhole ? text : `${CUT}\n${text}`);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readAnchors(file: string): Promise<Map<string, Line>> {
  const highest = new Map<string, Line>();
  let number = 0;
  for await (const text of wholeLines(file)) {
    number++;
    if (text.endsWith(CUT)) continue;
    const line = parseLine(text);
    if (!line)
      throw new Error(`${file} is damaged in line ${number}. Restore it from a copy, then verify again.`);
    if (line.rev > (highest.get(line.onboarding)?.rev ?? 0)) highest.set(line.onboarding, line);
  }
  return highest;
}

/** Piece by piece: it outgrows what fits into one text. What stands after the last line break was cut short by a crash. */
async function* wholeLines(file: string): AsyncGenerator<string> {
  let rest = "";
  try {
    for await (const piece of createReadStream(file, { encoding: "utf8" })) {
      const lines = (rest + String(piece)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (cause) {
    if (!isCode(cause, "ENOENT")) throw cause;
  }
}

function parseLine(text: string): Line | null {
  try {
    return lineSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
