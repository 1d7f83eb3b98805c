import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Delivery } from "../../domain/world.ts";
import { after, makeOnboarding, T0 } from "../make.ts";
import { type OpenStores, saveNext, type Stores } from "./stores.ts";

const onboarding = makeOnboarding();
const failed: Delivery = {
  onboarding: onboarding.id,
  effect: "1.0.1",
  attempt: 1,
  at: T0,
  status: null,
  error: "no answer within 5 s",
};
const accepted: Delivery = { ...failed, attempt: 2, at: after(1000), status: 204, error: null };

/** What every `Deliveries` must do. */
export function deliveriesContract(open: OpenStores): void {
  describe("deliveries", () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
      await saveNext(stores, onboarding);
    });
    afterEach(() => stores.close());

    test("are kept, each try by itself, oldest first", async () => {
      await stores.deliveries.add(accepted);
      await stores.deliveries.add(failed);
      await stores.reopen();
      expect(await stores.deliveries.of(onboarding.id)).toEqual([failed, accepted]);
    });

    test("are one when the same try is told twice", async () => {
      await stores.deliveries.add(failed);
      await stores.deliveries.add(failed);
      expect(await stores.deliveries.of(onboarding.id)).toEqual([failed]);
    });

    test("are none before the first try", async () => {
      expect(await stores.deliveries.of(onboarding.id)).toEqual([]);
    });
  });
}
