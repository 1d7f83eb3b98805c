import { instant } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { ClosedExecution, Workflow } from "../../domain/ports.ts";
import type { StageEntered } from "../../functions/open-stage/open-stage.ts";
import { mustHold } from "./failure.ts";
import type { Faults } from "./faults.ts";
import type { Machine, MachineState } from "./read-machine.ts";
import type { Scheduler } from "./scheduler.ts";

/** What the service runs, and how it hears how that ended; `again` after the process died. */
export interface Functions {
  openStage(payload: StageEntered, ended: (fault: unknown) => void): void;
  finish(id: OnboardingId, ended: (fault: unknown) => void): void;
}

type Ended = "SUCCEEDED" | ClosedExecution["status"];

export interface Execution {
  readonly id: OnboardingId;
  readonly n: number;
  state: MachineState | null;
  status: "RUNNING" | Ended;
  enteredAt: string;
  retryCount: number;
  /** Of the attempt that is waited for. */
  token: string | null;
  stoppedAt: number;
}

interface Attempt {
  readonly state: MachineState | null;
  readonly payload: Omit<StageEntered, "stage">;
}

export interface ServiceOptions {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly machine: Machine;
  readonly functions: Functions;
  /** Told how each ended. */
  readonly onEnd: (id: OnboardingId, how: string) => void;
}

const SECOND = 1000;
const DAY = 86_400 * SECOND;
/** How long a function may take before it counts as dead. */
const FUNCTION_TIMEOUT = 30 * SECOND;

/** A workflow service that runs the real definition: durable by itself, but what it calls may die. */
export class WorkflowService implements Workflow {
  readonly #executions = new Map<string, Execution>();
  readonly #byToken = new Map<string, Execution>();
  readonly #options: ServiceOptions;
  #tokens = 0;

  constructor(options: ServiceOptions) {
    this.#options = options;
  }

  readonly start: Workflow["start"] = async (id, n) => {
    const name = `${id}-${n}`;
    if (this.#executions.has(name)) return;
    const execution: Execution = {
      id,
      n,
      state: null,
      status: "RUNNING",
      enteredAt: "",
      retryCount: 0,
      token: null,
      stoppedAt: 0,
    };
    this.#executions.set(name, execution);
    this.#enter(execution, this.#options.machine.startAt);
  };

  readonly succeed: Workflow["succeed"] = async (token) => {
    const execution = this.#byToken.get(token);
    if (!execution || execution.token !== token) return;
    this.#forget(execution);
    this.#enter(execution, execution.state?.next ?? null);
  };

  readonly fail: Workflow["fail"] = async (token, error) => {
    const execution = this.#byToken.get(token);
    if (execution && execution.token === token) this.#failed(execution, error);
  };

  readonly isRunning: Workflow["isRunning"] = async (id, n) => {
    this.#age(id, n);
    const execution = this.#executions.get(`${id}-${n}`);
    return execution ? execution.status === "RUNNING" : null;
  };

  /** An execution is forgotten some time (90 days on AWS, here a day) after its end; a later one may run by then. */
  #age(id: OnboardingId, n: number): void {
    const { faults, scheduler } = this.#options;
    const execution = this.#executions.get(`${id}-${n}`);
    const isOld =
      execution && execution.status !== "RUNNING" && execution.stoppedAt < scheduler.clock() - DAY;
    if (isOld && faults.strikes("ended execution forgotten")) this.#executions.delete(`${id}-${n}`);
  }

  readonly closedSince: Workflow["closedSince"] = async (since) => {
    const { faults, scheduler } = this.#options;
    // Lists are eventual: what ended just now may be missing.
    const until = faults.strikes("list of ended executions stale")
      ? scheduler.clock() - 5 * SECOND
      : Infinity;
    const closed: ClosedExecution[] = [];
    for (const { id, n, status, stoppedAt } of this.#executions.values()) {
      if (status === "RUNNING" || status === "SUCCEEDED") continue;
      if (stoppedAt < since || stoppedAt > until) continue;
      closed.push({ onboarding: id, n, status, stoppedAt: instant(stoppedAt) });
    }
    return closed.toSorted((a, b) => a.stoppedAt - b.stoppedAt);
  };

