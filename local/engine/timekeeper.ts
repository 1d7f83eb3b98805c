import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { alarm } from "./alarm.ts";
import type { EngineStore } from "./engine-store.ts";
import type { Executor } from "./executor.ts";
import type { Invoker } from "./invoker.ts";
import { forgetClosed } from "./retention.ts";

type Parts = {
  clock: () => number;
  db: SqliteDatabase;
  store: EngineStore;
  executing: Executor;
  invoking: Invoker;
  onFault: (fault: unknown) => void;
};

export type Timekeeper = {
  run: () => Promise<void>;
  start: () => void;
  stop: () => void;
  /** Some execution is due then. */
  due: (at: number) => void;
  /** Some work could not be saved: it is taken up from disk after a pause. */
  fault: (fault: unknown) => void;
};

const PAUSE_AFTER_FAULT = 1000;
const HOUR = 3_600_000;

export function timekeeper(parts: Parts): Timekeeper {
  const { clock, store, executing, invoking, onFault } = parts;
  const state = { running: false, working: false, mustRecover: true };
  const tidy = hourly(parts);
  const clockwork = alarm(clock, () => void ring());

  async function work(): Promise<number> {
    if (state.mustRecover) {
      state.mustRecover = false;
      await executing.recover();
    }
    await tidy();
    return executing.doDue();
  }

  async function ring(): Promise<void> {
    state.working = true;
    try {
      while (state.running && (await work()) > 0);
    } catch (reason) {
      fault(reason);
    }
    state.working = false;
    if (!state.running) return;
    const next = store.nextDueAt() ?? clock() + HOUR;
    clockwork.set(state.mustRecover ? clock() + PAUSE_AFTER_FAULT : next);
  }

  function fault(reason: unknown): void {
    state.mustRecover = true;
    onFault(reason);
    due(clock() + PAUSE_AFTER_FAULT);
  }

  function due(at: number): void {
    if (state.running && !state.working) clockwork.set(at);
  }

  return {
    due,
    fault,
    async run() {
      for (;;) {
        const done = await work();
        if (done === 0 && invoking.count() === 0) return;
        await invoking.idle();
      }
    },
    start() {
      state.running = true;
      due(clock());
    },
    stop() {
      state.running = false;
      clockwork.clear();
    },
  };
}

function hourly({ clock, db, store }: Parts): () => Promise<void> {
  let next = -Infinity;
  return async () => {
    if (clock() < next) return;
    next = clock() + HOUR;
    await forgetClosed(db, store, clock());
  };
}
