import { z } from "zod";

const orderSchema = z.object({
  dataDir: z.string(),
  /** Names of partners; each is onboarded from its webhook to the end, all at once. */
  partners: z.array(z.string()),
  /** Die by SIGKILL at the n-th commit of any database, counted from the start of the process. */
  kill: z.object({ moment: z.enum(["before_commit", "after_commit"]), n: z.int() }).nullable(),
  /** Write down after each commit how long the logs of the databases are, and die at the end. */
  journal: z.boolean(),
  /** Compare the log with the anchors, which outlive a database that was cut. */
  anchored: z.boolean(),
  /** The mail relay; `null`: the built-in inbox. */
  relay: z.string().nullable(),
  /** How much later than now this process takes it to be, in milliseconds. */
  aheadMs: z.int(),
});

/** What a child process is to do with a data folder. */
export type Order = z.infer<typeof orderSchema>;

export const parseOrder = (text: string): Order => orderSchema.parse(JSON.parse(text));

/** One onboarding from its webhook to its end, without a crash. */
export const wholeRun = (dataDir: string, changes: Partial<Order> = {}): Order => ({
  dataDir,
  partners: ["one"],
  kill: null,
  journal: false,
  anchored: true,
  relay: null,
  aheadMs: 0,
  ...changes,
});

const commitSchema = z.object({
  file: z.string(),
  sizes: z.record(z.string(), z.number()),
  documents: z.array(z.string()),
});

/** The state of all files after one commit. */
export type Moment = z.infer<typeof commitSchema>;

const effectSchema = z.object({
  onboarding: z.string(),
  key: z.string(),
  kind: z.string(),
  state: z.string(),
  settledAt: z.number().nullable(),
});

/** How an effect stands at the end. */
export type ToldEffect = z.infer<typeof effectSchema>;

const saidSchema = z.union([
  z.object({ kind: z.literal("serving") }),
  z.object({ kind: z.literal("accepted"), partner: z.string(), id: z.string() }),
  z.object({ kind: z.literal("moment"), moment: commitSchema }),
  z.object({ kind: z.literal("fault"), where: z.string(), text: z.string() }),
  z.object({
    kind: z.literal("done"),
    commits: z.number(),
    violations: z.array(z.string()),
    effects: z.array(effectSchema),
  }),
]);

/** What a child says, a line of JSON each. */
export type Said = z.infer<typeof saidSchema>;

export const parseSaid = (line: string): Said => saidSchema.parse(JSON.parse(line));
