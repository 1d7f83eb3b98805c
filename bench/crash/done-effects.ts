import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { textIn } from "../../adapters/sqlite-row.ts";
import { effectName } from "./effect-name.ts";

const DONE = "SELECT o.id, t.key, t.effect FROM todo t JOIN onboarding o ON o.n = t.n WHERE t.state = 'done'";

/** The names of all effects that are done by what is on disk. Looks at a copy: what a crash left stays as it is. */
export function doneEffects(folder: string): ReadonlySet<string> {
  const copy = mkdtempSync(join(tmpdir(), "crash-look-"));
  for (const name of ["onboarding.db", "onboarding.db-wal"]) {
    if (existsSync(join(folder, name))) cpSync(join(folder, name), join(copy, name));
  }
  const db = new DatabaseSync(join(copy, "onboarding.db"));
  const rows = db.prepare(DONE).all();
  db.close();
  rmSync(copy, { recursive: true });
  const names = rows.map((row) => {
    const { kind }: { kind: string } = JSON.parse(textIn(row, "effect"));
    return effectName({ onboarding: textIn(row, "id"), key: textIn(row, "key"), kind });
  });
  return new Set(names);
}
