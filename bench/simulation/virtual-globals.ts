import { createHash } from "node:crypto";
import type { Scheduler } from "./scheduler.ts";

interface Cancelable {
  canceled: boolean;
}

const digest = async (_algorithm: string, bytes: Uint8Array): Promise<ArrayBuffer> =>
  new Uint8Array(createHash("sha256").update(bytes).digest()).buffer;

/**
 * What the functions take from the runtime and not from a port, put under the scheduler: timeouts pass in virtual time,
 * and digests, which a thread pool makes at a time of its own, are there at once. Undone by what it returns.
 */
export function virtualGlobals(scheduler: Scheduler): () => void {
  const { setTimeout: realSet, clearTimeout: realClear } = globalThis;
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
  Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
  Object.defineProperty(subtle, "digest", { value: digest, configurable: true });
  return () => {
    Object.assign(globalThis, { setTimeout: realSet, clearTimeout: realClear });
    Reflect.deleteProperty(subtle, "digest");
  };
}
