import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Workflow } from "../../domain/ports.ts";
import type { Program } from "../../domain/program.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { StageEntered } from "../../functions/open-stage/open-stage.ts";
import { randomFrom } from "../random-from.ts";
import { Auditor } from "./auditor.ts";
import { Faults, fateOf } from "./faults.ts";
import { mustHold } from "./failure.ts";
import { isUnsettled } from "./memory-rows.ts";
import { memoryStore } from "./memory-store.ts";
import type { MemoryStore } from "./memory-store.ts";
import { simulatedProgram } from "./sample-program.ts";
import { simulatedVendor } from "./sample-vendor.ts";
import { SimulatedEngine } from "./simulated-engine.ts";
import { Scheduler } from "./scheduler.ts";
import { Surroundings } from "./surroundings.ts";
import { makeSetting, systemFor } from "./system.ts";
import type { Setting, System } from "./system.ts";

const MINUTE = 60_000;
export interface Running {
  readonly name: string;
  /** The onboarding. */
  readonly about?: OnboardingId;
  readonly body: (system: System) => Promise<void>;
  /** Told when it has come to its end, with its fault or `null`; never when it died. */
  readonly ended?: (fault: unknown) => void;
}

/** Everything that is simulated from one seed, and what happens to it by itself: wake-ups, ticks, crashes. */
export class SimulatedWorld {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly auditor = new Auditor();
  readonly store: MemoryStore;
  readonly engine: SimulatedEngine;
  readonly surroundings: Surroundings;
  readonly program: Program;
  readonly vendor: Vendor;
  readonly #setting: Setting;
  readonly #folder = mkdtempSync(join(tmpdir(), "simulation-"));
  /** A crash brings all down, and the next start frees what was claimed. */
  readonly #oneMachine: boolean;
  /** Of an onboarding's executions a later one may run by the time the first is forgotten. */
  readonly #forgetsSoon: boolean;
  #mustCrash = false;

