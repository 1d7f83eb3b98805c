import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import * as z from "zod";
import type { ReadAnchors } from "../adapters/anchor-file.ts";
import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";

const head = z.object({
  onboarding: z.string(),
  rev: z.number().int().positive(),
  head: z.string().min(1),
});
type Logged = z.infer<typeof head>;

const anchored = z.object({ anchor: head });
/** What the functions wrote, as CloudWatch wraps it: `message` in events, `value` in results of Logs Insights. */
const wrapped = z.union([
  z.string(),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ value: z.string() }).transform(({ value }) => value),
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function anchorIn(value: unknown): Logged | null {
  const own = anchored.safeParse(value);
  if (own.success) return own.data.anchor;
  const outer = wrapped.safeParse(value);
  return outer.success ? anchorIn(parsed(outer.data) ?? null) : null;
}

/** A line may be JSON, an entry of printed JSON (`"message": "…",`), or JSON behind a time. */
function valueOf(text: string): unknown {
  const bare = text.trim().replace(/,$/, "");
  return parsed(bare) ?? parsed(`{${bare}}`) ?? parsed(bare.slice(Math.max(0, bare.indexOf("{"))));
}

/** A line that cannot be read but holds this would else not be missed. */
const MARK = /\\?"anchor\\?":/;

function anchorOf(text: string): Logged | null {
  const value = valueOf(text);
  if (value === undefined && MARK.test(text)) throw new Error("it is cut short, or changed");
  return anchorIn(value);
}

async function* anchorsOf(file: string): AsyncGenerator<Logged> {
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    number++;
    try {
      yield* line
        .split("\t")
        .map(anchorOf)
        .filter((anchor) => anchor !== null);
    } catch (cause) {
      throw new Error(`${file} is damaged in line ${number}: fetch the anchors again.`, { cause });
    }
  }
}

/**
 * The anchors among lines of the functions' logs, in whichever way the lines were fetched: JSON lines, printed answers of
 * `aws logs`, exports. Throws when a line is damaged or there is none at all.
 */
export async function loggedAnchors(file: string): Promise<ReadAnchors> {
  const highest = new Map<OnboardingId, Logged>();
  for await (const anchor of anchorsOf(file)) {
    const id = parseOnboardingId(anchor.onboarding);
    if (id && anchor.rev > (highest.get(id)?.rev ?? 0)) highest.set(id, anchor);
  }
  if (highest.size === 0)
    throw new Error(`${file} holds no anchors. docs/aws.md has the command that fetches them.`);
  return {
    last: async (id) => highest.get(id) ?? null,
    ids: async () => [...highest.keys()],
  };
}
