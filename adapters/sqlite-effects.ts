import type { Effect, EffectRow } from "../domain/effect.ts";
import { instant, type Instant, type OnboardingId, vendorOf } from "../domain/ids.ts";
import type { DueItem, Effects, Settlement } from "../domain/ports.ts";
import { attemptIn, isUnsettled, parseEffectState } from "./effect-state.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { vendorsIn } from "./sqlite-counts.ts";
import { type OnboardingsOptions, wake } from "./sqlite-onboardings.ts";
import {
  findNumber,
  idIn,
  instantIn,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  type Row,
  textIn,
} from "./sqlite-row.ts";

/** A settled effect has left the due index: its `dueAt` is when it was settled. */
export function sqliteEffects(db: SqliteDatabase, options: Pick<OnboardingsOptions, "onCommit">): Effects {
  return {
    due: async (now, limit) => readDue(db, now, limit),
    dueOf: async (id, now) => readEffects(db, id).filter((row) => isUnsettled(row) && row.dueAt <= now),
    all: async (id) => readEffects(db, id),
    claim: (...[id, key, now, until]) => db.write(() => claim(db, { id, key, now, until })),
    settle: (...[id, key, settlement, at]) => db.write(() => settle(db, { id, key, at }, settlement)),
    giveUp: (...[id, key, error, at]) => db.write(() => giveUp(db, { id, key, at }, error)),
    async postpone(id, from, to) {
      const sql = "UPDATE todo SET due_at = ? WHERE n = ? AND state = 'clock' AND due_at = ?";
      await db.write(() => db.prepare(sql).run(to, findNumber(db, id), from));
    },
    async again(id, key, at) {
      const found = await db.write(() => makeDueAgain(db, { id, key, at }));
      if (found) wake(options, id, null);
      return found;
    },
    failed: async (vendors, limit) =>
      vendorsIn(db, vendors)
        .flatMap((vendor) => db.prepare(FAILED).all(vendor, limit).map(effectIn))
        .toSorted((a, b) => b.dueAt - a.dueAt)
        .slice(0, limit),
  };
}

const COLUMNS = `o.id, t.n, t.key, t.due_at, t.state, t.attempts, t.created_at, t.settled_at, t.outcome,
  t.last_error, t.effect, o.open_stage, o.status`;
const FAILED = `SELECT ${COLUMNS} FROM todo t JOIN onboarding o ON o.n = t.n
  WHERE t.failed_vendor = ? ORDER BY t.settled_at DESC LIMIT ?`;
const ONE = `SELECT ${COLUMNS} FROM onboarding o JOIN todo t ON t.n = o.n AND t.key = ?2
  WHERE o.id = ?1 AND t.state <> 'clock'`;

function effectIn(row: Row): EffectRow {
  const effect: Effect = JSON.parse(textIn(row, "effect"));
  const settledAt = maybeNumberIn(row, "settled_at");
  return {
    onboarding: idIn(row),
    key: textIn(row, "key"),
    effect,
    state: parseEffectState(textIn(row, "state")),
    dueAt: instant(maybeNumberIn(row, "due_at") ?? settledAt ?? 0),
    attempts: numberIn(row, "attempts"),
    createdAt: instantIn(row, "created_at"),
    settledAt: settledAt === null ? null : instant(settledAt),
    outcome: maybeTextIn(row, "outcome"),
    lastError: maybeTextIn(row, "last_error"),
  };
}

function readDue(db: SqliteDatabase, now: Instant, limit: number): readonly DueItem[] {
  return db
    .prepare(
      `SELECT o.id, t.key, t.due_at, t.state FROM todo t INDEXED BY todo_due JOIN onboarding o ON o.n = t.n
       WHERE t.due_at <= ? ORDER BY t.due_at LIMIT ?`,
    )
    .all(now, limit)
    .map((row) => {
      const item = { onboarding: idIn(row), dueAt: instantIn(row, "due_at") };
      return row["state"] === "clock"
        ? { kind: "clock", ...item }
        : { kind: "effect", key: textIn(row, "key"), ...item };
    });
}

