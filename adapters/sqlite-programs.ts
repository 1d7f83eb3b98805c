import type { Program } from "../domain/program.ts";
import type { Programs } from "../domain/world.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { type Row, textIn } from "./sqlite-row.ts";

export interface ProgramStore extends Programs {
  /**
   * Stores `<id>/<version>` for good and makes it the current one. `false`: this version was published before, and
   * stays where it is among the others. Throws when it is there with another content.
   */
  publish(program: Program): Promise<boolean>;
}

export function sqlitePrograms(db: SqliteDatabase): ProgramStore {
  const read = programReader(db);
  return {
    async current(id) {
      const row = db
        .prepare("SELECT id, version FROM program WHERE id = ? ORDER BY published DESC LIMIT 1")
        .get(id);
      return row ? read(id, textIn(row, "version")) : null;
    },
    version: async (id, version) => read(id, version),
    list: async () =>
      db
        .prepare(
          "SELECT id, version FROM program p WHERE published = (SELECT max(published) FROM program WHERE id = p.id) ORDER BY id",
        )
        .all()
        .map((row) => ({ id: textIn(row, "id"), version: textIn(row, "version") })),
    publish: (program) => db.write(() => publishProgram(db, program)),
  };
}

const findProgram = (db: SqliteDatabase, id: string, version: string): Row | undefined =>
  db.prepare("SELECT value FROM program WHERE id = ? AND version = ?").get(id, version);

/** Every change needs its program and none ever changes, so each is parsed once. */
function programReader(db: SqliteDatabase): (id: string, version: string) => Program | null {
  const parsed = new Map<string, Program>();
  return (id, version) => {
    const known = parsed.get(`${id}/${version}`);
    if (known) return known;
    const row = findProgram(db, id, version);
    if (!row) return null;
    const program: Program = JSON.parse(textIn(row, "value"));
    parsed.set(`${id}/${version}`, program);
    return program;
  };
}

function publishProgram(db: SqliteDatabase, program: Program): boolean {
  const { id, version } = program;
  const value = JSON.stringify(program);
  const before = findProgram(db, id, version);
  if (before && textIn(before, "value") !== value) {
    throw new Error(`Program ${id}/${version} is published already, with another content.`);
  }
  if (before) return false;
  db.prepare("INSERT INTO program (id, version, value) VALUES (?, ?, ?)").run(id, version, value);
  return true;
}
