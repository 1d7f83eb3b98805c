import { drive, type Happening } from "./drive.ts";
import { dueAt, threadsOf, type Execution, type Failure, type Thread } from "./execution.ts";
import type { Json } from "./json.ts";
import { enter, newThread } from "./transition.ts";
import { emit, HistoryFull, HISTORY_LIMIT, record, ROLE_ARN, type Outcome, type Turn } from "./turn.ts";

const ONE_YEAR = 365 * 24 * 3600 * 1000;

/** Begins an execution: `turn.execution` is new and has no thread yet. */
export async function begin(turn: Turn): Promise<void> {
  const { execution, machine } = turn;
  record(turn, ["ExecutionStarted", 0, { input: execution.input, roleArn: ROLE_ARN }]);
  execution.deadline = turn.now + Math.min((machine.timeoutSeconds ?? Infinity) * 1000, ONE_YEAR);
  const thread = newThread(execution.input, 0);
  execution.thread = thread;
  await move(turn, thread, () => {
    enter({ turn, thread, scope: scopeOf(turn) }, machine.states.startAt, execution.input);
    return { kind: "time" };
  });
}

/**
 * Moves an execution as far as it goes; what is due comes first, for after downtime an answer may be earlier than the
 * timer. Pure but for `turn`, which it fills: saving and invoking are the caller's.
 */
export async function advance(turn: Turn, happening: Happening): Promise<void> {
  const { execution, now } = turn;
  if ((dueAt(execution) ?? Infinity) <= now) await passTime(turn);
  const { thread } = execution;
  if (thread && happening.kind !== "time") await move(turn, thread, () => happening);
}

async function passTime(turn: Turn): Promise<void> {
  const { thread, deadline } = turn.execution;
  if (!thread) return;
  if (deadline > turn.now) return move(turn, thread, () => ({ kind: "time" }));
  record(turn, ["ExecutionTimedOut", 0, { error: "States.Timeout" }]);
  close(turn, { status: "TIMED_OUT" });
}

export function abort(turn: Turn, failure: Failure): void {
  record(turn, ["ExecutionAborted", 0, { ...failure }]);
  close(turn, { status: "ABORTED", failure });
}

async function move(turn: Turn, thread: Thread, prepare: () => Happening): Promise<void> {
  try {
    const outcome = await drive({ turn, thread, scope: scopeOf(turn) }, prepare());
    tellBegun(turn);
    finish(turn, thread, outcome);
  } catch (fault) {
    if (!(fault instanceof HistoryFull)) throw fault;
    const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT}).`;
    finish(turn, thread, { kind: "failed", failure: { error: "States.Runtime", cause } });
  }
}

/** Of the tasks that were begun and have not been given up since. */
function tellBegun(turn: Turn): void {
  const waiting = [...threadsOf(turn.execution.thread)];
  for (const { thread, scheduled, type, details } of turn.begun.splice(0)) {
    const { phase } = thread;
    const isWaiting = waiting.includes(thread) && phase.kind === "task" && phase.scheduled === scheduled;
    if (isWaiting) emit({ turn, thread }, type, details);
  }
}

function finish(turn: Turn, thread: Thread, outcome: Outcome): void {
  switch (outcome.kind) {
    case "waiting":
      return;
    case "ended":
      record(turn, ["ExecutionSucceeded", thread.last, { output: outcome.output }]);
      return close(turn, { status: "SUCCEEDED", output: outcome.output });
    case "failed":
      record(turn, ["ExecutionFailed", thread.last, { ...outcome.failure }]);
      return close(turn, { status: "FAILED", failure: outcome.failure });
  }
}

type Closing =
  | { status: "SUCCEEDED"; output: Json }
  | { status: "FAILED" | "ABORTED"; failure: Failure }
  | { status: "TIMED_OUT" };

function close({ execution, now }: Turn, closing: Closing): void {
  Object.assign(execution, closing, { stoppedAt: now } satisfies Partial<Execution>);
  delete execution.thread;
}

function scopeOf({ machine }: Turn) {
  return { states: machine.states, vars: {} };
}
