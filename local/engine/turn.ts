import type { Bindings } from "./expression.ts";
import type { Execution, Failure, Thread } from "./execution.ts";
import type { HistoryRecord } from "./history-event.ts";
import { isTooLarge, PAYLOAD_LIMIT, type Json, type JsonObject } from "./json.ts";
import type { Machine, States, Vars } from "./machine.ts";

/** A function to call once the turn is on disk. */
export type Invocation = { scheduled: number; functionName: string; payload: Json };

export type Begun = { thread: Thread; scheduled: number; type: string; details: JsonObject | undefined };

/** One step of one execution: what it starts from, and what it gathers until it is saved as a whole. */
export type Turn = {
  readonly machine: Machine;
  readonly execution: Execution;
  readonly now: number;
  readonly random: () => number;
  readonly uuid: () => string;
  readonly token: (scheduled: number) => string;
  /** Something changed that is no event. */
  touched: boolean;
  readonly events: HistoryRecord[];
  readonly invocations: Invocation[];
  /** Tasks whose Started event is still to come: AWS adds it once all branches have scheduled theirs. */
  readonly begun: Begun[];
};

/** The states a thread moves in, and the variables it sees but does not own. */
export type Scope = { states: States; vars: Vars };

/** What a thread does next. `moved`: it has entered another state, or the same one again. */
export type Step =
  | { kind: "moved" }
  | { kind: "waiting" }
  | { kind: "ended"; output: Json }
  | { kind: "failed"; failure: Failure };
export type Outcome = Exclude<Step, { kind: "moved" }>;

/** A state failed in a way that Retry and Catch may answer. */
export class StateFault extends Error {
  override readonly name = "StateFault";
  readonly failure: Failure;

  constructor(error: string, cause: string) {
    super(cause);
    this.failure = { error, cause };
  }
}

/** The history is full, which ends the execution whatever its state machine says. */
export class HistoryFull extends Error {
  override readonly name = "HistoryFull";
}

export const HISTORY_LIMIT = 25_000;

type Here = { turn: Turn; thread: Thread };

/** Adds an event after the thread's last one and makes it the last. */
export function emit({ turn, thread }: Here, type: string, details?: JsonObject): number {
  thread.last = record(turn, details ? [type, thread.last, details] : [type, thread.last]);
  return thread.last;
}

/** Adds an event and returns its id. One place is kept for the event that ends the execution. */
export function record(turn: Turn, event: HistoryRecord): number {
  if (turn.execution.events >= HISTORY_LIMIT - 1 && !event[0].startsWith("Execution"))
    throw new HistoryFull();
  turn.events.push(event);
  turn.execution.events += 1;
  return turn.execution.events;
}

/** Where an evaluation fails in the same turn in which its state was entered, AWS links it to the event before. */
export function eventBeforeEvaluation(thread: Thread): number {
  return thread.last === thread.entered ? thread.before : thread.last;
}

export function inState(thread: Thread, message: string): string {
  return `An error occurred while executing the state '${thread.state}' (entered at the event id #${thread.entered}). ${message}`;
}

export function tooLarge(what: string): Required<Failure> {
  return {
    error: "States.DataLimitExceeded",
    cause: `${what} has a size exceeding the maximum number of bytes service limit.`,
  };
}

/** Throws States.DataLimitExceeded. */
export function checkSize(value: Json, what: string, limit = PAYLOAD_LIMIT): void {
  if (!isTooLarge(value, limit)) return;
  const { error, cause } = tooLarge(what);
  throw new StateFault(error, cause);
}

type Extra = { result?: Json; errorOutput?: Json; token?: string; item?: Thread["item"] };

/** What an expression of the current state sees: the variables and `$states`. */
export function bindings(at: Here & { scope: Scope }, extra: Extra = {}): Bindings {
  const { result, errorOutput } = extra;
  return {
    ...at.scope.vars,
    ...at.thread.vars,
    states: {
      input: at.thread.input,
      ...(result === undefined ? {} : { result }),
      ...(errorOutput === undefined ? {} : { errorOutput }),
      context: contextObject(at, extra),
    },
  };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html */
function contextObject({ turn, thread }: Here, extra: Extra): object {
  const { execution } = turn;
  const item = extra.item ?? thread.item;
  return {
    Execution: {
      Id: execution.arn,
      Input: execution.input,
      Name: execution.name,
      RoleArn: ROLE_ARN,
      StartTime: new Date(execution.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      EnteredTime: new Date(thread.enteredAt).toISOString(),
      Name: thread.state,
      RetryCount: thread.tries.reduce((sum, tries) => sum + (tries ?? 0), 0),
    },
    StateMachine: { Id: execution.machineArn, Name: execution.machineName },
    ...(extra.token === undefined ? {} : { Task: { Token: extra.token } }),
    ...(item === undefined ? {} : { Map: { Item: item } }),
  };
}

export const ROLE_ARN = "arn:aws:iam::000000000000:role/local";
