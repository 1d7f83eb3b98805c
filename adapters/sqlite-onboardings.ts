import { setImmediate } from "node:timers/promises";
import type { DealForm } from "../domain/deal.ts";
import type { DuplicateCandidate } from "../domain/duplicate.ts";
import type { OnboardingId, VendorId } from "../domain/ids.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import type { CommitItem, Head, InboxRow, Onboardings, Stored } from "../domain/ports.ts";
import type { Hmac } from "../domain/world.ts";
import { isOpenStatus } from "./open-status.ts";
import { dealTerm } from "./search-terms.ts";
import { acknowledgeWebhook, findInbox, latestRow, logPlace, saveCommit } from "./sqlite-commit.ts";
import { ARCHIVED_REV } from "./sqlite-archive-table.ts";
import { countOnboardings } from "./sqlite-counts.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { listOnboardings } from "./sqlite-listing.ts";
import { addAnswers, readRecord, readRecords, replaceRecord } from "./sqlite-records.ts";
import { findNumber, idIn, instantIn, numberIn, numberOf, type Row, textIn } from "./sqlite-row.ts";
import { enterAll } from "./sqlite-search.ts";

/** `head`: where the log stands now; `null` when only an effect was made due again. */
export type OnCommit = (id: OnboardingId, head: Head | null) => void;

export interface OnboardingsOptions {
  readonly hmac: Hmac;
  /** Called once a commit is on disk; wakes `dispatch`. What it throws is nobody's business here. */
  readonly onCommit?: OnCommit | undefined;
}

/** Lists throw `BadCursor` for a cursor that is not theirs. */
export function sqliteOnboardings(db: SqliteDatabase, options: OnboardingsOptions): Onboardings {
  return {
    load: async (id) => readState(db, id),
    async save(commit) {
      const outcome = await db.write(() => saveCommit(db, commit));
      const { rev, hash } = commit.item;
      if (outcome === "saved") wake(options, commit.onboarding.id, { rev, head: hash });
      return outcome;
    },
    commits: async (id, afterRev, limit) => readCommits(db, id, { afterRev, limit }),

    inbox: async (vendor, webhookId) => readInbox(db, vendor, webhookId),
    async latest(vendor, program, externalPartnerId) {
      const row = latestRow(db, [vendor, externalPartnerId, program]);
      return row
        ? { id: idIn(row), ordinal: numberIn(row, "ordinal"), open: isOpenStatus(textIn(row, "status")) }
        : null;
    },
    acknowledge: (row) => db.write(() => acknowledgeWebhook(db, row)),

    async record(id, kind, key) {
      const n = findNumber(db, id);
      return n === null ? null : readRecord(db, n, { kind, key });
    },
    records: async (id, kind) => readRecords(db, id, kind),
    putRecord: (id, write) => db.write(() => replaceRecord(db, { id, n: numberOf(db, id) }, write)),
    saveAnswers: (id, saved) => db.write(() => addAnswers(db, { id, n: numberOf(db, id) }, saved)),

    async list(query) {
      // Who goes on from page to page would else keep everybody waiting until the last one.
      if (query.cursor !== undefined) await setImmediate();
      if (query.search?.trim()) await enterAll(db);
      return listOnboardings(db, options.hmac, query);
    },
    counts: async (vendors) => countOnboardings(db, vendors),
    async dealsLike(vendor, keys) {
      await enterAll(db);
      return readDealsLike(db, vendor, keys);
    },
  };
}

/** A commit stands whatever becomes of the wake-up: `tick` finds what was not woken. */
export function wake(
  { onCommit }: Pick<OnboardingsOptions, "onCommit">,
  id: OnboardingId,
  head: Head | null,
): void {
  try {
    onCommit?.(id, head);
  } catch {}
}

/** `null` also for one whose rows are in the archive. */
export function readState(db: SqliteDatabase, id: OnboardingId): Stored | null {
  const row = db.prepare("SELECT rev, head, state FROM onboarding WHERE id = ?").get(id);
  if (!row || row["rev"] === ARCHIVED_REV) return null;
  const onboarding: Onboarding = JSON.parse(textIn(row, "state"));
  return {
    onboarding,
    rev: numberIn(row, "rev"),
    head: textIn(row, "head"),
  };
}

export function readCommits(
  db: SqliteDatabase,
  id: OnboardingId,
  { afterRev, limit }: { readonly afterRev: number; readonly limit: number },
): readonly CommitItem[] {
  const n = findNumber(db, id);
  if (n === null) return [];
  return db
    .prepare(
      "SELECT place, prev_hash, hash, events FROM log WHERE place > ? AND place < ? ORDER BY place LIMIT ?",
    )
    .all(logPlace(n, afterRev), logPlace(n + 1, 0), limit)
    .map((row) => {
      const events: CommitItem["events"] = JSON.parse(textIn(row, "events"));
      const rev = numberIn(row, "place") - logPlace(n, 0);
      return { rev, prevHash: textIn(row, "prev_hash"), hash: textIn(row, "hash"), events };
    });
}

function readInbox(db: SqliteDatabase, vendor: VendorId, webhookId: string): InboxRow | null {
  const row = findInbox(db, vendor, webhookId);
  if (!row) return null;
  return {
    vendor,
    webhookId,
    bodyHash: textIn(row, "body_hash"),
    onboarding: idIn(row),
    answer: textIn(row, "answer"),
    at: instantIn(row, "at"),
  };
}

/** A registration that has ended stands in nobody's way. */
const DEALS_LIKE = `SELECT o.id, r.key AS number, r.value AS form
  FROM search s JOIN onboarding o ON o.n = s.n
  JOIN record r ON r.n = s.n AND r.kind = 'deal' AND r.key = substr(s.source, length('deal/') + 1)
  WHERE s.vendor = ? AND s.term = ? AND EXISTS (
    SELECT 1 FROM json_each(o.state, '$.deals') d
    WHERE d.value ->> 'number' = CAST(r.key AS INTEGER) AND d.value ->> 'stage' <> 'lost'
      AND d.value ->> 'review' NOT IN ('rejected', 'withdrawn', 'expired'))`;

function readDealsLike(
  db: SqliteDatabase,
  vendor: VendorId,
  keys: readonly string[],
): readonly DuplicateCandidate[] {
  const rows = keys.flatMap((key) => db.prepare(DEALS_LIKE).all(vendor, dealTerm(key)));
  return [...new Map(rows.map(candidateIn)).values()];
}

function candidateIn(row: Row): [string, DuplicateCandidate] {
  const record = `${idIn(row)}#${textIn(row, "number")}`;
  const form: DealForm = JSON.parse(textIn(row, "form"));
  const { customerName, customerDomain, customerCountry } = form;
  return [record, { record, customerName, customerDomain, customerCountry }];
}