  constructor(seed: number) {
    const random = randomFrom(seed);
    this.faults = new Faults(random);
    this.scheduler = new Scheduler({ random, fateOf: (operation) => this.#fate(operation) });
    this.program = simulatedProgram(random);
    this.vendor = simulatedVendor(random() < 0.5);
    this.#oneMachine = random() < 0.5;
    this.#forgetsSoon = random() < 0.5;
    this.#setting = makeSetting(this.program, this.vendor, random);
    this.store = memoryStore((id) => this.wake(id));
    this.surroundings = new Surroundings(this, this.#oneMachine);
    this.engine = new SimulatedEngine({
      file: join(this.#folder, "engine.db"),
      scheduler: this.scheduler,
      faults: this.faults,
      functions: {
        openStage: (payload, ended) => this.#openStage(payload, ended),
        finish: (id, ended) => this.#finish(id, ended),
      },
      forgetsSoon: this.#forgetsSoon,
    });
  }

  get workflow(): Workflow {
    return this.engine.workflow;
  }

  /** Begins; what is timed must be under the scheduler by now. */
  open(): void {
    this.engine.open();
    this.#tickEveryMinute();
  }

  async close(): Promise<void> {
    const closed = this.engine.crash();
    await this.scheduler.run(this.scheduler.now + MINUTE);
    await closed;
  }

  removeFiles(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openStage(payload: StageEntered, ended: (fault: unknown) => void): void {
    const { stage, n, retryCount, enteredAt } = payload;
    this.run({
      name: `open-stage ${stage} ${n}/${retryCount} entered ${enteredAt}`,
      about: payload.onboardingId,
      body: (system) => system.openStage(payload),
      ended,
    });
  }

  #finish(id: OnboardingId, ended: (fault: unknown) => void): void {
    this.run({
      name: "finish",
      about: id,
      body: (system) => system.finish(id),
      ended: (fault) => {
        const isSo = fault !== null || this.auditor.hasEnded(id);
        mustHold(isSo, () => `I3: the execution of ${id} finishes although that had not ended`);
        ended(fault);
      },
    });
  }

  #fate(operation: Parameters<typeof fateOf>[1]) {
    const { scheduler } = this;
    const crash = (): void => {
      this.#mustCrash = true;
    };
    const fate = fateOf(this.faults, operation, {
      between: (from, to) => scheduler.between(from, to),
      crash,
    });
    if (this.#mustCrash) this.#crash();
    return fate;
  }

  /** Runs one of the functions in a task of its own. */
  run({ name, about, body, ended = () => {} }: Running): void {
    this.scheduler.spawn({
      name,
      subject: about ?? null,
      body: async (task) => {
        await body(systemFor(this, this.#setting, task));
        ended(null);
      },
      onFault: (fault) => ended(fault ?? new Error("failed")),
    });
  }

  wake(id: OnboardingId): void {
    const { faults, scheduler } = this;
    if (faults.strikes("wake-up lost")) return;
    const late = faults.strikes("wake-up delayed")
      ? scheduler.between(100, 2 * MINUTE)
      : scheduler.between(1, 40);
    const work = () => this.run({ name: "dispatch", about: id, body: (system) => system.dispatch(id) });
    scheduler.after(late, work, true);
    if (faults.strikes("wake-up doubled")) scheduler.after(scheduler.between(1, 100), work, true);
  }

  tick(): void {
    this.run({ name: "tick", body: (system) => system.tick() });
  }

  #tickEveryMinute(): void {
    this.scheduler.after(MINUTE, () => {
      this.tick();
      this.#moveClock();
      this.#endExecution();
      this.#tickEveryMinute();
    });
  }

  #moveClock(): void {
    const { faults, scheduler } = this;
    if (faults.strikes("clock jumps forward")) {
      // What ended is looked for each minute: days must not pass before anybody could look.
      const most = this.#forgetsSoon || scheduler.chance(0.5) ? 60 : 8 * 24 * 60;
      scheduler.skew += scheduler.between(1, most) * MINUTE;
    }
    if (!faults.strikes("clock jumps back")) return;
    const back = scheduler.between(1, scheduler.chance(0.5) ? 10 : 360) * MINUTE;
    scheduler.skew -= back;
    // Often somebody notices, and it is set right again.
    if (scheduler.chance(0.5))
      scheduler.after(scheduler.between(MINUTE / 2, 30 * MINUTE), () => {
        scheduler.skew += back;
      });
  }

  #endExecution(): void {
    const ids = [...this.store.tables.onboardings.keys()];
    const id = ids[Math.floor(this.scheduler.random() * ids.length)];
    if (id !== undefined && this.faults.strikes("execution ended while open")) this.engine.abort(id);
  }

  #crash(): void {
    this.#mustCrash = false;
    this.scheduler.killAll();
    const closed = this.engine.crash();
    this.scheduler.after(this.scheduler.between(200, 5000), () => {
      closed.then(() => this.#restart()).catch((fault: unknown) => this.scheduler.heard(fault));
    });
  }

  #restart(): void {
    this.engine.open();
    if (this.#oneMachine) this.#releaseClaims();
    this.tick();
  }

  /** As one machine does at its start: whoever had claimed something is gone. */
  #releaseClaims(): void {
    const now = this.scheduler.clock();
    for (const { effects } of this.store.tables.onboardings.values()) {
      for (const [key, row] of effects) {
        if (row.state === "claimed") effects.set(key, { ...row, state: "due", dueAt: now });
      }
    }
    this.auditor.releasedAll();
  }

  /** When the next effect is to be tried; `null`: all are settled. */
  nextEffectAt(): number | null {
    let next: number | null = null;
    for (const { effects } of this.store.tables.onboardings.values()) {
      for (const row of effects.values()) {
        if (isUnsettled(row)) next = Math.min(next ?? row.dueAt, row.dueAt);
      }
    }
    return next;
  }

  /** Time passes at once, for the system and for the world. */
  leapTo(wallClock: number): void {
    const { scheduler } = this;
    scheduler.now = Math.max(scheduler.now, instant(wallClock - scheduler.skew));
  }
}
