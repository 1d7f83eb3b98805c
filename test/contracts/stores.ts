import { expect } from "vitest";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Commit, Effects, Onboardings, Snapshots, Tasks } from "../../domain/ports.ts";
import type { Deliveries, Programs, Vendors } from "../../domain/world.ts";
import type { Program } from "../../domain/program.ts";
import { ACME, GLOBEX, makeCommit, makeVendor } from "../make.ts";

/** What an adapter's test hands to the contracts: an empty store, all ports on the same data. */
export interface Stores {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly tasks: Tasks;
  readonly vendors: Vendors;
  readonly programs: Programs & { publish(program: Program): Promise<boolean> };
  readonly deliveries: Deliveries;
  readonly snapshots: Snapshots;
  /** What is stored of it cannot be read any more, as after a fault of ours, or in an older version. */
  garble(id: OnboardingId): Promise<void>;
  /** Closes the store and opens it again, if it can outlive that. The ports are new ones afterwards. */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

type StorePorts = Omit<Stores, "garble" | "reopen" | "close">;

/** The ports of whichever store is the one now. */
export const portsOf = (now: () => StorePorts): StorePorts => ({
  get onboardings() {
    return now().onboardings;
  },
  get effects() {
    return now().effects;
  },
  get tasks() {
    return now().tasks;
  },
  get vendors() {
    return now().vendors;
  },
  get programs() {
    return now().programs;
  },
  get deliveries() {
    return now().deliveries;
  },
  get snapshots() {
    return now().snapshots;
  },
});

export type OpenStores = () => Promise<Stores>;

/** With two vendors in it: "all" means those there are. */
export async function openWithVendors(open: OpenStores): Promise<Stores> {
  const stores = await open();
  await stores.vendors.put(makeVendor({ id: ACME, apiKeyDigests: ["digest-of-acme"] }));
  await stores.vendors.put(makeVendor({ id: GLOBEX, apiKeyDigests: ["digest-of-globex"] }));
  return stores;
}

/** Saves the next commit of an onboarding, whatever its rev is. */
export async function saveNext(
  stores: Stores,
  onboarding: Onboarding,
  changes: Partial<Commit> = {},
): Promise<void> {
  const stored = await stores.onboardings.load(onboarding.id);
  const commit = makeCommit(onboarding, { rev: (stored?.rev ?? 0) + 1, ...changes });
  expect(await stores.onboardings.save(commit)).toBe("saved");
}
