import type { Counts, StoryCounts } from "./counts.ts";

const COMPARED = [
  "transitions",
  "invocations",
  "writeUnits",
  "mails",
] as const satisfies readonly (keyof StoryCounts)[];

/** Part of what was counted before. */
const MOST = 0.1;

/** What differs from the counts that were kept by more than a tenth, in words. */
export function driftOf(kept: Pick<Counts, "stories">, now: Pick<Counts, "stories">): readonly string[] {
  const names = new Set([...Object.keys(kept.stories), ...Object.keys(now.stories)]);
  return [...names].flatMap((name) => {
    const [before, after] = [kept.stories[name], now.stories[name]];
    if (!before || !after) return [`${name}: ${before ? "is not told any more" : "was not counted before"}`];
    return COMPARED.filter((what) => Math.abs(after[what] - before[what]) > MOST * before[what]).map(
      (what) => `${name}: ${what} were ${before[what]}, are ${after[what]}`,
    );
  });
}
