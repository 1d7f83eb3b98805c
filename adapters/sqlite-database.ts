import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";

export type DatabaseFaultReason = "not_a_database" | "locked" | "disk_full" | "no_permission" | "io_failed";

/** SQLite failed for a reason outside the program. The message says what to do about it. */
export class DatabaseFault extends Error {
  readonly reason: DatabaseFaultReason;

  constructor(reason: DatabaseFaultReason, file: string, cause: unknown) {
    super(`${file} ${ADVICE[reason]}`, { cause });
    this.name = "DatabaseFault";
    this.reason = reason;
  }
}

export type SqliteOptions = {
  /** A path, or ":memory:". */
  file: string;
  /** SQL scripts, oldest first. Only ever append: `user_version` counts the ones already applied. */
  migrations: readonly string[];
  /** Refuse to open while another process owns the file. Other processes may still read it. */
  soleOwner?: boolean;
  /** Called around every commit, so that a test can crash the process or fail the commit there. */
  onWrite?: (moment: "before_commit" | "after_commit") => void;
};

export type SqliteDatabase = {
  /** A cached statement. Use it for reads, and for writes inside `write` only. */
  prepare(sql: string): StatementSync;
  /**
   * Runs `work` in a transaction and resolves once it is on disk. Writes asked for in the same turn of the event
   * loop share one commit, and with them those of the turns that follow, as long as each brings more; one that throws
   * is undone and rejected alone. `work` must be synchronous, and change nothing
   * but this database: where another one throws, all are undone and run once more.
   */
  write<T>(work: () => T): Promise<T>;
  /** Moves everything into the main file and closes it. Writes still queued are committed first. */
  close(): void;
};

/** Within a write: all rows in one statement (`insert` ends with VALUES), which costs far less than one for each. */
export function insertRows(
  db: Pick<SqliteDatabase, "prepare">,
  insert: string,
  rows: readonly (readonly SQLInputValue[])[],
): void {
  if (rows.length === 0) return;
  const places = rows.map((row) => `(${row.map(() => "?").join(", ")})`).join(", ");
  db.prepare(`${insert} ${places}`).run(...rows.flat());
}

/** So many share one commit at most. */
const MOST_TOGETHER = 100;

type QueuedWrite = { run: () => void; settle: () => void; fail: (reason: unknown) => void };
type Prepare = SqliteDatabase["prepare"];

/** Opens (and creates) a database: WAL, synchronous=FULL, foreign keys. Throws `DatabaseFault`. */
export function openSqliteDatabase(options: SqliteOptions): SqliteDatabase {
  const { file } = options;
  const releaseOwnership = options.soleOwner && file !== ":memory:" ? takeOwnership(file) : () => {};
  const db = withFaults(file, () => connect(file, options.migrations), releaseOwnership);
  const prepare = statementCache(db, file);
  const commit = groupCommit(db, prepare, options);
  let queue: QueuedWrite[] = [];

  function flush(): void {
    const batch = queue;
    queue = [];
    if (batch.length > 0) commit(batch);
  }

  /** Who comes alone is not kept waiting. */
  function gather(known: number): void {
    if (queue.length === known || queue.length >= MOST_TOGETHER) flush();
    else setImmediate(gather, queue.length);
  }

  return {
    prepare,
    write: (work) =>
      new Promise((resolve, reject) => {
        if (queue.push(queuedWrite(work, resolve, reject)) === 1) setImmediate(gather, 1);
      }),
    close() {
      flush();
      withFaults(file, () => db.exec("PRAGMA wal_checkpoint(TRUNCATE)"));
      db.close();
      releaseOwnership();
    },
  };
}

function statementCache(db: DatabaseSync, file: string): Prepare {
  const statements = new Map<string, StatementSync>();
  return (sql) => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = withFaults(file, () => db.prepare(sql));
    statements.set(sql, statement);
    return statement;
  };
}

