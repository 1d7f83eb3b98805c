import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ACME, GLOBEX, makeFunnel } from "../make.ts";
import type { OpenStores, Stores } from "./stores.ts";

/** What every `Snapshots` must do. */
export function snapshotsContract(open: OpenStores): void {
  describe("snapshots", () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    test("are each vendor's own, and the last one counts", async () => {
      await stores.snapshots.put(ACME, makeFunnel());
      await stores.snapshots.put(ACME, makeFunnel({ started: 4 }));
      await stores.reopen();
      expect(await stores.snapshots.get(ACME)).toEqual(makeFunnel({ started: 4 }));
      expect(await stores.snapshots.get(GLOBEX)).toBeNull();
    });

    test("keep marks by name", async () => {
      expect(await stores.snapshots.mark("closed_since")).toBeNull();
      await stores.snapshots.putMark("closed_since", "1");
      await stores.snapshots.putMark("closed_since", "2");
      await stores.snapshots.putMark("other", "3");
      await stores.reopen();
      expect(await stores.snapshots.mark("closed_since")).toBe("2");
    });

    test("list marks by how their names begin", async () => {
      await stores.snapshots.putMark("revoked/acme/b", "2");
      await stores.snapshots.putMark("revoked/acme/a", "1");
      await stores.snapshots.putMark("revoked/acme%", "3");
      expect(await stores.snapshots.marks("revoked/acme/")).toEqual([
        { name: "revoked/acme/a", value: "1" },
        { name: "revoked/acme/b", value: "2" },
      ]);
      expect(await stores.snapshots.marks("nothing")).toEqual([]);
    });
  });
}
