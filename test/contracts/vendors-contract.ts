import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACME, GLOBEX, makeVendor } from "../make.ts";
import type { OpenStores, Stores } from "./stores.ts";

const acme = makeVendor({ apiKeyDigests: ["digest-1", "digest-2"] });
const globex = makeVendor({ id: GLOBEX, name: "Globex", apiKeyDigests: ["digest-3"] });

/** What every `Vendors` must do. */
export function vendorsContract(open: OpenStores): void {
  describe("vendors", () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    test("are kept, replaced and listed by id", async () => {
      await stores.vendors.put(globex);
      await stores.vendors.put(makeVendor({ name: "Old" }));
      await stores.vendors.put(acme);
      await stores.reopen();
      expect(await stores.vendors.get(ACME)).toEqual(acme);
      expect(await stores.vendors.list()).toEqual([acme, globex]);
    });

    test("can be put back as they were before", async () => {
      const changed = { ...acme, name: "Acme anew" };
      for (const vendor of [acme, changed, acme]) await stores.vendors.put(vendor);
      expect(await stores.vendors.get(ACME)).toEqual(acme);
      await stores.vendors.put(changed);
      expect(await stores.vendors.get(ACME)).toEqual(changed);
    });

    test("are unknown until put", async () => {
      expect(await stores.vendors.get(ACME)).toBeNull();
      expect(await stores.vendors.list()).toEqual([]);
      expect(await stores.vendors.byApiKey("digest-1")).toBeNull();
    });

    test("are found by each key in force, and no longer by one withdrawn", async () => {
      await stores.vendors.put(acme);
      await stores.vendors.put(globex);
      expect(await stores.vendors.byApiKey("digest-2")).toEqual(acme);
      expect(await stores.vendors.byApiKey("digest-3")).toEqual(globex);
      await stores.vendors.put({ ...acme, apiKeyDigests: ["digest-2"] });
      expect(await stores.vendors.byApiKey("digest-1")).toBeNull();
    });

    test("never share a key: the second to bring it is not stored at all", async () => {
      await stores.vendors.put(acme);
      await stores.vendors.put(globex);
      const thief = { ...globex, name: "Thief", apiKeyDigests: ["digest-4", "digest-1"] };
      await expect(stores.vendors.put(thief)).rejects.toBeInstanceOf(Error);
      expect(await stores.vendors.get(GLOBEX)).toEqual(globex);
      expect(await stores.vendors.byApiKey("digest-3")).toEqual(globex);
      expect(await stores.vendors.byApiKey("digest-1")).toEqual(acme);
      expect(await stores.vendors.byApiKey("digest-4")).toBeNull();
    });
  });
}
