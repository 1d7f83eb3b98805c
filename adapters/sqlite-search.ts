import type { Onboarding } from "../domain/onboarding.ts";
import type { DealForm } from "../domain/deal.ts";
import type { Person, RecordWrite } from "../domain/records.ts";
import { partnerTerms, recordTerms } from "./search-terms.ts";
import { insertRows, type SqliteDatabase } from "./sqlite-database.ts";
import { numberIn, type Row, textIn } from "./sqlite-row.ts";

/**
 * What an onboarding is found by lies all over the tree of terms, so new ones are entered many at a time and in order:
 * one of so many starts enters those since the last time, and whoever searches enters what is left first.
 */
const AT_ONCE = 1000;
/** Up to which number all have been entered. What is replaced later is entered with the record, see `replaceRecord`. */
const ENTERED = "search";

/** The migration: so far each was entered with its start. */
export const SQLITE_SEARCH_MARK = `INSERT INTO mark SELECT '${ENTERED}', coalesce(max(n), 0) FROM onboarding;`;

/** [vendor, term, n, source]: a row of the tree, in its order. */
type Entry = readonly [string, string, number, string];

/** Within a write, after the start of `n`. */
export function enterNow(db: SqliteDatabase, n: number): void {
  if (n % AT_ONCE === 0) enterNew(db);
}

/** Before a search, and before what would be entered goes: makes sure that nothing is missing. */
export async function enterAll(db: SqliteDatabase): Promise<void> {
  if (entered(db) < newest(db)) await db.write(() => enterNew(db));
}

/** Within a write: all since the last time. */
export function enterNew(db: SqliteDatabase): void {
  const from = entered(db);
  const to = newest(db);
  if (from >= to) return;
  const entries = [...partnersAfter(db, from), ...recordsAfter(db, from)].toSorted(byPlace);
  for (let at = 0; at < entries.length; at += ROWS) addEntries(db, entries.slice(at, at + ROWS));
  db.prepare("INSERT OR REPLACE INTO mark (name, value) VALUES (?, ?)").run(ENTERED, String(to));
}

const ROWS = 64;

/** Within a write. */
export const addEntries = (db: SqliteDatabase, entries: readonly Entry[]): void =>
  insertRows(db, "INSERT OR IGNORE INTO search (vendor, term, n, source) VALUES", entries);

function entered(db: SqliteDatabase): number {
  const row = db.prepare("SELECT value FROM mark WHERE name = ?").get(ENTERED);
  return row ? Number(textIn(row, "value")) : 0;
}

const newest = (db: SqliteDatabase): number =>
  numberIn(db.prepare("SELECT coalesce(max(n), 0) AS n FROM onboarding").get() ?? {}, "n");

function byPlace([vendor, term]: Entry, [otherVendor, otherTerm]: Entry): number {
  if (vendor !== otherVendor) return vendor < otherVendor ? -1 : 1;
  if (term === otherTerm) return 0;
  return term < otherTerm ? -1 : 1;
}

function partnersAfter(db: SqliteDatabase, from: number): Entry[] {
  return db
    .prepare("SELECT n, vendor, state -> '$.partner' AS partner FROM onboarding WHERE n > ?")
    .all(from)
    .flatMap((row) => {
      const partner: Onboarding["partner"] = JSON.parse(textIn(row, "partner"));
      return partnerTerms(partner).map((term): Entry => [
        textIn(row, "vendor"),
        term,
        numberIn(row, "n"),
        "",
      ]);
    });
}

function recordsAfter(db: SqliteDatabase, from: number): Entry[] {
  return db
    .prepare(
      `SELECT o.vendor, r.n, r.kind, r.key, r.value FROM record r JOIN onboarding o ON o.n = r.n
       WHERE r.n > ? AND r.kind IN ('person', 'deal')`,
    )
    .all(from)
    .flatMap((row) => {
      const write = recordIn(row);
      const source = `${write.kind}/${write.key}`;
      return recordTerms(write).map((term): Entry => [
        textIn(row, "vendor"),
        term,
        numberIn(row, "n"),
        source,
      ]);
    });
}

function recordIn(row: Row): RecordWrite {
  const key = textIn(row, "key");
  if (row["kind"] === "deal") {
    const value: DealForm = JSON.parse(textIn(row, "value"));
    return { kind: "deal", key, value };
  }
  const value: Person = JSON.parse(textIn(row, "value"));
  return { kind: "person", key, value };
}
