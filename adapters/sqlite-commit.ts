import { type OnboardingId, vendorOf } from "../domain/ids.ts";
import { openStage } from "../domain/onboarding.ts";
import type { Commit, InboxRow, SaveOutcome } from "../domain/ports.ts";
import type { Summary } from "../domain/summary.ts";
import { isOpenStatus } from "./open-status.ts";
import { insertRows, type SqliteDatabase } from "./sqlite-database.ts";
import { addRecords, type Owner, replaceRecord } from "./sqlite-records.ts";
import { numberIn, numberOf, type Row, textIn } from "./sqlite-row.ts";
import { enterNow } from "./sqlite-search.ts";

/** Within a write: the commit as a whole, or nothing and why. */
export function saveCommit(db: SqliteDatabase, commit: Commit): SaveOutcome {
  const { onboarding, effects, inbox } = commit;
  if (effects.some((effect) => effect.onboarding !== onboarding.id)) throw foreign(onboarding.id);
  if (inbox && inbox.onboarding !== onboarding.id) throw foreign(onboarding.id);
  return commit.item.rev === 1 ? saveFirst(db, commit) : saveNext(db, commit);
}

const foreign = (id: OnboardingId): Error => new Error(`A commit of ${id} carries another onboarding's row.`);

function saveFirst(db: SqliteDatabase, commit: Commit): SaveOutcome {
  const { onboarding, records, inbox } = commit;
  if (inbox && isSeen(db, inbox)) return "webhook_seen";
  const { id, externalPartnerId, program } = onboarding;
  const last = latestRow(db, [vendorOf(id), externalPartnerId, program.id]);
  if (last && isOpenStatus(textIn(last, "status"))) return "already_open";
  if (last && numberIn(last, "ordinal") >= onboarding.ordinal) return "stale";

  const n = insertState(db, commit);
  if (n === null) return "stale";
  const owner = { id, n };
  addRecords(db, owner, records);
  if (inbox) insertInbox(db, inbox, n);
  addRows(db, owner, commit);
  enterNow(db, n);
  return "saved";
}

function saveNext(db: SqliteDatabase, commit: Commit): SaveOutcome {
  const { onboarding, item, records } = commit;
  const before = db
    .prepare("SELECT n, rev, head, status, stage, attention, waiting_since FROM onboarding WHERE id = ?")
    .get(onboarding.id);
  if (!before || before["rev"] !== item.rev - 1 || before["head"] !== item.prevHash) return "stale";

  const owner = { id: onboarding.id, n: numberIn(before, "n") };
  updateState(db, commit, before);
  for (const record of records) replaceRecord(db, owner, record);
  addRows(db, owner, commit);
  return "saved";
}

/** `place` is vendor, external partner id, program. */
export const latestRow = (db: SqliteDatabase, place: readonly [string, string, string]): Row | undefined =>
  db
    .prepare(
      `SELECT id, ordinal, status FROM onboarding WHERE vendor = ? AND external_id = ? AND program = ?
       ORDER BY ordinal DESC LIMIT 1`,
    )
    .get(...place);

/** The columns the lists filter and sort by. */
function listed({ status, stage, attention }: Summary) {
  const kinds = [...new Set(attention.map(({ kind }) => kind))];
  return {
    status,
    stage: stage ?? "",
    attention: kinds.length > 0 ? `,${kinds.join(",")},` : "",
    waitingSince: attention.length > 0 ? Math.min(...attention.map(({ since }) => since)) : null,
  };
}

/** Without what has a column of its own. */
export type PackedSummary = Omit<Summary, "id" | "externalPartnerId" | "program" | "startedAt">;

function packed(summary: Summary): string {
  const { id: _id, externalPartnerId: _external, program: _program, startedAt: _started, ...rest } = summary;
  const kept: PackedSummary = rest;
  return JSON.stringify(kept);
}

