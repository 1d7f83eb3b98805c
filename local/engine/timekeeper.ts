import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
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
  /** Does everything that is due and resolves when nothing runs any more. For tests with a movable clock. */
  run(): Promise<void>;
  /** Does what is due now and from now on, by a timer. */
  start(): void;
  stop(): void;
  /** Some execution is due then. */
  due(at: number): void;
  /** Some work could not be saved: it is taken up from disk after a pause. */
  fault(fault: unknown): void;
};

const LONGEST_SLEEP = 60_000;
const PAUSE_AFTER_FAULT = 1000;
const HOUR = 3_600_000;

export function timekeeper({ clock, db, store, executing, invoking, onFault }: Parts): Timekeeper {
  let mustRecover = true;
  let tidyAt = 0;
  let started = false;
  let working = false;
  let alarm: { at: number; timer: NodeJS.Timeout } | undefined;

  async function work(): Promise<number> {
    if (mustRecover) {
      mustRecover = false;
      await executing.recover();
    }
    if (tidyAt <= clock()) {
      tidyAt = clock() + HOUR;
      await forgetClosed(db, store, clock());
    }
    return executing.doDue();
  }

  function setAlarm(at: number): void {
    if (!started || working || (alarm && alarm.at <= at)) return;
    clearTimeout(alarm?.timer);
    const sleep = Math.min(Math.max(at - clock(), 0), LONGEST_SLEEP);
    alarm = { at, timer: setTimeout(() => void ring(), sleep) };
  }

  async function ring(): Promise<void> {
    working = true;
    alarm = undefined;
    try {
      while (started && (await work()) > 0);
    } catch (reason) {
      fault(reason);
    }
    working = false;
    const next = mustRecover ? PAUSE_AFTER_FAULT : LONGEST_SLEEP;
    const due = mustRecover ? Infinity : (nextDue() ?? Infinity);
    setAlarm(Math.min(clock() + next, due));
  }

  function nextDue(): number | undefined {
    return started ? store.nextDueAt() : undefined;
  }

  function fault(reason: unknown): void {
    mustRecover = true;
    onFault(reason);
    setAlarm(clock() + PAUSE_AFTER_FAULT);
  }

  return {
    fault,
    due: setAlarm,
    async run() {
      for (;;) {
        const done = await work();
        if (done === 0 && invoking.count() === 0) return;
        await invoking.idle();
      }
    },
    start() {
      started = true;
      setAlarm(clock());
    },
    stop() {
      started = false;
      clearTimeout(alarm?.timer);
      alarm = undefined;
    },
  };
}
