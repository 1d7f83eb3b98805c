import { instant } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { SimulationFailure } from "./failure.ts";
import { timerHeap } from "./timer-heap.ts";
import type { Timer } from "./timer-heap.ts";
import { trace } from "./trace.ts";

/** One run of a function: a request, an invocation, a wake-up. It dies with its process or by itself. */
export interface Task {
  readonly id: number;
  readonly name: string;
  /** The onboarding it is about. */
  readonly subject: string | null;
  alive: boolean;
}

/** What becomes of one call across a port. */
export type Fate =
  | "done"
  | "refused"
  | "answer_lost"
  | "dies_before"
  | "dies_after"
  | { readonly delayMs: number };

export interface Operation {
  readonly name: string;
  readonly kind: "read" | "write" | "outside";
}

interface Waiting {
  readonly task: Task;
  readonly operation: Operation;
  readonly delayed: boolean;
  readonly carryOut: (fate: Exclude<Fate, { delayMs: number }>) => void;
}

/** What a task does. */
export interface Work {
  readonly name: string;
  readonly subject: string | null;
  readonly body: (task: Task) => Promise<void>;
  /** Gets what it throws, unless that is a failure of the simulation. */
  readonly onFault: (fault: unknown) => void;
}

export interface SchedulerOptions {
  readonly random: () => number;
  readonly fateOf: (operation: Operation, task: Task) => Fate;
}

/** A fault that the simulation makes. */
export class InjectedFault extends Error {
  override readonly name = "InjectedFault";
}

// A world puts its own in the place of the global one.
const { setImmediate: realSetImmediate } = globalThis;
/** After a macro task, every promise that could go on has gone on. */
const cameToRest = (): Promise<void> => new Promise((resolve) => realSetImmediate(resolve));

/** Faults of our own code, not of the world. */
const UNEXPECTED = ["TypeError", "ReferenceError", "RangeError"];
const isOurs = (fault: unknown): boolean =>
  fault instanceof SimulationFailure || (fault instanceof Error && UNEXPECTED.includes(fault.name));

const START = Date.UTC(2026, 8, 1, 8);

/**
 * Virtual time and the order of everything. Functions run as they are; each of their calls across a port waits here
 * until the seed picks it. So any order in which processes could interleave can come up, and comes up again.
 */
export class Scheduler {
  readonly random: () => number;
  readonly trace = trace();
  /** Of the world, and how far the system's clock is off. */
  now = START;
  skew = 0;
  operations = 0;
  readonly #fateOf: SchedulerOptions["fateOf"];
  readonly #timers = timerHeap();
  readonly #running = new Set<Task>();
  #ready: Waiting[] = [];
  #tasks = 0;
  #failure: unknown = null;

  constructor({ random, fateOf }: SchedulerOptions) {
    this.random = random;
    this.#fateOf = fateOf;
  }

  readonly clock = (): Instant => instant(this.now + this.skew);

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  between(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from));
  }

  after(ms: number, run: () => void, volatile = false): Timer {
    return this.#timers.add(this.now + ms, run, volatile);
  }

  call<T>(task: Task, operation: Operation, work: () => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const carryOut: Waiting["carryOut"] = (fate) => {
      if (fate === "dies_before" || fate === "dies_after") task.alive = false;
      if (fate === "dies_before") return;
      if (fate === "refused") return reject(new InjectedFault(`${operation.name}: throttled`));
      const answer = work();
      if (fate === "done") {
        // The process may die while the answer is on its way.
        const whileAlive =
          <A>(settle: (answer: A) => void) =>
          (value: A) =>
            task.alive && settle(value);
        answer.then(whileAlive(resolve), whileAlive(reject));
        return;
      }
      answer.catch((fault: unknown) => this.heard(fault));
      if (fate === "answer_lost") reject(new InjectedFault(`${operation.name}: the answer was lost`));
    };
    if (task.alive) this.#ready.push({ task, operation, delayed: false, carryOut });
    return promise;
  }

  spawn({ name, subject, body, onFault }: Work): void {
    const task: Task = { id: ++this.#tasks, name, subject, alive: true };
    this.#running.add(task);
    body(task)
      .catch((fault: unknown) => {
        if (isOurs(fault)) this.#failure ??= fault;
        else onFault(fault);
      })
      .finally(() => this.#running.delete(task));
  }

  /** A fault that nobody waits for: the run fails unless it was injected. */
  heard(fault: unknown): void {
    if (!(fault instanceof InjectedFault)) this.#failure ??= fault;
  }

  /** Everything volatile is gone: what ran, and what was to be run from memory. */
  killAll(): void {
    for (const task of this.#running) task.alive = false;
    this.#running.clear();
    this.#ready = [];
    this.#timers.dropVolatile();
  }

  #takeOne(): Waiting | undefined {
    const at = Math.floor(this.random() * this.#ready.length);
    const one = this.#ready[at];
    const last = this.#ready.pop();
    if (last && one !== last) this.#ready[at] = last;
    return one;
  }

  #step(): void {
    const one = this.#takeOne();
    if (!one?.task.alive) return;
    const { operation, task } = one;
    const fate = one.delayed ? "done" : this.#fateOf(operation, task);
    if (typeof fate !== "string") {
      this.after(fate.delayMs, () => this.#ready.push({ ...one, delayed: true }));
      return;
    }
    this.operations++;
    this.now += this.between(1, 5);
    this.trace.add({ at: this.now, task, operation: operation.name, fate });
    one.carryOut(fate);
    if (!task.alive) this.#running.delete(task);
  }

  /** Rings what is due, or does one call, or goes on to the next time. `false`: there is nothing left until then. */
  #advance(until: number): boolean {
    if (this.#timers.ring(this.now)) return true;
    if (this.#ready.length > 0) {
      this.#step();
      return true;
    }
    const next = this.#timers.nextAt();
    if (next === null || next > until) return false;
    this.now = Math.max(this.now, next);
    return true;
  }

  /** Goes on until that time has come and nothing runs, or until there is enough. */
  async run(until: number, enough: () => boolean = () => false): Promise<void> {
    do {
      await cameToRest();
      if (this.#failure) throw this.#failure;
    } while (!enough() && this.#advance(until));
    if (!enough()) this.now = Math.max(this.now, until);
  }
}
