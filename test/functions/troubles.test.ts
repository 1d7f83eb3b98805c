import { describe, expect, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { lastingTroubles, noteTrouble, noting } from "../../functions/troubles.ts";
import { MINUTE } from "../../domain/calendar.ts";
import { ACME, after, GLOBEX, T0, testHmac } from "../make.ts";

const ours = onboardingId(ACME, "aaaaaaaaaaaa");
const theirs = onboardingId(GLOBEX, "bbbbbbbbbbbb");

function open() {
  const { snapshots } = openSqliteStore({ file: ":memory:", hmac: testHmac });
  let now: Instant = T0;
  const deps = { snapshots, clock: () => now };
  const failing = noting(deps, () => Promise.reject(new Error("its program is gone")));
  return { deps, failing, at: (moment: Instant) => (now = moment) };
}

describe("trouble with an onboarding", () => {
  test("is thrown as it was, and stands with its reason until it has stayed away for five minutes", async () => {
    const { deps, failing, at } = open();
    await expect(failing(ours)).rejects.toThrow("its program is gone");
    const trouble = { onboarding: ours, at: T0, reason: "its program is gone" };
    expect(await lastingTroubles(deps, [ACME])).toEqual([trouble]);
    at(after(5 * MINUTE - 1));
    expect(await lastingTroubles(deps, [ACME])).toEqual([trouble]);
    at(after(5 * MINUTE));
    expect(await lastingTroubles(deps, [ACME])).toEqual([]);
  });

  test("that comes again is one, as it was the last time", async () => {
    const { deps, at } = open();
    await noteTrouble(deps, ours, new Error("no vendor"));
    at(after(MINUTE));
    await noteTrouble(deps, ours, "no program");
    expect(await lastingTroubles(deps, "all")).toEqual([
      { onboarding: ours, at: after(MINUTE), reason: "no program" },
    ]);
  });

  test("is shown to those who cover its vendor, the latest first", async () => {
    const { deps, at } = open();
    await noteTrouble(deps, ours, "a");
    at(after(1));
    await noteTrouble(deps, theirs, "b");
    const seenBy = async (scope: Parameters<typeof lastingTroubles>[1]) =>
      (await lastingTroubles(deps, scope)).map(({ onboarding }) => onboarding);
    expect(await seenBy("all")).toEqual([theirs, ours]);
    expect(await seenBy([ACME])).toEqual([ours]);
    expect(await seenBy([GLOBEX])).toEqual([theirs]);
    expect(await seenBy([])).toEqual([]);
  });

  test("that cannot even be written down is still thrown", async () => {
    const { deps } = open();
    const snapshots = { ...deps.snapshots, putMark: () => Promise.reject(new Error("the disk is full")) };
    const failing = noting({ ...deps, snapshots }, () => Promise.reject(new Error("no vendor")));
    await expect(failing(ours)).rejects.toThrow("no vendor");
  });

  test("is none where the work is done", async () => {
    const { deps } = open();
    await noting(deps, async () => {})(ours);
    expect(await lastingTroubles(deps, "all")).toEqual([]);
  });
});
