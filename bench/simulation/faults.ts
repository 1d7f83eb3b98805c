import type { Fate, Operation, Scheduler } from "./scheduler.ts";

/** What can go wrong, and in how many of the places where it could. */
export const FAULTS = {
  "process crash": 1 / 4000,
  "invocation dies before a call": 1 / 600,
  "invocation dies after a call": 1 / 600,
  "call throttled": 1 / 150,
  "answer of a commit lost": 1 / 150,
  "call delayed": 1 / 60,
  "save conflict": 1 / 40,
  "wake-up lost": 1 / 12,
  "wake-up doubled": 1 / 12,
  "wake-up delayed": 1 / 6,
  "due index stale": 1 / 5,
  "list of ended executions stale": 1 / 4,
  "clock jumps forward": 1 / 80,
  "clock jumps back": 1 / 80,
  "mail server hangs": 1 / 20,
  "mail outcome unknown": 1 / 20,
  "mail not taken": 1 / 15,
  "mail bounces": 1 / 150,
  "receiver fails": 1 / 8,
  "task invoked twice": 1 / 15,
  "task attempt given up and made again": 1 / 12,
  "task invocation delayed": 1 / 8,
  "SendTask call lost": 1 / 12,
  "execution ended while open": 1 / 40,
  // Comes by itself, in the worlds that forget soon.
  "ended execution forgotten": 0,
  "engine's commit refused": 1 / 150,
  "effect poisoned": 1 / 12,
  "webhook sent twice": 1 / 3,
} as const;
export type FaultName = keyof typeof FAULTS;

/** Decides by the seed, and counts what was injected. */
export class Faults {
  readonly counts = new Map<FaultName, number>();
  enabled = true;
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  strikes(name: FaultName): boolean {
    if (!this.enabled || this.#random() >= FAULTS[name]) return false;
    this.happened(name);
    return true;
  }

  /** Counts one that nobody drew. */
  happened(name: FaultName): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }
}

const SEND_TASK = ["workflow.succeed", "workflow.fail"];

/** Whether whoever calls dies, and with whom. */
function death(faults: Faults, { kind }: Operation, crash: () => void): Fate | null {
  if (faults.strikes("process crash")) {
    crash();
    return "dies_before";
  }
  if (faults.strikes("invocation dies before a call")) return "dies_before";
  return kind !== "read" && faults.strikes("invocation dies after a call") ? "dies_after" : null;
}

/** What becomes of a call; `crash` brings the whole process down. */
export function fateOf(
  faults: Faults,
  operation: Operation,
  { between, crash }: { between: Scheduler["between"]; crash: () => void },
): Fate {
  if (!faults.enabled) return "done";
  const dies = death(faults, operation, crash);
  if (dies) return dies;
  if (SEND_TASK.includes(operation.name) && faults.strikes("SendTask call lost")) return "refused";
  if (faults.strikes("call throttled")) return "refused";
  if (operation.kind === "write" && faults.strikes("answer of a commit lost")) return "answer_lost";
  return faults.strikes("call delayed") ? { delayMs: between(10, 8000) } : "done";
}
