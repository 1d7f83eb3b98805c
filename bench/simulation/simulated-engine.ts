import { readFileSync } from "node:fs";
import { executionName } from "../../adapters/execution-name.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Workflow } from "../../domain/ports.ts";
import { deployWorkflow, engineWorkflow } from "../../local/engine-workflow.ts";
import { executionArn } from "../../local/engine/arn.ts";
import { openEngine } from "../../local/engine/engine.ts";
import type { Engine } from "../../local/engine/engine.ts";
import { executionsIn } from "./executions.ts";
import type { Execution } from "./executions.ts";
import { mustHold } from "./failure.ts";
import type { Faults } from "./faults.ts";
import { invocations } from "./invocations.ts";
import type { WorkflowFunctions } from "./invocations.ts";
import { InjectedFault } from "./scheduler.ts";
import type { Scheduler } from "./scheduler.ts";

export interface SimulatedEngineOptions {
  readonly file: string;
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly functions: WorkflowFunctions;
  /** Ended executions are kept for three hours instead of 90 days. */
  readonly forgetsSoon: boolean;
}

const DEFINITION = readFileSync(new URL("../../workflows/onboarding.asl.json", import.meta.url), "utf8");
const SECOND = 1000;
const THREE_HOURS = 3 * 3600 * SECOND;

/** From being opened to its crash. */
interface Life {
  readonly engine: Engine;
  readonly port: Workflow;
  isUp: boolean;
  isOver: boolean;
}

/** Ids that do not repeat, and come again with the seed. */
function counted(): () => string {
  let count = 0;
  return () => `00000000-0000-4000-8000-${String(++count).padStart(12, "0")}`;
}

/**
 * Our engine as it is, on a file of its own: its commits and timers wait for the scheduler like all else. It dies with
 * the process, and with it what was not committed; what it had answered must still be so when it is opened again.
 */
export class SimulatedEngine {
  readonly #options: SimulatedEngineOptions;
  readonly #uuid = counted();
  /** What was answered: executions that began, and tokens. */
  readonly #started = new Set<string>();
  readonly #settled = new Set<string>();
  #life: Life | null = null;
  #closed = Promise.resolve();

  constructor(options: SimulatedEngineOptions) {
    this.#options = options;
  }

  /** Opens the file and begins to work. */
  open(): void {
    if (this.#life) return;
    const { file, scheduler, faults, functions, forgetsSoon } = this.#options;
    const engine = openEngine({
      file,
      clock: scheduler.clock,
      random: scheduler.random,
      uuid: this.#uuid,
      ...(forgetsSoon ? { retention: THREE_HOURS } : {}),
      resources: invocations({ scheduler, faults, functions }),
      onWrite: (moment) => this.#commits(life, moment),
      onFault: (fault) => life.isOver || scheduler.heard(fault),
    });
    const life: Life = { engine, port: engineWorkflow(engine), isUp: false, isOver: false };
    this.#life = life;
    this.#checked(engine);
    deployWorkflow(engine, DEFINITION).then(
      () => {
        if (life.isOver) return;
        engine.start();
        life.isUp = true;
      },
      (fault: unknown) => scheduler.heard(fault),
    );
  }

  /** Resolves once the file may be opened again; at once when it is down already and free. */
  crash(): Promise<void> {
    const life = this.#life;
    this.#life = null;
    if (life) {
      life.isOver = true;
      this.#closed = life.engine.close();
    }
    return this.#closed;
  }

  #commits(life: Life, moment: "before_commit" | "after_commit"): void {
    const { faults } = this.#options;
    if (moment !== "before_commit") return;
    if (life.isOver) throw new InjectedFault("the process died before the commit");
    if (life.isUp && faults.strikes("engine's commit refused")) throw new InjectedFault("the disk is full");
  }

  /** While it is down nobody answers. */
  #up(): Life {
    if (this.#life?.isUp) return this.#life;
    throw new InjectedFault("the engine is down");
  }

  /** What it answers while it dies says nothing. */
  async #ask<T>(call: (port: Workflow) => Promise<T>): Promise<T> {
    const life = this.#up();
    try {
      return await call(life.port);
    } catch (fault) {
      throw life.isOver ? new InjectedFault("the process died") : fault;
    }
  }

  readonly workflow: Workflow = {
    start: async (id, n) => {
      await this.#ask((port) => port.start(id, n));
      this.#started.add(executionName(id, n));
    },
    succeed: async (token, output) => {
      await this.#ask((port) => port.succeed(token, output));
      this.#settled.add(token);
    },
    fail: async (token, error, cause) => {
      await this.#ask((port) => port.fail(token, error, cause));
      this.#settled.add(token);
    },
    isRunning: (id, n) => this.#ask((port) => port.isRunning(id, n)),
    closedSince: async (since) => {
      const { faults, scheduler } = this.#options;
      const closed = await this.#ask((port) => port.closedSince(since));
      // Lists are eventual: what ended just now may be missing.
      if (!faults.strikes("list of ended executions stale")) return closed;
      return closed.filter(({ stoppedAt }) => stoppedAt <= scheduler.clock() - 5 * SECOND);
    },
  };

  /** Somebody stops one of that onboarding's executions in the service's own console. */
  abort(id: OnboardingId): void {
    const life = this.#life;
    if (!life?.isUp) return;
    const running = executionsIn(life.engine).find((one) => one.id === id && one.status === "RUNNING");
    if (!running) return;
    const arn = executionArn("onboarding", executionName(id, running.n));
    life.engine
      .stopExecution({ executionArn: arn, error: "Stopped", cause: "by somebody" })
      .catch((fault: unknown) => life.isOver || this.#options.scheduler.heard(fault));
  }

  /** All executions; their histories hold, and so does what was answered. */
  checked(): readonly Execution[] {
    return this.#checked(this.#up().engine);
  }

  #checked(engine: Engine): readonly Execution[] {
    const { scheduler, faults, forgetsSoon } = this.#options;
    const executions = executionsIn(engine);
    for (const { id, n, status, state, token } of executions) {
      scheduler.trace.mixText(`${id} ${n} ${status} ${state}`);
      const isOpen = token === null || !this.#settled.has(token);
      mustHold(isOpen, () => `engine: ${id}: the token of execution ${n} was answered and is waited for`);
    }
    const known = new Set(executions.map(({ id, n }) => executionName(id, n)));
    for (const name of this.#started) {
      if (known.has(name)) continue;
      mustHold(forgetsSoon, () => `engine: execution ${name} was begun and is gone`);
      faults.happened("ended execution forgotten");
      this.#started.delete(name);
    }
    return executions;
  }
}
