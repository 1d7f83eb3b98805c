import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inBoth, makeProgram } from "../make-program.ts";
import type { OpenStores, Stores } from "./stores.ts";

const one = makeProgram({ version: "1".repeat(64) });
const two = makeProgram({ version: "2".repeat(64), name: inBoth("Reseller program, second edition") });

/** What every `Programs` must do, and `publish` beside it. */
export function programsContract(open: OpenStores): void {
  describe("programs", () => {
    let stores: Stores;
    beforeEach(async () => {
      stores = await open();
    });
    afterEach(() => stores.close());

    test("are current as last published, and old versions stay", async () => {
      expect(await stores.programs.publish(two)).toBe(true);
      expect(await stores.programs.publish(one)).toBe(true);
      await stores.reopen();
      expect(await stores.programs.current("reseller")).toEqual(one);
      expect(await stores.programs.version("reseller", two.version)).toEqual(two);
    });

    test("stay in their place when a known version is published again", async () => {
      await stores.programs.publish(one);
      await stores.programs.publish(two);
      expect(await stores.programs.publish(one)).toBe(false);
      expect(await stores.programs.current("reseller")).toEqual(two);
    });

    test("never change: another content under a known version is refused", async () => {
      await stores.programs.publish(one);
      await expect(stores.programs.publish({ ...two, version: one.version })).rejects.toThrow(one.version);
      expect(await stores.programs.current("reseller")).toEqual(one);
    });

    test("are listed once each, in their current version", async () => {
      await stores.programs.publish(one);
      await stores.programs.publish(makeProgram({ id: "msp", version: one.version }));
      await stores.programs.publish(two);
      expect(await stores.programs.list()).toEqual([
        { id: "msp", version: one.version },
        { id: "reseller", version: two.version },
      ]);
    });

    test("are unknown until published", async () => {
      await stores.programs.publish(one);
      expect(await stores.programs.current("msp")).toBeNull();
      expect(await stores.programs.version("reseller", two.version)).toBeNull();
      expect(await stores.programs.version("msp", one.version)).toBeNull();
    });
  });
}