function insertState(db: SqliteDatabase, { onboarding, item, summary }: Commit): number | null {
  const { status, stage, attention, waitingSince } = listed(summary);
  const { changes, lastInsertRowid } = db
    .prepare(
      `INSERT INTO onboarding (id, vendor, external_id, program, ordinal, started_at, status, stage, attention,
         waiting_since, open_stage, rev, head, summary, state)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
    )
    .run(
      onboarding.id,
      vendorOf(onboarding.id),
      onboarding.externalPartnerId,
      onboarding.program.id,
      onboarding.ordinal,
      onboarding.startedAt,
      status,
      stage,
      attention,
      waitingSince,
      openStage(onboarding),
      item.hash,
      packed(summary),
      JSON.stringify(onboarding),
    );
  return changes === 0 ? null : Number(lastInsertRowid);
}

function updateState(db: SqliteDatabase, { onboarding, item, summary }: Commit, before: Row): void {
  const n = numberIn(before, "n");
  const { status, stage, attention, waitingSince } = listed(summary);
  db.prepare(
    "UPDATE onboarding SET open_stage = ?, rev = ?, head = ?, summary = ?, state = ? WHERE n = ?",
  ).run(openStage(onboarding), item.rev, item.hash, packed(summary), JSON.stringify(onboarding), n);

  // Apart, because naming an indexed column rewrites its index even when the value stays the same.
  const same =
    before["status"] === status &&
    before["stage"] === stage &&
    before["attention"] === attention &&
    before["waiting_since"] === waitingSince;
  if (same) return;
  db.prepare("UPDATE onboarding SET status = ?, stage = ?, attention = ?, waiting_since = ? WHERE n = ?").run(
    status,
    stage,
    attention,
    waitingSince,
    n,
  );
}

const REVS = 2 ** 20;
/** Where a commit stands in the log. */
export const logPlace = (n: number, rev: number): number => n * REVS + rev;

function addRows(db: SqliteDatabase, { n }: Owner, { item, effects, dueAt }: Commit): void {
  db.prepare("INSERT INTO log (place, prev_hash, hash, events) VALUES (?, ?, ?, ?)").run(
    logPlace(n, item.rev),
    item.prevHash,
    item.hash,
    JSON.stringify(item.events),
  );
  const rows = effects.map(({ key, dueAt: at, createdAt, effect }) => [
    n,
    key,
    at,
    "due",
    createdAt,
    JSON.stringify(effect),
  ]);
  const isFirst = item.rev === 1;
  const clock = isFirst && dueAt !== null ? [[n, CLOCK, dueAt, CLOCK, null, null]] : [];
  insertRows(db, "INSERT INTO todo (n, key, due_at, state, created_at, effect) VALUES", [...rows, ...clock]);
  if (isFirst) return;
  db.prepare(
    `INSERT INTO todo (n, key, due_at, state) VALUES (?, 'clock', ?, 'clock')
     ON CONFLICT DO UPDATE SET due_at = excluded.due_at WHERE due_at IS NOT excluded.due_at`,
  ).run(n, dueAt);
}

const CLOCK = "clock";

export const isSeen = (
  db: SqliteDatabase,
  { vendor, webhookId }: Pick<InboxRow, "vendor" | "webhookId">,
): boolean =>
  db.prepare("SELECT 1 FROM inbox WHERE vendor = ? AND webhook_id = ?").get(vendor, webhookId) !== undefined;

export const findInbox = (db: SqliteDatabase, vendor: string, webhookId: string): Row | undefined =>
  db
    .prepare(
      `SELECT i.at, i.body_hash, i.answer, o.id FROM inbox i JOIN onboarding o ON o.n = i.n
       WHERE i.vendor = ? AND i.webhook_id = ?`,
    )
    .get(vendor, webhookId);

function insertInbox(db: SqliteDatabase, row: InboxRow, n: number): boolean {
  if (row.vendor !== vendorOf(row.onboarding)) throw foreign(row.onboarding);
  const { changes } = db
    .prepare(
      `INSERT INTO inbox (vendor, webhook_id, n, at, body_hash, answer) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    )
    .run(row.vendor, row.webhookId, n, row.at, row.bodyHash, row.answer);
  return changes > 0;
}

/** Within a write: only the inbox row. `false` when that webhook was seen before. */
export const acknowledgeWebhook = (db: SqliteDatabase, row: InboxRow): boolean =>
  insertInbox(db, row, numberOf(db, row.onboarding));
