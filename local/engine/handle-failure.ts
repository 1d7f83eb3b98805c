import type { Failure, Thread } from "./execution.ts";
import type { Catcher, Retrier, State } from "./machine.ts";
import { EvaluationFault } from "./template.ts";
import { leave, type At } from "./transition.ts";
import { emit, eventBeforeEvaluation, inState, StateFault, type Step, type Turn } from "./turn.ts";

/** Does the work of a state; what it throws becomes a failure of the state, which Retry and Catch may answer. */
export async function guarded(at: At, state: State, work: () => Promise<Step>): Promise<Step> {
  try {
    return await work();
  } catch (fault) {
    return handleFailure(at, state, failureOf(at, fault));
  }
}

/** AWS ends the execution at once: nothing is retried, caught or told of the states around. */
export function isFatal({ error }: Failure): boolean {
  return error === "States.Runtime";
}

/** `alias`: another name that Retry and Catch may know it by. */
type HandledFailure = Failure & { alias?: string };
type Handler = { errorEquals: readonly string[] };

/**
 * Retry first, then Catch, else the thread has failed. The event that tells of the failure is already there, but for
 * forks, which AWS calls failed only when they are not tried again.
 */
export async function handleFailure(at: At, state: State, handled: HandledFailure): Promise<Step> {
  const { turn, thread } = at;
  const { alias, ...failure } = handled;
  if (isFatal(failure)) return { kind: "failed", failure };
  const fits = ({ errorEquals }: Handler): boolean =>
    matches(errorEquals, failure) || (alias !== undefined && errorEquals.includes(alias));
  const again = "retry" in state ? retried(at, state.retry, fits) : undefined;
  if (again) return again;
  if (state.type === "Map" || state.type === "Parallel") emit({ turn, thread }, `${state.type}StateFailed`);
  const catcher = "catchers" in state ? state.catchers.find(fits) : undefined;
  return catcher ? caught(at, { state, catcher, failure }) : { kind: "failed", failure };
}

/** Undefined when no entry fits, or the one that does has no try left. */
function retried(at: At, retry: readonly Retrier[], fits: (one: Handler) => boolean): Step | undefined {
  const index = retry.findIndex(fits);
  const retrier = retry[index];
  if (!retrier || (at.thread.tries[index] ?? 0) >= retrier.maxAttempts) return undefined;
  return backOff(at, retrier, index);
}

type Caught = { state: State; catcher: Catcher; failure: Failure };

async function caught(at: At, { state, catcher, failure }: Caught): Promise<Step> {
  const place = "catchers" in state ? `Catch[${state.catchers.indexOf(catcher)}]/` : "";
  const errorOutput = { Error: failure.error ?? "", Cause: failure.cause ?? "" };
  try {
    return await leave(at, { type: state.type, via: catcher, fallback: errorOutput, errorOutput, place });
  } catch (fault) {
    return { kind: "failed", failure: failureOf(at, fault) };
  }
}

function backOff({ turn, thread }: At, retrier: Retrier, index: number): Step {
  const used = thread.tries[index] ?? 0;
  thread.tries = retriesWith(thread, index, used + 1);
  thread.phase = { kind: "backoff", due: turn.now + delayBefore(retrier, used, turn) };
  return { kind: "waiting" };
}

function retriesWith(thread: Thread, index: number, tries: number): number[] {
  const length = Math.max(thread.tries.length, index + 1);
  return Array.from({ length }, (_, at) => (at === index ? tries : (thread.tries[at] ?? 0)));
}

/** Milliseconds. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html, "Retrying". */
function delayBefore(retrier: Retrier, used: number, turn: Turn): number {
  const grown = retrier.intervalSeconds * retrier.backoffRate ** used;
  const seconds = Math.min(grown, retrier.maxDelaySeconds);
  return Math.round(seconds * 1000 * (retrier.fullJitter ? turn.random() : 1));
}

/** What the thrown fault means to the state, after an EvaluationFailed event where it came from an expression. */
function failureOf({ turn, thread }: At, fault: unknown): Failure {
  if (fault instanceof StateFault) return fault.failure;
  if (!(fault instanceof EvaluationFault)) throw fault;
  const failure = { error: "States.QueryEvaluationError", cause: inState(thread, fault.message) };
  const location = fault.location === undefined ? {} : { location: fault.location };
  thread.last = eventBeforeEvaluation(thread);
  emit({ turn, thread }, "EvaluationFailed", { ...failure, ...location, state: thread.state });
  return failure;
}

function matches(errorEquals: readonly string[], { error = "" }: Failure): boolean {
  if (errorEquals.includes(error)) return true;
  if (error === "States.DataLimitExceeded") return false;
  if (errorEquals.includes("States.TaskFailed") && error !== "States.Timeout") return true;
  return errorEquals.includes("States.ALL");
}
