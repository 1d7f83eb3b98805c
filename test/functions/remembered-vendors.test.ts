import { expect, test } from "vitest";
import type { Instant, VendorId } from "../../domain/ids.ts";
import type { Vendor } from "../../domain/vendor.ts";
import { rememberedVendors } from "../../functions/remembered-vendors.ts";
import { ACME, after, makeVendor, T0 } from "../make.ts";

function world() {
  const kept = new Map<VendorId, Vendor>([[ACME, makeVendor()]]);
  const asked: VendorId[] = [];
  let now: Instant = T0;
  const { vendors } = rememberedVendors({
    clock: () => now,
    vendors: {
      get: async (id) => (asked.push(id), kept.get(id) ?? null),
      byApiKey: async () => null,
      list: async () => [...kept.values()],
      put: async (vendor) => void kept.set(vendor.id, vendor),
    },
  });
  return { vendors, asked, at: (moment: Instant) => (now = moment) };
}

test("a vendor is read once for all that happens within a second", async () => {
  const { vendors, asked, at } = world();
  await vendors.get(ACME);
  at(after(999));
  expect(await vendors.get(ACME)).toEqual(makeVendor());
  expect(asked).toEqual([ACME]);
});

test("a vendor that was changed is as it is now a second later", async () => {
  const { vendors, at } = world();
  await vendors.get(ACME);
  await vendors.put({ ...makeVendor(), name: "Acme and Sons" });
  at(after(1000));
  expect(await vendors.get(ACME)).toMatchObject({ name: "Acme and Sons" });
});
