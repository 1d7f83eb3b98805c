import { type OnboardingId, vendorOf } from "../domain/ids.ts";
import type { RecordKind, Records, RecordWrite } from "../domain/records.ts";
import { recordTerms } from "./search-terms.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { findNumber, textIn, valueIn } from "./sqlite-row.ts";

/** The onboarding a row belongs to: its id, and the number its rows hang on. */
export interface Owner {
  readonly id: OnboardingId;
  readonly n: number;
}

export function addTerms(db: SqliteDatabase, { id, n }: Owner, terms: readonly string[], source = ""): void {
  const add = db.prepare("INSERT OR IGNORE INTO search (vendor, term, n, source) VALUES (?, ?, ?, ?)");
  for (const term of terms) add.run(vendorOf(id), term, n, source);
}

const sourceOf = ({ kind, key }: RecordWrite): string => `${kind}/${key}`;

/** Within a write: replaces the record, and what it was found by. */
export function replaceRecord(db: SqliteDatabase, owner: Owner, write: RecordWrite): void {
  const { id, n } = owner;
  const before = storedRecord(db, n, write);
  const forget = db.prepare("DELETE FROM search WHERE vendor = ? AND term = ? AND n = ? AND source = ?");
  for (const term of before ? recordTerms(before) : []) forget.run(vendorOf(id), term, n, sourceOf(write));
  addRecord(db, owner, write);
}

/** Within a write: the same where nothing can be there yet. */
export function addRecord(db: SqliteDatabase, owner: Owner, write: RecordWrite): void {
  db.prepare(
    "INSERT INTO record (n, kind, key, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  ).run(owner.n, write.kind, write.key, JSON.stringify(write.value));
  addTerms(db, owner, recordTerms(write), sourceOf(write));
}

function storedRecord(db: SqliteDatabase, n: number, { kind, key }: RecordWrite): RecordWrite | null {
  const row = db
    .prepare("SELECT json_object('kind', kind, 'key', key, 'value', json(value)) AS stored FROM record WHERE n = ? AND kind = ? AND key = ?")
    .get(n, kind, key);
  return row ? valueIn(row, "stored") : null;
}

export function readRecord<K extends RecordKind>(
  db: SqliteDatabase,
  n: number,
  place: { readonly kind: K; readonly key: string },
): Records[K] | null {
  const row = db
    .prepare("SELECT value FROM record WHERE n = ? AND kind = ? AND key = ?")
    .get(n, place.kind, place.key);
  return row ? valueIn(row, "value") : null;
}

export function readRecords<K extends RecordKind>(
  db: SqliteDatabase,
  id: OnboardingId,
  kind: K,
): Readonly<Record<string, Records[K]>> {
  const rows = db
    .prepare("SELECT key, value FROM record WHERE n = ? AND kind = ?")
    .all(findNumber(db, id), kind);
  return Object.fromEntries(rows.map((row) => [textIn(row, "key"), valueIn<Records[K]>(row, "value")]));
}
