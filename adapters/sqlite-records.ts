import { type OnboardingId, vendorOf } from "../domain/ids.ts";
import type { SavedAnswers } from "../domain/ports.ts";
import type { RecordKind, Records, RecordWrite } from "../domain/records.ts";
import { recordTerms } from "./search-terms.ts";
import { insertRows, type SqliteDatabase } from "./sqlite-database.ts";
import { findNumber, textIn } from "./sqlite-row.ts";
import { addEntries } from "./sqlite-search.ts";

/** The onboarding a row belongs to: its id, and the number its rows hang on. */
export interface Owner {
  readonly id: OnboardingId;
  readonly n: number;
}

/** Within a write: rows that are new, in one statement. */
export function addRecords(db: SqliteDatabase, { n }: Owner, writes: readonly RecordWrite[]): void {
  insertRows(
    db,
    "INSERT INTO record (n, kind, key, value) VALUES",
    writes.map(({ kind, key, value }) => [n, kind, key, JSON.stringify(value)]),
  );
}

const sourceOf = ({ kind, key }: RecordWrite): string => `${kind}/${key}`;

/** Within a write: replaces the record, and what it was found by. */
export function replaceRecord(db: SqliteDatabase, owner: Owner, write: RecordWrite): void {
  const { id, n } = owner;
  const forget = db.prepare("DELETE FROM search WHERE vendor = ? AND term = ? AND n = ? AND source = ?");
  for (const term of storedTerms(db, n, write)) forget.run(vendorOf(id), term, n, sourceOf(write));
  db.prepare(
    "INSERT INTO record (n, kind, key, value) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  ).run(owner.n, write.kind, write.key, JSON.stringify(write.value));
  addEntries(
    db,
    recordTerms(write).map((term) => [vendorOf(id), term, n, sourceOf(write)]),
  );
}

/** Within a write: answers onto the sheet of an attempt. */
export function addAnswers(db: SqliteDatabase, { id, n }: Owner, saved: SavedAnswers): void {
  const { attempt: key, answers } = saved;
  const sheet = readRecord(db, n, { kind: "attempt", key });
  if (!sheet) throw new Error(`${id}: the sheet of attempt ${key} is gone`);
  const value = { ...sheet, answers: { ...sheet.answers, ...answers } };
  replaceRecord(db, { id, n }, { kind: "attempt", key, value });
}

function storedTerms(db: SqliteDatabase, n: number, { kind, key }: RecordWrite): string[] {
  if (kind === "person") {
    const value = readRecord(db, n, { kind, key });
    return value ? recordTerms({ kind, key, value }) : [];
  }
  if (kind === "deal") {
    const value = readRecord(db, n, { kind, key });
    return value ? recordTerms({ kind, key, value }) : [];
  }
  return [];
}

export function readRecord<K extends RecordKind>(
  db: SqliteDatabase,
  n: number,
  place: { readonly kind: K; readonly key: string },
): Records[K] | null {
  const row = db
    .prepare("SELECT value FROM record WHERE n = ? AND kind = ? AND key = ?")
    .get(n, place.kind, place.key);
  if (!row) return null;
  const value: Records[K] = JSON.parse(textIn(row, "value"));
  return value;
}

export function readRecords<K extends RecordKind>(
  db: SqliteDatabase,
  id: OnboardingId,
  kind: K,
): Readonly<Record<string, Records[K]>> {
  const rows = db
    .prepare("SELECT key, value FROM record WHERE n = ? AND kind = ?")
    .all(findNumber(db, id), kind);
  const values: [string, Records[K]][] = rows.map((row) => [
    textIn(row, "key"),
    JSON.parse(textIn(row, "value")),
  ]);
  return Object.fromEntries(values);
}
