import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import type { EngineStore } from "./engine-store.ts";

/** How long AWS keeps a closed execution and its name, in milliseconds. */
export const RETENTION = 90 * 24 * 3600 * 1000;

const BATCH = 200;

/** Removes what has been closed for longer than that. */
export async function forgetClosed(db: SqliteDatabase, store: EngineStore, now: number): Promise<void> {
  for (;;) {
    const old = store.closedBefore(now - RETENTION, BATCH);
    if (old.length > 0) await db.write(() => old.forEach((id) => store.remove(id)));
    if (old.length < BATCH) return;
  }
}
