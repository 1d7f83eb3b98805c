import { randomUUID } from "node:crypto";
import { openSqliteDatabase, type SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { ENGINE_MIGRATIONS } from "./engine-schema.ts";
import { engineStore } from "./engine-store.ts";
import { executionCalls, type ExecutionCalls } from "./execution-calls.ts";
import { executionReads, type ExecutionReads } from "./execution-reads.ts";
import { executor } from "./executor.ts";
import { invoker, type Resource } from "./invoker.ts";
import { jsonataFunctions } from "./jsonata-functions.ts";
import { machineCalls, type MachineCalls } from "./machine-calls.ts";
import { machineStore, tokenKey } from "./machine-store.ts";
import { NINETY_DAYS } from "./retention.ts";
import { taskAnswers, type TaskAnswers } from "./task-answers.ts";
import { timekeeper } from "./timekeeper.ts";

export type EngineOptions = {
  /** The SQLite file, or ":memory:". One engine per file. */
  file: string;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** By function ARN or by function name. */
  resources: Readonly<Record<string, Resource>>;
  /** Between 0 and 1. */
  random?: () => number;
  uuid?: () => string;
  /** How long closed executions and their names are kept, in milliseconds: 90 days as on AWS, unless told. */
  retention?: number;
  /** Around every commit; see `SqliteOptions.onWrite`. */
  onWrite?: (moment: "before_commit" | "after_commit") => void;
  /** Told when stored work could not be done (a full disk, say). It is tried again after a second. */
  onFault?: (fault: unknown) => void;
};

/**
 * A durable stand-in for Step Functions Standard. Every call resolves once its effect is on disk, and throws
 * `EngineError` with AWS's error name when it is refused.
 */
export type Engine = MachineCalls &
  ExecutionCalls &
  ExecutionReads &
  TaskAnswers & {
    /**
     * Does everything that is due and resolves when nothing runs any more: for tests with a movable clock. Rejects
     * with the first fault, when something could not be saved.
     */
    run: () => Promise<void>;
    /** When the next timer is due, in milliseconds since the epoch. */
    nextDueAt: () => number | undefined;
    /** Does what is due now and from now on, by a timer. */
    start: () => void;
    stop: () => void;
    /** Running Tasks are abandoned; they run again when the file is opened the next time. */
    close(): Promise<void>;
  };

/** Opens or creates the file. Throws `DatabaseFault` when it cannot, also while another process has it open. */
export function openEngine(options: EngineOptions): Engine {
  const { clock, random = Math.random, uuid = randomUUID, onFault = () => {} } = options;
  const { retention = NINETY_DAYS } = options;
  const world = { clock, random, uuid };
  const functions = jsonataFunctions(world);
  const db = openFile(options);
  const store = engineStore(db);
  const machines = machineStore(db, functions);
  const invoking = invoker(options.resources);
  const key = tokenKey(db);
  const executing = executor({
    db,
    store,
    machines,
    invoker: invoking,
    world,
    key,
    onFault: (fault) => time.fault(fault),
    onDue: (at) => time.due(at),
  });
  const time = timekeeper({ clock, store, db, executing, invoking, onFault, retention });
  const parts = { db, store, machines, world, functions, executing, key, retention };

  return {
    ...machineCalls(parts),
    ...executionCalls(parts),
    ...executionReads(store),
    ...taskAnswers(parts),
    nextDueAt: store.nextDueAt,
    run: time.run,
    start: time.start,
    stop: time.stop,
    async close() {
      time.stop();
      await executing.close();
      db.close();
    },
  };
}

function openFile({ file, onWrite }: EngineOptions): SqliteDatabase {
  const database = { file, migrations: ENGINE_MIGRATIONS, soleOwner: true };
  return openSqliteDatabase(onWrite ? { ...database, onWrite } : database);
}
