import type { Instant } from "../domain/ids.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

const RELEASE = `UPDATE todo SET state = 'due', due_at = ?1
  WHERE due_at IS NOT NULL AND state = 'claimed' AND (?2 OR effect NOT LIKE '{"kind":"mail",%')`;

/**
 * Frees what a process had claimed that is gone; only for the file's sole owner, before it starts. Mails stay claimed
 * unless the mailer can tell a repeat (`mails`): one may have gone out with the crash.
 */
export async function releaseClaims(
  db: SqliteDatabase,
  now: Instant,
  { mails }: { readonly mails: boolean },
): Promise<void> {
  await db.write(() => db.prepare(RELEASE).run(now, mails ? 1 : 0));
}