/** `10.0.1` comes after `9.2.0`. */
const inOrderOfLog = new Intl.Collator("en", { numeric: true });

export function readEffects(db: SqliteDatabase, id: OnboardingId): readonly EffectRow[] {
  return db
    .prepare(
      `SELECT ${COLUMNS} FROM onboarding o JOIN todo t ON t.n = o.n WHERE o.id = ? AND t.state <> 'clock'`,
    )
    .all(id)
    .map(effectIn)
    .toSorted((a, b) => inOrderOfLog.compare(a.key, b.key));
}

interface Claim {
  readonly id: OnboardingId;
  readonly key: string;
  readonly now: Instant;
  readonly until: Instant;
}

/** Why the mail of a stage is not wanted any more. */
function whyNotSent(effect: Effect, row: Row): string | null {
  if (effect.kind !== "mail" || effect.stage === null) return null;
  if (effect.stage !== row["open_stage"]) return "stage_not_open";
  return row["status"] === "on_hold" ? "on_hold" : null;
}

function claim(db: SqliteDatabase, { id, key, now, until }: Claim): EffectRow | null {
  const row = db.prepare(ONE).get(id, key);
  const found = row ? effectIn(row) : null;
  if (!row || !found || !isUnsettled(found) || found.dueAt > now) return null;
  const { effect, attempts } = found;
  const outcome = whyNotSent(effect, row);
  if (outcome) {
    settle(db, { id, key, at: now }, { state: "dropped", outcome });
    return null;
  }
  db.prepare(
    "UPDATE todo SET state = 'claimed', due_at = ?, attempts = attempts + 1 WHERE n = ? AND key = ?",
  ).run(until, numberIn(row, "n"), key);
  return { ...found, state: "claimed", dueAt: until, attempts: attempts + 1 };
}

interface Moment {
  readonly id: OnboardingId;
  readonly key: string;
  readonly at: Instant;
}

const UNSETTLED = "n = ? AND key = ? AND state IN ('due', 'claimed') AND attempts = coalesce(?, attempts)";

/** Only what is not settled yet: a late answer changes nothing, nor does a late failure what another tries. */
function settle(db: SqliteDatabase, { id, key, at }: Moment, settlement: Settlement): void {
  const n = findNumber(db, id);
  const attempt = attemptIn(settlement);
  if (settlement.state === "due") {
    const sql = `UPDATE todo SET state = 'due', due_at = ?, last_error = ? WHERE ${UNSETTLED}`;
    db.prepare(sql).run(settlement.dueAt, settlement.error, n, key, attempt);
    return;
  }
  const failed = settlement.state === "failed";
  db.prepare(
    `UPDATE todo SET state = ?, due_at = NULL, settled_at = ?, outcome = ?, last_error = coalesce(?, last_error),
       failed_vendor = ? WHERE ${UNSETTLED}`,
  ).run(
    settlement.state,
    at,
    failed ? null : settlement.outcome,
    failed ? settlement.error : null,
    failed ? vendorOf(id) : null,
    n,
    key,
    attempt,
  );
}

function giveUp(db: SqliteDatabase, { id, key, at }: Moment, error: string): boolean {
  const { changes } = db
    .prepare(
      `UPDATE todo SET state = 'failed', due_at = NULL, settled_at = ?, outcome = NULL, last_error = ?,
         failed_vendor = ? WHERE n = ? AND key = ? AND state IN ('due', 'claimed', 'done')`,
    )
    .run(at, error, vendorOf(id), findNumber(db, id), key);
  return changes > 0;
}

function makeDueAgain(db: SqliteDatabase, { id, key, at }: Moment): boolean {
  const { changes } = db
    .prepare(
      `UPDATE todo SET state = 'due', due_at = ?, settled_at = NULL, outcome = NULL, failed_vendor = NULL
       WHERE n = ? AND key = ? AND state IN ('failed', 'done')`,
    )
    .run(at, findNumber(db, id), key);
  return changes > 0;
}
