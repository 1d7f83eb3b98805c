import type { Json } from "./json.ts";
import type { Template } from "./template.ts";

/** A definition that passed every check at load, with its expressions compiled. */
export type Machine = { states: States; timeoutSeconds: number | undefined };

export type States = { startAt: string; byName: ReadonlyMap<string, State> };

export type Assign = [name: string, value: Template][];
type Leaving = { output: Template | undefined; assign: Assign };
/** `next` is undefined where the state is an end. */
type Onward = Leaving & { name: string; next: string | undefined };

export type Retrier = {
  errorEquals: string[];
  intervalSeconds: number;
  maxAttempts: number;
  backoffRate: number;
  maxDelaySeconds: number;
  fullJitter: boolean;
};
export type Catcher = Leaving & { errorEquals: string[]; next: string };
type Fallible = { retry: Retrier[]; catchers: Catcher[] };

export type Integration = "function" | "invoke" | "invoke.waitForTaskToken";
export type TaskState = Onward &
  Fallible & {
    type: "Task";
    integration: Integration;
    resource: string;
    arguments: Template | undefined;
    timeout: Template | undefined;
    heartbeat: Template | undefined;
  };
export type PassState = Onward & { type: "Pass" };
export type ChoiceRule = Leaving & { condition: Template; next: string };
export type ChoiceState = Leaving & {
  type: "Choice";
  name: string;
  rules: ChoiceRule[];
  fallback: string | undefined;
};
export type WaitState = Onward & {
  type: "Wait";
  seconds: Template | undefined;
  timestamp: Template | undefined;
};
export type SucceedState = Leaving & { type: "Succeed"; name: string };
export type FailState = {
  type: "Fail";
  name: string;
  error: Template | undefined;
  cause: Template | undefined;
};
export type ParallelState = Onward &
  Fallible & { type: "Parallel"; branches: States[]; arguments: Template | undefined };
export type MapState = Onward &
  Fallible & {
    type: "Map";
    items: Template | undefined;
    itemSelector: Template | undefined;
    processor: States;
    /** Number fields in the order they are evaluated. */
    limits: ["MaxConcurrency" | "ToleratedFailurePercentage" | "ToleratedFailureCount", Template][];
  };

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

export type Vars = Readonly<Record<string, Json>>;
