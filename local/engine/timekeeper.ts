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
  /** How long closed executions are kept, in milliseconds. */
  retention: number;
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

type State = { running: boolean; working: boolean; mustRecover: boolean; faults: unknown[] };

export function timekeeper(parts: Parts): Timekeeper {
  const { clock, store, invoking, onFault } = parts;
  const state: State = { running: false, working: false, mustRecover: true, faults: [] };
  const work = dueWork(parts, state);
  const clockwork = alarm(clock, () => void ring());

  async function ring(): Promise<void> {
    state.working = true;
    try {
      while (state.running && (await work()) > 0);
    } catch (reason) {
      if (state.running) fault(reason);
    }
    state.working = false;
    if (!state.running) return;
    const next = store.nextDueAt() ?? clock() + HOUR;
    clockwork.set(state.mustRecover ? clock() + PAUSE_AFTER_FAULT : next);
  }

  function fault(reason: unknown): void {
    state.mustRecover = true;
    state.faults = [reason];
    onFault(reason);
    due(clock() + PAUSE_AFTER_FAULT);
  }

  async function run(): Promise<void> {
    state.faults = [];
    for (let busy = true; busy;) {
      const done = await work();
      busy = done > 0 || invoking.count() > 0;
      await invoking.idle();
      if (state.faults.length > 0) throw state.faults[0];
    }
  }

  function due(at: number): void {
    if (state.running && !state.working) clockwork.set(at);
  }

  function start(): void {
    state.running = true;
    due(clock());
  }

  function stop(): void {
    state.running = false;
    clockwork.clear();
  }

  return { run, start, stop, due, fault };
}

/** Takes up what was lost, removes what is too old, and does what is due. */
function dueWork(parts: Parts, state: State): () => Promise<number> {
  const { executing } = parts;
  const tidy = hourly(parts);
  return async () => {
    if (state.mustRecover) {
      state.mustRecover = false;
      await executing.recover();
    }
    await tidy();
    return executing.doDue();
  };
}

function hourly({ clock, db, store, retention }: Parts): () => Promise<void> {
  let next = -Infinity;
  return async () => {
    if (clock() < next) return;
    next = clock() + HOUR;
    await forgetClosed(db, store, clock() - retention);
  };
}
