import type { Instant, OnboardingId } from "../domain/ids.ts";
import { STATUSES } from "../domain/onboarding.ts";
import { putAway } from "./sqlite-archive.ts";
import { isOpenStatus } from "./open-status.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { readCommits } from "./sqlite-onboardings.ts";
import { idIn, numberIn } from "./sqlite-row.ts";

const CLOSED = STATUSES.filter((status) => !isOpenStatus(status))
  .map((status) => `'${status}'`)
  .join(", ");

/** Closed, and nothing is to come, to be done or to be looked at. */
const QUIET = `SELECT o.n, o.id, o.rev FROM todo t INDEXED BY todo_quiet JOIN onboarding o ON o.n = t.n
  WHERE t.state = 'clock' AND t.due_at IS NULL AND t.n > ? AND t.n <= ? AND o.started_at < ?
    AND o.status IN (${CLOSED}) AND o.waiting_since IS NULL
    AND NOT EXISTS (SELECT 1 FROM todo e WHERE e.n = t.n AND e.state NOT IN ('clock', 'done', 'dropped'))
    AND NOT EXISTS (SELECT 1 FROM task WHERE task.n = t.n)
  ORDER BY t.n LIMIT ?`;

interface Quiet {
  readonly n: number;
  readonly id: OnboardingId;
  readonly rev: number;
}

interface Range {
  readonly above: number;
  readonly upTo: number;
  readonly before: Instant;
  readonly limit: number;
}

const findQuiet = (db: SqliteDatabase, { above, upTo, before, limit }: Range): Quiet[] =>
  db
    .prepare(QUIET)
    .all(above, upTo, before, limit)
    .map((row) => ({ n: numberIn(row, "n"), id: idIn(row), rev: numberIn(row, "rev") }));

function isSilentSince(db: SqliteDatabase, { id, rev }: Quiet, before: Instant): boolean {
  const [last] = readCommits(db, id, { afterRev: rev - 1, limit: 1 });
  return last?.events.every(({ at }) => at < before) ?? false;
}

const BATCH = 100;

/**
 * Moves into the archive what has been over, with nothing more to come, since before that time: closed, no clock, all
 * effects done, nothing on the work list, the last commit older. One after the other, each in a transaction of its own,
 * so that nobody waits; `goesOn` is asked before each. Returns how many.
 */
export async function archiveQuiet(
  db: SqliteDatabase,
  before: Instant,
  goesOn: () => boolean = () => true,
): Promise<number> {
  let archived = 0;
  let above = 0;
  for (;;) {
    const batch = findQuiet(db, { above, upTo: Number.MAX_SAFE_INTEGER, before, limit: BATCH });
    for (const run of batch) {
      if (!goesOn()) return archived;
      if (isSilentSince(db, run, before) && (await archiveOne(db, run, before))) archived++;
    }
    above = batch.at(-1)?.n ?? above;
    if (batch.length < BATCH) return archived;
  }
}

/** Looks again within the write: somebody may have made an effect due meanwhile. */
const archiveOne = (db: SqliteDatabase, { n, id }: Quiet, before: Instant): Promise<boolean> =>
  db.write(() => {
    const [still] = findQuiet(db, { above: n - 1, upTo: n, before, limit: 1 });
    return still !== undefined && isSilentSince(db, still, before) && putAway(db, id);
  });
