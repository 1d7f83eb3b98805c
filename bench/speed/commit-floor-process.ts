import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { answerQuestions } from "./answering.ts";

const orderSchema = z.object({ file: z.string(), ms: z.number() });

/** About what the engine writes for one callback: 300 bytes of execution, 700 of history. */
const ROW = "x".repeat(1000);

/** As many commits as there is time for, each a transaction with one row, on disk when it returns. */
function commitFor({ file, ms }: z.infer<typeof orderSchema>): { commits: number; seconds: number } {
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
  db.exec("CREATE TABLE IF NOT EXISTS row (id INTEGER PRIMARY KEY, body TEXT NOT NULL)");
  const begin = db.prepare("BEGIN IMMEDIATE");
  const insert = db.prepare("INSERT INTO row (body) VALUES (?)");
  const commit = db.prepare("COMMIT");
  const startedAt = performance.now();
  let commits = 0;
  while (performance.now() - startedAt < ms) {
    begin.run();
    insert.run(ROW);
    commit.run();
    commits++;
  }
  const seconds = (performance.now() - startedAt) / 1000;
  db.close();
  return { commits, seconds };
}

answerQuestions({ commit: (order) => commitFor(orderSchema.parse(order)) });
