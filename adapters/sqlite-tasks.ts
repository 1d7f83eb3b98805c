import type { OnboardingId } from "../domain/ids.ts";
import type { TaskRow, Tasks } from "../domain/ports.ts";
import { STAGES } from "../domain/program.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { findNumber, instantIn, numberIn, numberOf, stageIn, textIn } from "./sqlite-row.ts";

/** The same task put twice (same attempt, same token) is stored, not refused: a caller that lost the answer asks again. */
export function sqliteTasks(db: SqliteDatabase): Tasks {
  return {
    put: (id, task) => db.write(() => putTask(db, id, task)),
    get: async (id) => readTask(db, id),
    async drop(id, token) {
      await db.write(() => {
        db.prepare("DELETE FROM task WHERE n = ? AND token = ?").run(findNumber(db, id), token);
      });
    },
  };
}

/** Where an attempt stands among those of its onboarding. A stage that comes later counts, whatever the clock says. */
const place = (row: "task" | "excluded"): string =>
  `(${row}.execution, instr('${STAGES.join(" ")}', ${row}.stage), ${row}.entered_at, ${row}.retry_count)`;

const PUT = `INSERT INTO task (n, execution, stage, entered_at, retry_count, token) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET execution = excluded.execution, stage = excluded.stage,
    entered_at = excluded.entered_at, retry_count = excluded.retry_count, token = excluded.token
  WHERE ${place("task")} < ${place("excluded")}
    OR (${place("task")} = ${place("excluded")} AND token = excluded.token)`;

function putTask(db: SqliteDatabase, id: OnboardingId, task: TaskRow): boolean {
  const { n, stage, enteredAt, retryCount, token } = task;
  const { changes } = db.prepare(PUT).run(numberOf(db, id), n, stage, enteredAt, retryCount, token);
  return changes > 0;
}

function readTask(db: SqliteDatabase, id: OnboardingId): TaskRow | null {
  const row = db
    .prepare("SELECT execution, stage, entered_at, retry_count, token FROM task WHERE n = ?")
    .get(findNumber(db, id));
  if (!row) return null;
  return {
    n: numberIn(row, "execution"),
    stage: stageIn(row),
    enteredAt: instantIn(row, "entered_at"),
    retryCount: numberIn(row, "retry_count"),
    token: textIn(row, "token"),
  };
}
