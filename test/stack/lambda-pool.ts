import { startLambdaProcess } from "./lambda-process.ts";
import type { LambdaAnswer, LambdaProcess, LambdaSettings } from "./lambda-process.ts";
import type { InvokeMessage } from "./lambda-protocol.ts";

/** The processes of one function: one for each invocation under way, up to `most`; further ones wait in line. */
export interface LambdaPool {
  readonly invoke: (message: InvokeMessage) => Promise<LambdaAnswer>;
  /** Ends the n-th process, whatever it does. */
  readonly kill: (process: number) => void;
  /** Whether the n-th process is at work. */
  readonly isBusy: (process: number) => boolean;
  readonly close: () => Promise<void>;
}

interface Slot {
  readonly index: number;
  readonly process: LambdaProcess;
  busy: boolean;
}

interface PoolOptions {
  readonly most: number;
  /** Of the n-th process. */
  readonly settings: (process: number) => LambdaSettings;
}

export function lambdaPool({ most, settings }: PoolOptions): LambdaPool {
  const slots: (Slot | undefined)[] = Array.from({ length: most }, () => undefined);
  const waiting: (() => void)[] = [];

  function free(ahead: number): Slot | null {
    const idle = slots.find((slot) => slot && !slot.busy && slot.process.alive());
    if (idle) return idle;
    const index = slots.findIndex((slot) => !slot || (!slot.busy && !slot.process.alive()));
    if (index === -1) return null;
    const slot = { index, process: startLambdaProcess(settings(index), ahead), busy: false };
    slots[index] = slot;
    return slot;
  }

  async function take(ahead: number): Promise<Slot> {
    for (;;) {
      const slot = free(ahead);
      if (slot) {
        slot.busy = true;
        return slot;
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  }

  return {
    async invoke(message) {
      const slot = await take(message.ahead);
      try {
        return await slot.process.invoke(message);
      } finally {
        slot.busy = false;
        waiting.shift()?.();
      }
    },
    kill: (process) => void slots[process]?.process.end(),
    isBusy: (process) => slots[process]?.busy ?? false,
    async close() {
      await Promise.all(slots.map(async (slot) => slot?.process.end()));
    },
  };
}
