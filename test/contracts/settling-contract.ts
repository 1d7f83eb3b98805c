import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { EffectRow } from "../../domain/effect.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { Settlement } from "../../domain/ports.ts";
import { after, DAY, GLOBEX, HOUR, makeEffect, makeOnboarding, T0 } from "../make.ts";
import { type OpenStores, openWithVendors, saveNext, type Stores } from "./stores.ts";

const first = makeOnboarding();
const other = makeOnboarding({ id: onboardingId(GLOBEX, "partner00002"), externalPartnerId: "crm-2" });
const MINUTE = HOUR / 60;

/** What every `Effects` must make of what became of a try. */
export function settlingContract(open: OpenStores): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openWithVendors(open);
  });
  afterEach(() => stores.close());

  const start = (...effects: EffectRow[]) => saveNext(stores, first, { effects });
  const only = async (): Promise<EffectRow | undefined> => (await stores.effects.all(first.id))[0];
  const claim = (key = "1.0.0", now = T0) => stores.effects.claim(first.id, key, now, after(5 * MINUTE, now));
  const settle = (settlement: Settlement, at = after(MINUTE)) =>
    stores.effects.settle(first.id, "1.0.0", settlement, at);
  const giveUp = (key = "1.0.0") => stores.effects.giveUp(first.id, key, "bounced", after(HOUR));

  describe("settling", () => {
    test("puts off what did not work, with the reason", async () => {
      await start(makeEffect(first));
      await claim();
      await settle({ state: "due", dueAt: after(HOUR), error: "timed out" });
      expect(await only()).toMatchObject({
        state: "due",
        dueAt: after(HOUR),
        lastError: "timed out",
        attempts: 1,
      });
      expect(await claim("1.0.0", after(HOUR - 1))).toBeNull();
      expect(await claim("1.0.0", after(HOUR))).toMatchObject({ attempts: 2, lastError: "timed out" });
    });

    test("stays as it is when an answer comes late", async () => {
      await start(makeEffect(first));
      await settle({ state: "done", outcome: "sent" });
      const before = await only();
      await settle({ state: "due", dueAt: T0, error: "timed out" }, after(HOUR));
      await settle({ state: "failed", error: "timed out" }, after(HOUR));
      expect(await only()).toEqual(before);
      expect(await stores.effects.due(after(DAY), 10)).toEqual([]);
    });

    test("leaves a later try alone when an earlier one tells at last that it failed", async () => {
      await start(makeEffect(first));
      await claim();
      await claim("1.0.0", after(5 * MINUTE));
      const later = await only();
      expect(later).toMatchObject({ state: "claimed", attempts: 2 });
      await settle({ state: "due", dueAt: T0, error: "timed out", attempt: 1 }, after(HOUR));
      await settle({ state: "failed", error: "timed out", attempt: 1 }, after(HOUR));
      expect(await only()).toEqual(later);
      await settle({ state: "failed", error: "refused", attempt: 2 }, after(HOUR));
      expect(await only()).toMatchObject({ state: "failed", lastError: "refused" });
    });

    test("believes an earlier try that it was done", async () => {
      await start(makeEffect(first));
      await claim();
      await claim("1.0.0", after(5 * MINUTE));
      await settle({ state: "done", outcome: "sent" }, after(HOUR));
      expect(await only()).toMatchObject({ state: "done", outcome: "sent" });
    });
  });

  describe("giving up", () => {
    test.each<[string, () => Promise<unknown>]>([
      ["is due", async () => {}],
      ["is claimed", () => claim()],
      ["was done", () => settle({ state: "done", outcome: "sent" })],
    ])("fails what %s, and nobody can try it any more", async (_, prepare) => {
      await start(makeEffect(first));
      await prepare();
      expect(await giveUp()).toBe(true);
      await stores.reopen();
      expect(await only()).toMatchObject({
        state: "failed",
        dueAt: after(HOUR),
        settledAt: after(HOUR),
        outcome: null,
        lastError: "bounced",
      });
      expect(await stores.effects.due(after(DAY), 10)).toEqual([]);
      expect(await claim("1.0.0", after(DAY))).toBeNull();
      expect(await stores.effects.failed("all", 10)).toHaveLength(1);
    });

    test("leaves alone what has failed or was dropped", async () => {
      await start(makeEffect(first), makeEffect(first, { key: "1.0.1" }));
      await settle({ state: "failed", error: "refused" });
      await stores.effects.settle(first.id, "1.0.1", { state: "dropped", outcome: "stage_not_open" }, T0);
      const before = await stores.effects.all(first.id);
      for (const key of ["1.0.0", "1.0.1", "9.9.9", "clock"]) expect(await giveUp(key)).toBe(false);
      expect(await stores.effects.giveUp(other.id, "1.0.0", "bounced", T0)).toBe(false);
      expect(await stores.effects.all(first.id)).toEqual(before);
    });

    test("outlasts a try that is under way, but not an operator's retry", async () => {
      await start(makeEffect(first));
      await claim();
      await giveUp();
      await settle({ state: "done", outcome: "sent" }, after(2 * HOUR));
      expect(await only()).toMatchObject({ state: "failed", lastError: "bounced" });
      expect(await stores.effects.again(first.id, "1.0.0", after(DAY))).toBe(true);
      expect(await stores.effects.failed("all", 10)).toEqual([]);
      expect(await claim("1.0.0", after(DAY))).toMatchObject({ attempts: 2 });
    });
  });
}
