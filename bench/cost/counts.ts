import * as z from "zod";

const amount = z.number().min(0);
const byName = z.record(z.string(), amount);

/** What one onboarding takes, once all that follows from it is done. What a minute's tick takes anyway is left out. */
const storySchema = z.object({
  transitions: amount,
  invocations: amount,
  functions: byName,
  /** Of functions that are loaded and have done the like before. Taken on the machine that counted, its core shared out as Lambda does. */
  warmGbSeconds: amount,
  readUnits: amount,
  writeUnits: amount,
  writes: byName,
  mails: amount,
  httpRequests: amount,
  httpBytesOut: amount,
  s3Puts: amount,
  s3Gets: amount,
  busEvents: amount,
  queueRequests: amount.default(0),
  pipeRequests: amount.default(0),
  traces: amount,
  /** Lines of the functions themselves. */
  logBytes: amount,
  /** In the table and its indexes afterwards. */
  storedBytes: amount,
  documentBytes: amount,
});

const actionSchema = z.object({
  /** The request itself. */
  invocations: amount,
  writeUnits: amount,
  writes: byName,
  /** With everything that follows: effects, mails, the workflow's next stage. */
  allInvocations: amount,
  allWriteUnits: amount,
});

const countsSchema = z.object({
  date: z.iso.date(),
  stories: z.record(z.string(), storySchema),
  /** A partner's actions, each the most expensive one of its kind on the happy path. */
  actions: z.record(z.string(), actionSchema),
  /** What the state machine brings about by itself on the happy path. */
  workflow: z.object({ transitions: amount, invocations: amount }),
  /** Loading a function, and what its first work takes more than the like later, on average. */
  coldStart: z.object({ gbSeconds: amount }),
  /** One tick with nothing to do. */
  tick: z.object({ warmGbSeconds: amount, readUnits: amount, writeUnits: amount, logBytes: amount }),
  /** Of the template, by type. */
  resources: byName,
});

export type Counts = z.infer<typeof countsSchema>;
export type StoryCounts = z.infer<typeof storySchema>;
export type ActionCounts = z.infer<typeof actionSchema>;

export const parseCounts = (text: string): Counts => countsSchema.parse(JSON.parse(text));

export const COUNTS_FILE = new URL("counts.json", import.meta.url);
