import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { EffectRow } from "../domain/effect.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { CommitItem, Stored } from "../domain/ports.ts";
import type { RecordKind, Records } from "../domain/records.ts";
import type { Delivery } from "../domain/world.ts";
import { ARCHIVED_REV } from "./sqlite-archive-table.ts";
import { logPlace } from "./sqlite-commit.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { readDeliveries } from "./sqlite-deliveries.ts";
import { readEffects } from "./sqlite-effects.ts";
import { readCommits, readState } from "./sqlite-onboardings.ts";
import { findNumber, textIn } from "./sqlite-row.ts";
import { enterNew } from "./sqlite-search.ts";

/** All that belongs to an onboarding but its place in lists and searches, its partner's lock, its webhooks and its deals' forms. */
export interface ArchivedRun {
  readonly stored: Stored;
  readonly commits: readonly CommitItem[];
  readonly records: { readonly [K in RecordKind]?: Readonly<Record<string, Records[K]>> };
  readonly effects: readonly EffectRow[];
  readonly deliveries: readonly Delivery[];
}

export function readArchived(db: SqliteDatabase, id: OnboardingId): ArchivedRun | null {
  const row = db
    .prepare("SELECT a.body FROM onboarding o JOIN archive a ON a.n = o.n WHERE o.id = ?")
    .get(id);
  const body = row?.["body"];
  if (!(body instanceof Uint8Array)) return null;
  const run: ArchivedRun = JSON.parse(inflateRawSync(body).toString());
  return run;
}

/** Within a write: moves it into the archive. Whether it may is the caller's to know. `false`: it is not there to move. */
export function putAway(db: SqliteDatabase, id: OnboardingId): boolean {
  const n = findNumber(db, id);
  const run = gather(db, id);
  if (n === null || !run) return false;
  enterNew(db);
  const body = deflateRawSync(JSON.stringify(run));
  db.prepare("INSERT INTO archive (n, body) VALUES (?, ?)").run(n, body);
  // New registrations are compared with its deals as before: that takes their forms and how they stand.
  const deals = run.stored.onboarding.deals.map(({ number, stage, review }) => ({ number, stage, review }));
  db.prepare("UPDATE onboarding SET rev = ?, state = ? WHERE n = ?").run(
    ARCHIVED_REV,
    JSON.stringify({ deals }),
    n,
  );
  db.prepare("DELETE FROM log WHERE place > ? AND place < ?").run(logPlace(n, 0), logPlace(n + 1, 0));
  db.prepare("DELETE FROM record WHERE n = ? AND kind <> 'deal'").run(n);
  db.prepare("DELETE FROM todo WHERE n = ?").run(n);
  db.prepare("DELETE FROM delivery WHERE n = ?").run(n);
  return true;
}

function gather(db: SqliteDatabase, id: OnboardingId): ArchivedRun | null {
  const stored = readState(db, id);
  if (!stored) return null;
  return {
    stored,
    commits: readCommits(db, id, { afterRev: 0, limit: stored.rev }),
    records: recordsOf(db, id),
    effects: readEffects(db, id),
    deliveries: readDeliveries(db, id),
  };
}

const RECORDS = `SELECT json_group_object(kind, json(entries)) AS records FROM (
  SELECT kind, json_group_object(key, json(value)) AS entries FROM record
  WHERE n = ? AND kind <> 'deal' GROUP BY kind)`;

function recordsOf(db: SqliteDatabase, id: OnboardingId): ArchivedRun["records"] {
  const row = db.prepare(RECORDS).get(findNumber(db, id));
  const records: ArchivedRun["records"] = row ? JSON.parse(textIn(row, "records")) : {};
  return records;
}

/** Within a write: puts everything back where it was. `false`: it is not in the archive. */
export function bringBack(db: SqliteDatabase, id: OnboardingId): boolean {
  const n = findNumber(db, id);
  const run = readArchived(db, id);
  if (n === null || !run) return false;
  const { rev, head, onboarding } = run.stored;
  db.prepare("UPDATE onboarding SET rev = ?, head = ?, state = ? WHERE n = ?").run(
    rev,
    head,
    JSON.stringify(onboarding),
    n,
  );
  writeCommits(db, n, run.commits);
  writeRecords(db, n, run.records);
  writeEffects(db, n, run.effects);
  writeDeliveries(db, n, run.deliveries);
  db.prepare("DELETE FROM archive WHERE n = ?").run(n);
  return true;
}

function writeCommits(db: SqliteDatabase, n: number, commits: ArchivedRun["commits"]): void {
  const add = db.prepare("INSERT INTO log (place, prev_hash, hash, events) VALUES (?, ?, ?, ?)");
  for (const { rev, prevHash, hash, events } of commits) {
    add.run(logPlace(n, rev), prevHash, hash, JSON.stringify(events));
  }
}

/** What somebody wrote meanwhile is newer. */
function writeRecords(db: SqliteDatabase, n: number, records: ArchivedRun["records"]): void {
  const add = db.prepare("INSERT OR IGNORE INTO record (n, kind, key, value) VALUES (?, ?, ?, ?)");
  for (const [kind, entries] of Object.entries(records)) {
    for (const [key, value] of Object.entries(entries)) add.run(n, kind, key, JSON.stringify(value));
  }
}

function writeEffects(db: SqliteDatabase, n: number, effects: ArchivedRun["effects"]): void {
  const add = db.prepare(
    `INSERT INTO todo (n, key, state, attempts, created_at, settled_at, outcome, last_error, effect)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  for (const { key, state, attempts, createdAt, settledAt, outcome, lastError, effect } of effects) {
    add.run(n, key, state, attempts, createdAt, settledAt, outcome, lastError, JSON.stringify(effect));
  }
  db.prepare("INSERT INTO todo (n, key, due_at, state) VALUES (?, 'clock', NULL, 'clock')").run(n);
}

function writeDeliveries(db: SqliteDatabase, n: number, deliveries: ArchivedRun["deliveries"]): void {
  const add = db.prepare(
    "INSERT INTO delivery (n, effect, attempt, at, status, error) VALUES (?, ?, ?, ?, ?, ?)",
  );
  for (const { effect, attempt, at, status, error } of deliveries) {
    add.run(n, effect, attempt, at, status, error);
  }
}
