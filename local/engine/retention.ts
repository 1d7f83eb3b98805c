import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import type { EngineStore } from "./engine-store.ts";

/** How long AWS keeps a closed execution and its name, in milliseconds. */
export const NINETY_DAYS = 90 * 24 * 3600 * 1000;

const BATCH = 200;

/** Removes what had been closed at that time, in milliseconds since the epoch. */
export async function forgetClosed(db: SqliteDatabase, store: EngineStore, until: number): Promise<void> {
  for (;;) {
    const old = store.closedBefore(until, BATCH);
    if (old.length > 0) await db.write(() => old.forEach((id) => store.remove(id)));
    if (old.length < BATCH) return;
  }
}
