import { describe } from "vitest";
import { memoryStore } from "../../../bench/simulation/memory-store.ts";
import type { MemoryStore } from "../../../bench/simulation/memory-store.ts";
import { deliveriesContract } from "../../contracts/deliveries-contract.ts";
import { effectsContract } from "../../contracts/effects-contract.ts";
import { settlingContract } from "../../contracts/settling-contract.ts";
import { recordsContract } from "../../contracts/records-contract.ts";
import { snapshotsContract } from "../../contracts/snapshots-contract.ts";
import type { OpenStores, Stores } from "../../contracts/stores.ts";
import { tasksContract } from "../../contracts/tasks-contract.ts";
import { openSqliteStore } from "../../../adapters/sqlite-store.ts";
import { testHmac } from "../../make.ts";

/** Vendors and programs stand still in a simulation: theirs are the real ones. */
const inMemory: OpenStores = async () => {
  const store: MemoryStore = memoryStore(() => {});
  const still = openSqliteStore({ file: ":memory:", hmac: testHmac });
  const { vendors, programs } = still;
  return {
    ...store,
    vendors,
    programs,
    garble: () => Promise.reject(new Error("what is in memory can be read")),
    reopen: async () => {},
    close: async () => still.close(),
  } satisfies Stores;
};

describe("the simulation's store does as the real ones do", () => {
  effectsContract(inMemory);
  settlingContract(inMemory);
  tasksContract(inMemory);
  recordsContract(inMemory);
  snapshotsContract(inMemory);
  deliveriesContract(inMemory);
});
