import type { Counts, StoryCounts } from "../../../bench/cost/counts.ts";

/** A story of which nothing costs anything, but for what a test says. */
export const makeStory = (given: Partial<StoryCounts> = {}): StoryCounts => ({
  transitions: 0,
  invocations: 0,
  functions: {},
  warmGbSeconds: 0,
  readUnits: 0,
  writeUnits: 0,
  writes: {},
  mails: 0,
  httpRequests: 0,
  httpBytesOut: 0,
  s3Puts: 0,
  s3Gets: 0,
  busEvents: 0,
  queueRequests: 0,
  pipeRequests: 0,
  traces: 0,
  logBytes: 0,
  storedBytes: 0,
  documentBytes: 0,
  ...given,
});

/** All stories alike. */
export function makeCounts(story: Partial<StoryCounts> = {}, given: Partial<Counts> = {}): Counts {
  const each = makeStory(story);
  return {
    date: "2026-11-23",
    stories: {
      happy_path: each,
      reminded: each,
      failed_exam: each,
      sent_back_deal: each,
      bounced_mail: each,
    },
    actions: {},
    workflow: { transitions: 5, invocations: 10 },
    coldStart: { gbSeconds: 0 },
    tick: { warmGbSeconds: 0, readUnits: 0, writeUnits: 0, logBytes: 0 },
    resources: {},
    ...given,
  };
}
