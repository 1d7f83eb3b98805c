import type { Json } from "./json.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** What went wrong, in the terms of `ErrorEquals`. */
export type Failure = { error?: string; cause?: string };

/** Where a thread stands. Each kind holds what waiting there needs, and the times are milliseconds since the epoch. */
export type Phase =
  | { kind: "entered" }
  | { kind: "wait"; due: number }
  | { kind: "backoff"; due: number }
  | TaskPhase
  | ForkPhase;

/** `scheduled` is the id of the TaskScheduled event and names the attempt: in the token, and to late results. */
export type TaskPhase = {
  kind: "task";
  scheduled: number;
  /** The resource has not returned yet: after a crash it is invoked again. */
  invoking: boolean;
  timeoutAt?: number;
  heartbeatAt?: number;
  heartbeatEvery?: number;
};

/** `items` are a Map's; a Parallel has none. A branch that has not begun yet is absent. */
export type ForkPhase = { kind: "fork"; branches: Branch[]; size: number; width: number; items?: Json[] };
export type Branch = { output: Json } | { thread: Thread };

/** One line of control: the whole execution, a branch of a Parallel or an iteration of a Map. */
export type Thread = {
  state: string;
  input: Json;
  /** The id of the StateEntered event, of the one before it, and of the thread's last event. */
  entered: number;
  before: number;
  last: number;
  enteredAt: number;
  /** Attempts used, by the index of the Retry entry. */
  tries: number[];
  vars: Record<string, Json>;
  item?: { Index: number; Value: Json };
  phase: Phase;
};

export type Execution = {
  id: number;
  arn: string;
  name: string;
  machineName: string;
  machineArn: string;
  status: ExecutionStatus;
  startedAt: number;
  /** When the whole execution times out. */
  deadline: number;
  stoppedAt?: number;
  input: Json;
  output?: Json;
  failure?: Failure;
  /** How many history events there are, which is also the id of the last one. */
  events: number;
  /** Absent once the execution is closed. */
  thread?: Thread;
};

export function* threadsOf(thread: Thread | undefined): Generator<Thread> {
  if (!thread) return;
  yield thread;
  if (thread.phase.kind !== "fork") return;
  for (const branch of thread.phase.branches) if ("thread" in branch) yield* threadsOf(branch.thread);
}

export function tasksOf(execution: Execution): TaskPhase[] {
  return [...threadsOf(execution.thread)].flatMap(({ phase }) => (phase.kind === "task" ? [phase] : []));
}

/** When time alone will move this execution on; undefined once it is closed. */
export function dueAt(execution: Execution): number | undefined {
  if (!execution.thread) return undefined;
  const times = [...threadsOf(execution.thread)].map(({ phase }) => dueInPhase(phase));
  return Math.min(execution.deadline, ...times);
}

function dueInPhase(phase: Phase): number {
  if (phase.kind === "task") return Math.min(phase.timeoutAt ?? Infinity, phase.heartbeatAt ?? Infinity);
  return phase.kind === "wait" || phase.kind === "backoff" ? phase.due : Infinity;
}
