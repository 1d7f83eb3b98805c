import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Effect, EffectRow } from "../../domain/effect.ts";
import { eventId, onboardingId } from "../../domain/ids.ts";
import type { Stage } from "../../domain/program.ts";
import {
  ACME,
  after,
  ANNA,
  DAY,
  GLOBEX,
  HOUR,
  makeEffect,
  makeOnboarding,
  T0,
  withStageOpen,
} from "../make.ts";
import { type OpenStores, openWithVendors, saveNext, type Stores } from "./stores.ts";

const first = makeOnboarding();
const second = makeOnboarding({ id: onboardingId(GLOBEX, "partner00002"), externalPartnerId: "crm-2" });
const MINUTE = HOUR / 60;
const until = after(5 * MINUTE);

const stepMail = (stage: Stage | null): Effect => ({
  kind: "mail",
  mail: "training_step",
  to: ANNA,
  stage,
  event: eventId(1, 0),
});

const keys = (rows: readonly EffectRow[]) => rows.map(({ key }) => key);

/** What every `Effects` must do. */
export function effectsContract(open: OpenStores): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openWithVendors(open);
  });
  afterEach(() => stores.close());

  const start = (...effects: EffectRow[]) => saveNext(stores, first, { effects });
  const only = async (): Promise<EffectRow | undefined> => (await stores.effects.all(first.id))[0];
  const claim = (key = "1.0.0", now = T0) => stores.effects.claim(first.id, key, now, after(5 * MINUTE, now));
  const settle = (settlement: Parameters<Stores["effects"]["settle"]>[2], at = after(MINUTE)) =>
    stores.effects.settle(first.id, "1.0.0", settlement, at);

  describe("what is due", () => {
    test("comes in the order it fell due, clocks and effects of all onboardings alike", async () => {
      await saveNext(stores, first, {
        dueAt: after(2 * HOUR),
        effects: [
          makeEffect(first, { dueAt: after(3 * HOUR) }),
          makeEffect(first, { key: "1.0.1", dueAt: after(DAY) }),
        ],
      });
      await saveNext(stores, second, { dueAt: after(4 * HOUR), effects: [makeEffect(second)] });
      await stores.reopen();
      expect(await stores.effects.due(after(4 * HOUR), 100)).toEqual([
        { kind: "effect", onboarding: second.id, key: "1.0.0", dueAt: T0 },
        { kind: "clock", onboarding: first.id, dueAt: after(2 * HOUR) },
        { kind: "effect", onboarding: first.id, key: "1.0.0", dueAt: after(3 * HOUR) },
        { kind: "clock", onboarding: second.id, dueAt: after(4 * HOUR) },
      ]);
      expect(await stores.effects.due(after(DAY), 2)).toHaveLength(2);
      expect(await stores.effects.due(after(-1), 10)).toEqual([]);
    });

    test("holds one clock for each onboarding, the last one saved, or none", async () => {
      await saveNext(stores, first, { dueAt: after(HOUR) });
      await saveNext(stores, first, { dueAt: after(2 * HOUR) });
      expect(await stores.effects.due(after(DAY), 10)).toEqual([
        { kind: "clock", onboarding: first.id, dueAt: after(2 * HOUR) },
      ]);
      await saveNext(stores, first, { dueAt: null });
      expect(await stores.effects.due(after(DAY), 10)).toEqual([]);
      await saveNext(stores, first, { dueAt: T0 });
      expect(await stores.effects.due(after(DAY), 10)).toHaveLength(1);
    });

    test("moves a clock that is still where it was seen, and no other", async () => {
      await saveNext(stores, first, { dueAt: after(HOUR), effects: [makeEffect(first)] });
      await stores.effects.postpone(first.id, after(2 * HOUR), after(DAY));
      expect(await stores.effects.due(after(HOUR), 10)).toHaveLength(2);
      await stores.effects.postpone(first.id, after(HOUR), after(2 * HOUR));
      await stores.reopen();
      expect(await stores.effects.due(after(DAY), 10)).toEqual([
        { kind: "effect", onboarding: first.id, key: "1.0.0", dueAt: T0 },
        { kind: "clock", onboarding: first.id, dueAt: after(2 * HOUR) },
      ]);
      await stores.effects.postpone(first.id, after(2 * HOUR), null);
      expect(await stores.effects.due(after(DAY), 10)).toHaveLength(1);
    });

    test("no longer holds what is settled, which stays to be read", async () => {
      const states = ["done", "dropped", "failed"] as const;
      await start(...states.map((_, index) => makeEffect(first, { key: `1.0.${index}` })));
      for (const [index, state] of states.entries()) {
        const settlement = state === "failed" ? { state, error: "refused" } : { state, outcome: "said so" };
        await stores.effects.settle(first.id, `1.0.${index}`, settlement, after(MINUTE));
      }
      expect(await stores.effects.due(after(DAY), 10)).toEqual([]);
      expect(await stores.effects.dueOf(first.id, after(DAY))).toEqual([]);
      const all = await stores.effects.all(first.id);
      expect(all.map(({ state, outcome, lastError }) => [state, outcome, lastError])).toEqual([
        ["done", "said so", null],
        ["dropped", "said so", null],
        ["failed", null, "refused"],
      ]);
      expect(all.map(({ settledAt }) => settledAt)).toEqual(states.map(() => after(MINUTE)));
    });

    test("is given for one onboarding in the order of the log", async () => {
      await start(...["1.10.0", "1.9.1", "1.9.0"].map((key) => makeEffect(first, { key })));
      await saveNext(stores, first, { effects: [makeEffect(first, { key: "2.0.0", dueAt: after(DAY) })] });
      expect(keys(await stores.effects.dueOf(first.id, T0))).toEqual(["1.9.0", "1.9.1", "1.10.0"]);
      expect(keys(await stores.effects.all(first.id))).toEqual(["1.9.0", "1.9.1", "1.10.0", "2.0.0"]);
      expect(await stores.effects.all(second.id)).toEqual([]);
    });
  });

  describe("claiming", () => {
    test("gives the effect as it was written, with the attempt counted", async () => {
      const effect = makeEffect(first, { effect: stepMail(null), createdAt: after(-HOUR) });
      await start(effect);
      await stores.reopen();
      expect(await only()).toEqual(effect);
      const claimed = { ...effect, state: "claimed", dueAt: until, attempts: 1 };
      expect(await claim()).toEqual(claimed);
      expect(await only()).toEqual(claimed);
    });

    test("gives it to one of those who try at once", async () => {
      await start(makeEffect(first));
      const claims = await Promise.all([claim(), claim(), claim()]);
      expect(claims.filter((row) => row !== null)).toHaveLength(1);
    });

    test("gives it again once the claim has lapsed, and not before", async () => {
      await start(makeEffect(first));
      await claim();
      expect(await claim("1.0.0", after(5 * MINUTE - 1))).toBeNull();
      expect(await stores.effects.due(after(5 * MINUTE - 1), 10)).toEqual([]);
      expect(await stores.effects.due(until, 10)).toHaveLength(1);
      expect(await stores.effects.dueOf(first.id, until)).toHaveLength(1);
      expect(await claim("1.0.0", until)).toMatchObject({ attempts: 2 });
    });

    test("gives one whose claim has lapsed to one of those who try at once", async () => {
      await start(makeEffect(first));
      await claim();
      const claims = await Promise.all([1, 2, 3].map(() => claim("1.0.0", until)));
      expect(claims.filter((row) => row !== null)).toHaveLength(1);
      expect(await only()).toMatchObject({ attempts: 2 });
    });

    test("gives nothing that is not due yet, settled, or not there", async () => {
      await start(makeEffect(first), makeEffect(first, { key: "1.0.1", dueAt: after(1) }));
      await settle({ state: "done", outcome: "sent" });
      for (const key of ["1.0.0", "1.0.1", "1.0.2", "clock", ""]) expect(await claim(key)).toBeNull();
      expect(await stores.effects.claim(second.id, "1.0.0", T0, until)).toBeNull();
    });

    test("drops the mail of a stage that is no longer open, and says why", async () => {
      const opened = withStageOpen(first, "training");
      await saveNext(stores, opened, { effects: [makeEffect(first, { effect: stepMail("training") })] });
      await saveNext(stores, withStageOpen(first, "certification"));
      expect(await claim()).toBeNull();
      expect(await only()).toMatchObject({
        state: "dropped",
        outcome: "stage_not_open",
        settledAt: T0,
        attempts: 0,
      });
      expect(await stores.effects.due(after(DAY), 10)).toEqual([]);
    });

    test("drops it when the onboarding was closed, or the stage was never opened", async () => {
      const opened = withStageOpen(first, "training");
      const rows = [
        makeEffect(first, { effect: stepMail("training") }),
        makeEffect(first, { key: "1.0.1", effect: stepMail("first_deal") }),
      ];
      await saveNext(stores, opened, { effects: rows });
      expect(await claim("1.0.1")).toBeNull();
      const progress = { state: "withdrawn", at: T0, during: "training" } as const;
      await saveNext(stores, { ...opened, progress });
      expect(await claim()).toBeNull();
      expect((await stores.effects.all(first.id)).map(({ state }) => state)).toEqual(["dropped", "dropped"]);
    });

    test("drops it while the onboarding is on hold, and keeps what is not about a stage", async () => {
      const opened = withStageOpen(first, "training");
      const rows = [
        makeEffect(first, { effect: stepMail("training") }),
        makeEffect(first, { key: "1.0.1", effect: stepMail(null) }),
        makeEffect(first, { key: "1.0.2" }),
      ];
      await saveNext(stores, opened, { effects: rows });
      await saveNext(stores, { ...opened, progress: { state: "on_hold", since: T0 } });
      expect(await claim()).toBeNull();
      expect(await only()).toMatchObject({ state: "dropped", outcome: "on_hold", attempts: 0 });
      expect(await claim("1.0.1")).not.toBeNull();
      expect(await claim("1.0.2")).not.toBeNull();
    });

    test("keeps the mail of the open stage, and any mail of no stage", async () => {
      const rows = [
        makeEffect(first, { effect: stepMail("training") }),
        makeEffect(first, { key: "1.0.1", effect: stepMail(null) }),
      ];
      await saveNext(stores, withStageOpen(first, "training"), { effects: rows });
      expect(await claim()).not.toBeNull();
      expect(await claim("1.0.1")).not.toBeNull();
    });
  });

  describe("failures", () => {
    test("are listed for the vendors asked for, newest first", async () => {
      await start(makeEffect(first), makeEffect(first, { key: "1.0.1" }));
      await saveNext(stores, second, { effects: [makeEffect(second)] });
      await settle({ state: "failed", error: "a" }, after(1));
      await stores.effects.settle(second.id, "1.0.0", { state: "failed", error: "b" }, after(2));
      await stores.effects.settle(first.id, "1.0.1", { state: "failed", error: "c" }, after(3));
      await stores.reopen();
      const errors = async (vendors: readonly (typeof ACME)[] | "all", limit = 10) =>
        (await stores.effects.failed(vendors, limit)).map(({ lastError }) => lastError).join(" ");
      expect(await errors("all")).toBe("c b a");
      expect(await errors("all", 2)).toBe("c b");
      expect(await errors([ACME])).toBe("c a");
      expect(await errors([GLOBEX])).toBe("b");
      expect(await errors([])).toBe("");
    });

    test("are due again when an operator says so, and no longer listed", async () => {
      await start(makeEffect(first));
      await claim();
      await settle({ state: "failed", error: "refused" });
      expect(await stores.effects.again(first.id, "1.0.0", after(HOUR))).toBe(true);
      expect(await stores.effects.failed("all", 10)).toEqual([]);
      expect(await only()).toMatchObject({
        state: "due",
        dueAt: after(HOUR),
        attempts: 1,
        settledAt: null,
        lastError: "refused",
      });
      expect(await claim("1.0.0", after(HOUR))).toMatchObject({ attempts: 2 });
    });

    test("can be repeated when done, but not while due, when dropped or when there is none", async () => {
      await start(
        makeEffect(first),
        makeEffect(first, { key: "1.0.1" }),
        makeEffect(first, { key: "1.0.2" }),
      );
      await settle({ state: "done", outcome: "sent" });
      await stores.effects.settle(first.id, "1.0.1", { state: "dropped", outcome: "stage_not_open" }, T0);
      const again = (key: string) => stores.effects.again(first.id, key, after(HOUR));
      expect(await again("1.0.0")).toBe(true);
      for (const key of ["1.0.1", "1.0.2", "9.9.9", "clock"]) expect(await again(key)).toBe(false);
      expect(await stores.effects.again(second.id, "1.0.0", T0)).toBe(false);
    });
  });
}
