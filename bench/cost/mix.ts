import type { Counts, StoryCounts } from "./counts.ts";

/** How partners fare, in shares of all. An assumption: replace it by what your funnel shows. */
export const MIX: Readonly<Record<string, number>> = {
  happy_path: 0.5,
  reminded: 0.3,
  failed_exam: 0.1,
  sent_back_deal: 0.07,
  bounced_mail: 0.03,
};

type Numbers = {
  readonly [Name in keyof StoryCounts as StoryCounts[Name] extends number ? Name : never]: number;
};

const NUMBERS = [
  "transitions",
  "invocations",
  "warmGbSeconds",
  "readUnits",
  "writeUnits",
  "mails",
  "httpRequests",
  "httpBytesOut",
  "s3Puts",
  "s3Gets",
  "busEvents",
  "queueRequests",
  "pipeRequests",
  "traces",
  "logBytes",
  "storedBytes",
  "documentBytes",
] as const satisfies readonly (keyof Numbers)[];

/** The average partner. */
export function average({ stories }: Pick<Counts, "stories">, mix = MIX): StoryCounts {
  const weighed = Object.entries(mix).map(([name, share]) => {
    const story = stories[name];
    if (!story) throw new Error(`nothing was counted for the story "${name}"`);
    return { story, share };
  });
  const of = (name: keyof Numbers): number =>
    weighed.reduce((sum, { story, share }) => sum + share * story[name], 0);
  const [first] = weighed;
  if (!first) throw new Error("a mix of no stories");
  return {
    ...first.story,
    ...Object.fromEntries(NUMBERS.map((name) => [name, of(name)])),
    functions: {},
    writes: {},
  };
}