function groupCommit(db: DatabaseSync, prepare: Prepare, { file, onWrite }: SqliteOptions) {
  function runInSavepoint(write: QueuedWrite): () => void {
    prepare("SAVEPOINT w").run();
    try {
      write.run();
      prepare("RELEASE w").run();
      return write.settle;
    } catch (reason) {
      // A full disk makes SQLite roll the whole transaction back by itself: then nobody's write is safe.
      if (!db.isTransaction) throw reason;
      prepare("ROLLBACK TO w").run();
      prepare("RELEASE w").run();
      return () => write.fail(asFault(file, reason));
    }
  }

  /** Savepoints cost more than many a write, so there are none until one throws. */
  function runAll(batch: QueuedWrite[]): (() => void)[] {
    prepare("BEGIN IMMEDIATE").run();
    try {
      return batch.map(runPlainly);
    } catch (reason) {
      if (batch.length === 1 || !db.isTransaction) throw reason;
      prepare("ROLLBACK").run();
      prepare("BEGIN IMMEDIATE").run();
      return batch.map(runInSavepoint);
    }
  }

  return (batch: QueuedWrite[]): void => {
    try {
      const settled = runAll(batch);
      onWrite?.("before_commit");
      prepare("COMMIT").run();
      onWrite?.("after_commit");
      for (const settle of settled) settle();
    } catch (reason) {
      if (db.isOpen && db.isTransaction) db.exec("ROLLBACK");
      for (const write of batch) write.fail(asFault(file, reason));
    }
  };
}

function runPlainly(write: QueuedWrite): () => void {
  write.run();
  return write.settle;
}

function queuedWrite<T>(work: () => T, resolve: (value: T) => void, fail: QueuedWrite["fail"]): QueuedWrite {
  let settle = (): void => fail(new Error("This write never ran."));
  return {
    run() {
      const value = work();
      settle = () => resolve(value);
    },
    settle: () => settle(),
    fail,
  };
}

function connect(file: string, migrations: readonly string[]): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 250, enableForeignKeyConstraints: true });
  try {
    db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
    migrate(db, file, migrations);
    return db;
  } catch (reason) {
    db.close();
    throw reason;
  }
}

function migrate(db: DatabaseSync, file: string, migrations: readonly string[]): void {
  const applied = Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
  if (applied > migrations.length) {
    throw new Error(`${file} was written by a newer version of this program. Start that version.`);
  }
  for (const [index, script] of migrations.entries()) {
    if (index >= applied) db.exec(`BEGIN IMMEDIATE; ${script}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

/** A lock of its own, because an exclusive lock on the file itself would also shut out backups and readers. */
function takeOwnership(file: string): () => void {
  return withFaults(file, () => {
    const lock = new DatabaseSync(`${file}.lock`, { timeout: 250 });
    lock.exec("BEGIN EXCLUSIVE");
    return () => lock.close();
  });
}

const ADVICE: Record<DatabaseFaultReason, string> = {
  not_a_database:
    "is not a readable SQLite database. Restore it from a backup, or move it away to start empty.",
  locked: "is in use by another process. Stop that process (is the server already running?), then try again.",
  disk_full: "cannot grow: the disk is full. Free some space; nothing that was acknowledged is lost.",
  no_permission:
    "cannot be opened for writing. Check that its folder exists and that this user may write to it.",
  io_failed: "cannot be read or written: the disk reported an error. Check the disk, then restart.",
};

const REASONS: Record<number, DatabaseFaultReason> = {
  3: "no_permission",
  5: "locked",
  6: "locked",
  8: "no_permission",
  10: "io_failed",
  11: "not_a_database",
  13: "disk_full",
  14: "no_permission",
  23: "no_permission",
  26: "not_a_database",
};

function withFaults<T>(file: string, work: () => T, onFault: () => void = () => {}): T {
  try {
    return work();
  } catch (reason) {
    onFault();
    throw asFault(file, reason);
  }
}

/** Primary result codes are the low byte: https://www.sqlite.org/rescode.html, section 3. */
export function asFault(file: string, cause: unknown): unknown {
  const code = cause instanceof Error && "errcode" in cause ? Number(cause.errcode) & 0xff : 0;
  const reason = REASONS[code];
  return reason ? new DatabaseFault(reason, file, cause) : cause;
}
