import type { Effects, Onboardings, Snapshots, Tasks } from "../domain/ports.ts";
import type { Deliveries, Vendors } from "../domain/world.ts";
import { withArchive } from "./sqlite-archived.ts";
import { openSqliteDatabase, type SqliteDatabase, type SqliteOptions } from "./sqlite-database.ts";
import { sqliteDeliveries } from "./sqlite-deliveries.ts";
import { sqliteEffects } from "./sqlite-effects.ts";
import { type Journal, sqliteJournal } from "./sqlite-journal.ts";
import { type OnboardingsOptions, sqliteOnboardings } from "./sqlite-onboardings.ts";
import { type ProgramStore, sqlitePrograms } from "./sqlite-programs.ts";
import { ONBOARDING_MIGRATIONS } from "./sqlite-schema.ts";
import { sqliteSnapshots } from "./sqlite-snapshots.ts";
import { sqliteTasks } from "./sqlite-tasks.ts";
import { sqliteVendors } from "./sqlite-vendors.ts";

export interface SqliteStore {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly tasks: Tasks;
  readonly vendors: Vendors;
  readonly programs: ProgramStore;
  readonly deliveries: Deliveries;
  readonly snapshots: Snapshots;
  readonly journal: Journal;
  readonly database: SqliteDatabase;
  close(): void;
}

type StoreOptions = Omit<SqliteOptions, "migrations"> & OnboardingsOptions;

/**
 * The undo pages of each savepoint would else go through a temporary file; and starts touch pages all over the trees,
 * which are written once where they meet again in the cache and in a longer log.
 */
const TUNING = ["temp_store = MEMORY", "cache_size = -32768", "wal_autocheckpoint = 4000"];

/** All ports on one file (`onboarding.db`, or ":memory:"). Throws `DatabaseFault` when it cannot be opened. */
export function openSqliteStore(options: StoreOptions): SqliteStore {
  const { hmac, onCommit, ...file } = options;
  const database = openSqliteDatabase({ ...file, migrations: ONBOARDING_MIGRATIONS });
  for (const pragma of TUNING) database.prepare(`PRAGMA ${pragma}`).get();
  return {
    ...withArchive(database, {
      onboardings: sqliteOnboardings(database, { hmac, onCommit }),
      effects: sqliteEffects(database, { onCommit }),
      deliveries: sqliteDeliveries(database),
    }),
    tasks: sqliteTasks(database),
    vendors: sqliteVendors(database),
    programs: sqlitePrograms(database),
    snapshots: sqliteSnapshots(database),
    journal: sqliteJournal(database, { hmac, onCommit }),
    database,
    close: () => database.close(),
  };
}
