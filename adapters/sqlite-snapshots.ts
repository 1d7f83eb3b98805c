import type { Funnel } from "../domain/funnel.ts";
import type { Snapshots } from "../domain/ports.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { textIn } from "./sqlite-row.ts";

export function sqliteSnapshots(db: SqliteDatabase): Snapshots {
  return {
    async put(vendor, snapshot) {
      const sql = "INSERT OR REPLACE INTO snapshot (vendor, value) VALUES (?, ?)";
      await db.write(() => db.prepare(sql).run(vendor, JSON.stringify(snapshot)));
    },
    async get(vendor) {
      const row = db.prepare("SELECT value FROM snapshot WHERE vendor = ?").get(vendor);
      if (!row) return null;
      const funnel: Funnel = JSON.parse(textIn(row, "value"));
      return funnel;
    },
    async mark(name) {
      const row = db.prepare("SELECT value FROM mark WHERE name = ?").get(name);
      return row ? textIn(row, "value") : null;
    },
    async putMark(name, value) {
      await db.write(() =>
        db.prepare("INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)").run(name, value),
      );
    },
    async marks(prefix) {
      return db
        .prepare("SELECT name, value FROM mark WHERE name >= ? AND name < ? ORDER BY name")
        .all(prefix, `${prefix}\u{10FFFF}`)
        .map((row) => ({ name: textIn(row, "name"), value: textIn(row, "value") }));
    },
  };
}
