import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { executionArn, stateMachineArn } from "./arn.ts";
import { dueAt, tasksOf, type Execution, type ExecutionStatus } from "./execution.ts";
import { toHistoryEvent, type HistoryEvent, type HistoryRecord } from "./history-event.ts";
import type { Turn } from "./turn.ts";

export type Stored = { execution: Execution; definition: number };

/** Reads at once; what writes is to be called inside `SqliteDatabase.write`. */
export type EngineStore = {
  /** Ids are handed out by the process, because a token holds the id before its row exists. */
  nextId(): number;
  load(id: number): Stored | undefined;
  find(machine: string, name: string): Stored | undefined;
  insert(turn: Turn, definition: number): void;
  save(turn: Turn): void;
  remove(id: number): void;
  due(now: number, limit: number): number[];
  nextDueAt: () => number | undefined;
  /** Those with a function running, or running when the process died, from `after` on. */
  invoking(after: number, limit: number): number[];
  closedBefore(time: number, limit: number): number[];
  /** Newest first, from below `before`. */
  newest(filter: { machine?: string; status?: ExecutionStatus; before: number; limit: number }): Execution[];
  /** In the order they stopped, after the one given. */
  stopped(filter: { machine?: string; after: { at: number; id: number }; limit: number }): Execution[];
  event(id: number, eventId: number): HistoryEvent | undefined;
  /** Events from `from` to `to`, both included, in order. */
  history(id: number, from: number, to: number): HistoryEvent[];
};

const COLUMNS = "id, machine, name, definition, status, started_at, stopped_at, body";
type Row = Record<string, unknown>;

export function engineStore(db: SqliteDatabase): EngineStore {
  let lastId = Number(db.prepare("SELECT max(id) AS id FROM execution").get()?.["id"] ?? 0);

  return {
    nextId: () => ++lastId,
    load: (id) => stored(db.prepare(`SELECT ${COLUMNS} FROM execution WHERE id = ?`).get(id)),
    find: (machine, name) =>
      stored(
        db.prepare(`SELECT ${COLUMNS} FROM execution WHERE machine = ? AND name = ?`).get(machine, name),
      ),
    insert: (turn, definition) => insert(db, turn, definition),
    save: (turn) => save(db, turn),
    remove(id) {
      db.prepare("DELETE FROM history WHERE execution = ?").run(id);
      db.prepare("DELETE FROM execution WHERE id = ?").run(id);
    },
    due: (now, limit) =>
      ids(db.prepare("SELECT id FROM execution WHERE due_at <= ? ORDER BY due_at LIMIT ?").all(now, limit)),
    nextDueAt() {
      const due = db.prepare("SELECT min(due_at) AS due FROM execution WHERE due_at IS NOT NULL").get()?.[
        "due"
      ];
      return due === null || due === undefined ? undefined : Number(due);
    },
    invoking: (after, limit) =>
      ids(
        db
          .prepare("SELECT id FROM execution WHERE invoking = 1 AND id > ? ORDER BY id LIMIT ?")
          .all(after, limit),
      ),
    // The newest row stays, so that its id is not handed out again after a restart.
    closedBefore: (time, limit) =>
      ids(
        db
          .prepare(
            "SELECT id FROM execution WHERE stopped_at < ? AND id < (SELECT max(id) FROM execution) LIMIT ?",
          )
          .all(time, limit),
      ),
    ...listing(db),
    ...histories(db),
  };
}

function stored(row: Row | undefined): Stored | undefined {
  return row && fromRow(row);
}

function ids(rows: Row[]): number[] {
  return rows.map((row) => Number(row["id"]));
}

function listing(db: SqliteDatabase): Pick<EngineStore, "newest" | "stopped"> {
  return {
    newest({ machine, status, before, limit }) {
      const where = `${machine === undefined ? "" : "machine = :machine AND"} ${status === undefined ? "" : "status = :status AND"}`;
      return db
        .prepare(`SELECT ${COLUMNS} FROM execution WHERE ${where} id < :before ORDER BY id DESC LIMIT :limit`)
        .all({ ...(machine && { machine }), ...(status && { status }), before, limit })
        .map((row) => fromRow(row).execution);
    },
    stopped({ machine, after, limit }) {
      return db
        .prepare(
          `SELECT ${COLUMNS} FROM execution WHERE ${machine === undefined ? "" : "machine = :machine AND"}
          stopped_at >= :at AND (stopped_at, id) > (:at, :id) ORDER BY stopped_at, id LIMIT :limit`,
        )
        .all({ ...(machine && { machine }), ...after, limit })
        .map((row) => fromRow(row).execution);
    },
  };
}

function histories(db: SqliteDatabase): Pick<EngineStore, "event" | "history"> {
  function history(id: number, from: number, to: number): HistoryEvent[] {
    const first = db
      .prepare("SELECT first FROM history WHERE execution = ? AND first <= ? ORDER BY first DESC LIMIT 1")
      .get(id, from);
    return db
      .prepare(
        "SELECT first, at, events FROM history WHERE execution = ? AND first BETWEEN ? AND ? ORDER BY first",
      )
      .all(id, Number(first?.["first"] ?? 1), to)
      .flatMap(batchEvents)
      .filter((event) => event.id >= from && event.id <= to);
  }
  return { history, event: (id, eventId) => history(id, eventId, eventId).at(0) };
}

function batchEvents(row: Row): HistoryEvent[] {
  const records: HistoryRecord[] = JSON.parse(String(row["events"]));
  return records.map((record, index) =>
    toHistoryEvent(record, Number(row["first"]) + index, Number(row["at"])),
  );
}

function insert(db: SqliteDatabase, turn: Turn, definition: number): void {
  const { execution } = turn;
  db.prepare(
    `INSERT INTO execution (id, machine, name, definition, started_at, status, stopped_at, due_at, invoking, body)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    execution.id,
    execution.machineName,
    execution.name,
    definition,
    execution.startedAt,
    ...changing(execution),
  );
  addHistory(db, turn);
}

function save(db: SqliteDatabase, turn: Turn): void {
  const { execution } = turn;
  db.prepare(
    "UPDATE execution SET status = ?, stopped_at = ?, due_at = ?, invoking = ?, body = ? WHERE id = ?",
  ).run(...changing(execution), execution.id);
  addHistory(db, turn);
}

function changing(execution: Execution) {
  const { status, stoppedAt, deadline, input, output, failure, events, thread } = execution;
  const invoking = tasksOf(execution).some((task) => task.invoking) ? 1 : 0;
  const body = JSON.stringify({ deadline, input, output, failure, events, thread });
  return [status, stoppedAt ?? null, dueAt(execution) ?? null, invoking, body] as const;
}

function addHistory(db: SqliteDatabase, { events, execution, now }: Turn): void {
  if (events.length === 0) return;
  const first = execution.events - events.length + 1;
  db.prepare("INSERT INTO history (execution, first, at, events) VALUES (?, ?, ?, ?)").run(
    execution.id,
    first,
    now,
    JSON.stringify(events),
  );
}

function fromRow(row: Row): Stored {
  const machineName = String(row["machine"]);
  const name = String(row["name"]);
  const execution: Execution = {
    ...JSON.parse(String(row["body"])),
    id: Number(row["id"]),
    arn: executionArn(machineName, name),
    name,
    machineName,
    machineArn: stateMachineArn(machineName),
    status: row["status"],
    startedAt: Number(row["started_at"]),
    ...(row["stopped_at"] === null ? {} : { stoppedAt: Number(row["stopped_at"]) }),
  };
  return { execution, definition: Number(row["definition"]) };
}
