import type { HistoryEvent } from "./history-event.ts";

export type ExecutionStatus = "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "ABORTED";

/** What a Task runs. It may run more than once for one Task state, as a Lambda function may. */
export type Resource = (payload: unknown) => unknown;

export type EngineOptions = {
  /** The SQLite file, or ":memory:". One engine per file. */
  file: string;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** By function ARN or by function name. */
  resources: Readonly<Record<string, Resource>>;
  /** Between 0 and 1. */
  random?: () => number;
  uuid?: () => string;
  /** Around every commit; see `SqliteOptions.onWrite`. */
  onWrite?: (moment: "before_commit" | "after_commit") => void;
  /** Told when stored work could not be done (a full disk, say). It is tried again after a second. */
  onFault?: (fault: unknown) => void;
};

export type MachineSummary = { name: string; stateMachineArn: string; definition: string; createdAt: number };

/** Times are milliseconds since the epoch; `input` and `output` are JSON text, as on AWS. */
export type ExecutionSummary = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ExecutionStatus;
  startedAt: number;
  stoppedAt?: number;
};
export type ExecutionDescription = ExecutionSummary & {
  input: string;
  output?: string;
  error?: string;
  cause?: string;
};

export type ListExecutions = {
  /** Name or ARN. Without it, those of every state machine. */
  stateMachine?: string;
  statusFilter?: ExecutionStatus;
  /** Lists closed executions in the order they stopped, from this time on, instead of the newest start first. */
  stoppedFrom?: number;
  /** At most 1,000; 100 unless told. */
  maxResults?: number;
  nextToken?: string;
};

/**
 * A durable stand-in for Step Functions Standard. Every call resolves once its effect is on disk, and throws
 * `EngineError` with AWS's error name when it is refused.
 */
export type Engine = {
  /** Idempotent. A changed definition holds for new executions; running ones keep theirs. */
  createStateMachine(machine: {
    name: string;
    definition: string;
    /** Values of `${Name}` in the definition. Every one must be used, and none may be missing. */
    substitutions?: Readonly<Record<string, string>>;
  }): Promise<MachineSummary>;
  describeStateMachine(stateMachine: string): MachineSummary;
  /** `input` is JSON text; "{}" unless told. Idempotent by name while running, as on AWS. */
  startExecution(start: {
    /** Name or ARN. */
    stateMachine: string;
    name?: string;
    input?: string;
  }): Promise<{ executionArn: string; startedAt: number }>;
  describeExecution(executionArn: string): ExecutionDescription;
  listExecutions(list?: ListExecutions): { executions: ExecutionSummary[]; nextToken?: string };
  getExecutionHistory(page: {
    executionArn: string;
    maxResults?: number;
    nextToken?: string;
    reverseOrder?: boolean;
  }): { events: HistoryEvent[]; nextToken?: string };
  stopExecution(stop: {
    executionArn: string;
    error?: string;
    cause?: string;
  }): Promise<{ stoppedAt: number }>;
  /** `output` is JSON text. */
  sendTaskSuccess(answer: { taskToken: string; output: string }): Promise<void>;
  sendTaskFailure(answer: { taskToken: string; error?: string; cause?: string }): Promise<void>;
  sendTaskHeartbeat(answer: { taskToken: string }): Promise<void>;
  /** Does everything that is due and resolves when nothing runs any more. For tests with a movable clock. */
  run(): Promise<void>;
  /** When the next timer is due, in milliseconds since the epoch. */
  nextDueAt(): number | undefined;
  /** Does what is due now and from now on, by a timer. */
  start(): void;
  stop(): void;
  /** Running Tasks are abandoned; they run again when the file is opened the next time. */
  close(): Promise<void>;
};
