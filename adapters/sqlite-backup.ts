import { open } from "node:fs/promises";
import { DatabaseSync } from "node:sqlite";
import { asFault } from "./sqlite-database.ts";
import { textIn } from "./sqlite-row.ts";

/**
 * Copies a database as it is at one moment, also while other processes write to it; the copy is compact, checked, and on
 * disk when this resolves. Throws `DatabaseFault`. Not SQLite's step-wise backup, which begins anew with every write of
 * another process and would never end on a busy server.
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  await (await open(to, "wx", 0o600)).close();
  using(from, (source) => {
    try {
      source.prepare("VACUUM INTO ?").run(to);
    } catch (cause) {
      throw asFault(to, cause);
    }
  });
  using(to, (copy) => {
    const [first] = copy.prepare("PRAGMA integrity_check(1)").all();
    const found = first ? textIn(first, "integrity_check") : "no answer";
    if (found !== "ok") throw new Error(`${from} is damaged (${found}). Restore it from an earlier backup.`);
  });
  const file = await open(to, "r+");
  await file.sync();
  await file.close();
}

function using(file: string, work: (db: DatabaseSync) => void): void {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(file, { timeout: 5000 });
    work(db);
  } catch (cause) {
    throw asFault(file, cause);
  } finally {
    db?.close();
  }
}