  /** Somebody stops it in the service's own console. */
  abort(id: OnboardingId): void {
    const running = this.of(id).find(({ status }) => status === "RUNNING");
    if (running) this.#end(running, "ABORTED");
  }

  of(id: OnboardingId): readonly Execution[] {
    return [...this.#executions.values()].filter((execution) => execution.id === id);
  }

  /** Is this the token that is waited for? */
  waitsFor(token: string): boolean {
    return this.#byToken.has(token);
  }

  #forget(execution: Execution): void {
    if (execution.token !== null) this.#byToken.delete(execution.token);
    execution.token = null;
  }

  #end(execution: Execution, status: Ended): void {
    this.#forget(execution);
    execution.status = status;
    execution.stoppedAt = this.#options.scheduler.clock();
    this.#options.onEnd(execution.id, `${status} in ${execution.state?.name ?? "nothing"}`);
  }

  #enter(execution: Execution, name: string | null): void {
    const { machine, scheduler } = this.#options;
    if (name === null) return this.#end(execution, "SUCCEEDED");
    const state = machine.states.get(name);
    mustHold(state !== undefined, () => `the definition has no state ${name}`);
    if (!state) return;
    execution.state = state;
    execution.enteredAt = new Date(scheduler.clock()).toISOString();
    execution.retryCount = 0;
    if (state.kind === "succeed") this.#end(execution, "SUCCEEDED");
    else this.#attempt(execution);
  }

  #attempt(execution: Execution): void {
    const { scheduler, faults } = this.#options;
    const token = `token-${++this.#tokens}`;
    execution.token = token;
    this.#byToken.set(token, execution);
    // Made as the attempt begins: what is invoked late carries it as it was.
    const { state, id, n, enteredAt, retryCount } = execution;
    const attempt: Attempt = { state, payload: { onboardingId: id, n, enteredAt, retryCount, token } };
    const late = faults.strikes("task invocation delayed")
      ? scheduler.between(SECOND, 90 * SECOND)
      : scheduler.between(1, 50);
    scheduler.after(late, () => this.#invoke(execution, attempt));
    if (faults.strikes("task invoked twice"))
      scheduler.after(late + scheduler.between(1, 20 * SECOND), () => this.#invoke(execution, attempt));
    // The service believes that the function failed although it runs: the next attempt has a new token.
    if (faults.strikes("task attempt given up and made again"))
      scheduler.after(late + scheduler.between(1, 3 * SECOND), () => this.#failedAttempt(execution, token));
  }

  #invoke(execution: Execution, { state, payload }: Attempt): void {
    const { functions, scheduler } = this.#options;
    if (!state || state.kind === "succeed") return;
    let heard = false;
    const ended = (fault: unknown): void => {
      if (heard) return;
      heard = true;
      this.#returned(execution, payload.token, fault);
    };
    scheduler.after(FUNCTION_TIMEOUT, () => ended(new Error("the function did not answer")));
    if (state.kind === "wait") functions.openStage({ ...payload, stage: state.stage }, ended);
    else functions.finish(execution.id, ended);
  }

  #returned(execution: Execution, token: string, fault: unknown): void {
    if (execution.token !== token) return;
    if (fault) return this.#failed(execution, "Error");
    if (execution.state?.kind !== "call") return;
    this.#forget(execution);
    this.#enter(execution, execution.state.next);
  }

  #failedAttempt(execution: Execution, token: string): void {
    if (execution.token === token) this.#failed(execution, "Lambda.Unknown");
  }

  #failed(execution: Execution, error: string): void {
    const { scheduler } = this.#options;
    const { state, retryCount } = execution;
    this.#forget(execution);
    const caught = state?.catches[error];
    if (caught !== undefined) return this.#enter(execution, caught);
    const wait = state?.retryAfter(error, retryCount) ?? null;
    if (wait === null) return this.#end(execution, "FAILED");
    scheduler.after(Math.ceil(wait * scheduler.random()), () => {
      if (execution.status !== "RUNNING" || execution.token !== null) return;
      execution.retryCount = retryCount + 1;
      this.#attempt(execution);
    });
  }
}
