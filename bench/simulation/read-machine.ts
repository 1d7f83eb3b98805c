import { readFileSync } from "node:fs";
import { z } from "zod";
import { STAGES } from "../../domain/program.ts";
import type { Stage } from "../../domain/program.ts";

const retrier = z.object({
  ErrorEquals: z.array(z.string()),
  IntervalSeconds: z.number().default(1),
  BackoffRate: z.number().default(2),
  MaxDelaySeconds: z.number().default(31_622_400),
  MaxAttempts: z.number().default(3),
});
const task = z.object({
  Type: z.literal("Task"),
  Resource: z.string(),
  Arguments: z.object({ Payload: z.object({ stage: z.enum(STAGES).optional() }) }),
  Retry: z.array(retrier).default([]),
  Catch: z.array(z.object({ ErrorEquals: z.array(z.string()), Next: z.string() })).default([]),
  Next: z.string().optional(),
});
const schema = z.object({
  StartAt: z.string(),
  States: z.record(
    z.string(),
    z.discriminatedUnion("Type", [task, z.object({ Type: z.literal("Succeed") })]),
  ),
});

interface Common {
  readonly name: string;
  /** The state an error is caught into. */
  readonly catches: Readonly<Record<string, string>>;
  readonly next: string | null;
  /** How many milliseconds at most until the next attempt; `null`: there is none. */
  retryAfter(error: string, retries: number): number | null;
}

/** A state of the definition: waits for a token, calls a function, or ends. */
export type MachineState =
  | (Common & { readonly kind: "wait"; readonly stage: Stage })
  | (Common & { readonly kind: "call" })
  | (Common & { readonly kind: "succeed" });

export interface Machine {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, MachineState>;
}

type Task = z.infer<typeof task>;

function retryAfter({ Retry }: Task, error: string, retries: number): number | null {
  const fits = Retry.find(
    ({ ErrorEquals }) => ErrorEquals.includes(error) || ErrorEquals.includes("States.ALL"),
  );
  if (!fits || retries >= fits.MaxAttempts) return null;
  return 1000 * Math.min(fits.MaxDelaySeconds, fits.IntervalSeconds * fits.BackoffRate ** retries);
}

function stateOf(name: string, read: z.infer<typeof schema>["States"][string]): MachineState {
  if (read.Type === "Succeed")
    return { kind: "succeed", name, catches: {}, next: null, retryAfter: () => null };
  const common: Common = {
    name,
    catches: Object.fromEntries(
      read.Catch.flatMap(({ ErrorEquals, Next }) => ErrorEquals.map((error) => [error, Next])),
    ),
    next: read.Next ?? null,
    retryAfter: (error, retries) => retryAfter(read, error, retries),
  };
  if (!read.Resource.endsWith(".waitForTaskToken")) return { ...common, kind: "call" };
  const { stage } = read.Arguments.Payload;
  if (!stage) throw new Error(`the state ${name} names no stage`);
  return { ...common, kind: "wait", stage };
}

/** The workflow's own definition, as far as a simulation needs it. */
export function readMachine(file: URL): Machine {
  const read = schema.parse(JSON.parse(readFileSync(file, "utf8")));
  return {
    startAt: read.StartAt,
    states: new Map(Object.entries(read.States).map(([name, state]) => [name, stateOf(name, state)])),
  };
}
