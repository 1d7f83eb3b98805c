import { join } from "node:path";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../adapters/sqlite-store.ts";
import type { Hmac } from "../../domain/world.ts";

/** Changes what a data folder holds while no server runs on it. */
export async function withStore(
  folder: string,
  work: (store: SqliteStore, hmac: Hmac) => Promise<void>,
): Promise<void> {
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  try {
    await work(store, hmac);
  } finally {
    store.close();
  }
}
