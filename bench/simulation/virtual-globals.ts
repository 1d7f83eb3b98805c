import { createHash } from "node:crypto";
import type { Scheduler } from "./scheduler.ts";

interface Cancelable {
  canceled: boolean;
}

const digest = async (_algorithm: string, bytes: Uint8Array): Promise<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(bytes).digest()).buffer;

/**
 * What functions and engine take from the runtime and not from a port, put under the scheduler: time passes virtually,
 * and digests, which a thread pool makes at a time of its own, are there at once. Undone by what it returns.
 */
export function virtualGlobals(scheduler: Scheduler): () => void {
  const { setTimeout: realSet, clearTimeout: realClear, setImmediate: realImmediate } = globalThis;
  const { subtle } = globalThis.crypto;
  const timers = new WeakMap<object, Cancelable>();

  const set = (run: () => void, ms: number): object => {
    const handle = {};
    timers.set(handle, scheduler.after(ms, run));
    return handle;
  };
  const clear = (handle: unknown): void => {
    const timer = typeof handle === "object" && handle !== null ? timers.get(handle) : undefined;
    if (timer) timer.canceled = true;
  };
  // SQLite's commits come with these: others act, and processes die, between what is asked for and its commit.
  const soon = (run: (...given: unknown[]) => void, ...given: unknown[]): object =>
    scheduler.after(scheduler.between(0, 4), () => run(...given));
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear, setImmediate: soon });
  Object.defineProperty(subtle, "digest", { value: digest, configurable: true });
  return () => {
    Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear, setImmediate: realImmediate });
    Reflect.deleteProperty(subtle, "digest");
  };
}
