import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe } from "vitest";
import type { OnboardingId } from "../../domain/ids.ts";
import { openSqliteStore, type SqliteStore } from "../../adapters/sqlite-store.ts";
import { type OpenStores, portsOf, type Stores } from "../contracts/stores.ts";
import { testHmac } from "../make.ts";

function stores(open: () => SqliteStore, lasting: boolean, clean: () => void): Stores {
  let store = open();
  return Object.assign(
    portsOf(() => store),
    {
      async garble(id: OnboardingId) {
        store.database.prepare("UPDATE onboarding SET summary = '{' WHERE id = ?").run(id);
      },
      async reopen() {
        if (!lasting) return;
        store.close();
        store = open();
      },
      async close() {
        store.close();
        clean();
      },
    },
  );
}

const inMemory: OpenStores = async () =>
  stores(
    () => openSqliteStore({ file: ":memory:", hmac: testHmac }),
    false,
    () => {},
  );

const onDisk: OpenStores = async () => {
  const folder = mkdtempSync(join(tmpdir(), "sqlite-store-"));
  const open = () =>
    openSqliteStore({ file: join(folder, "onboarding.db"), hmac: testHmac, soleOwner: true });
  return stores(open, true, () => rmSync(folder, { recursive: true }));
};

/** Runs a contract in memory, and on disk with the store reopened in the middle. */
export function onSqlite(contract: (open: OpenStores) => void): void {
  describe("in memory", () => {
    contract(inMemory);
  });
  describe("on disk", () => {
    contract(onDisk);
  });
}
