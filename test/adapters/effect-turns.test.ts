import { describe, expect, test } from "vitest";
import {
  claiming,
  dropping,
  givingUp,
  isDue,
  keptOf,
  type KeptEffect,
  repeating,
  rowOf,
  settling,
} from "../../adapters/effect-turns.ts";
import { after, HOUR, makeEffect, makeOnboarding, T0 } from "../make.ts";

const { id } = makeOnboarding();
const due = keptOf(makeEffect(makeOnboarding()));
const until = after(HOUR);

function turned(effect: KeptEffect, turn: ReturnType<typeof claiming>): KeptEffect {
  const next = turn(effect);
  if (!next) throw new Error("It stayed as it is.");
  return next;
}

const claimed = turned(due, claiming(T0, until));

describe("a claim", () => {
  test("counts an attempt and leaves when the effect fell due", () => {
    expect(claimed).toEqual({ ...due, state: "claimed", claimedUntil: until, attempts: 1 });
    expect(rowOf(claimed, id).dueAt).toBe(until);
  });

  test("keeps the effect from others until it lapses", () => {
    expect(claiming(after(HOUR - 1), after(2 * HOUR))(claimed)).toBeNull();
    expect(isDue(claimed, after(HOUR - 1))).toBe(false);
    expect(isDue(claimed, until)).toBe(true);
    expect(claiming(until, after(2 * HOUR))(claimed)).toMatchObject({ attempts: 2 });
  });

  test("is taken back by who made it, and by nobody else", () => {
    const dropped = turned(claimed, dropping(claimed, "on_hold", T0));
    expect(dropped).toMatchObject({ state: "dropped", outcome: "on_hold", attempts: 0, settledAt: T0 });
    const another = turned(claimed, claiming(until, after(2 * HOUR)));
    expect(dropping(claimed, "on_hold", T0)(another)).toBeNull();
  });
});

describe("a settled effect", () => {
  const done = turned(claimed, settling({ state: "done", outcome: "sent" }, after(5)));
  const failed = turned(claimed, settling({ state: "failed", error: "refused" }, after(5)));

  test("was due when it was settled, and is so no more", () => {
    expect(rowOf(done, id)).toMatchObject({ state: "done", dueAt: after(5), settledAt: after(5) });
    expect(isDue(done, after(HOUR))).toBe(false);
  });

  test("stays as it is when an answer comes late", () => {
    for (const settled of [done, failed]) {
      expect(settling({ state: "due", dueAt: T0, error: "late" }, after(HOUR))(settled)).toBeNull();
      expect(claiming(after(HOUR), after(2 * HOUR))(settled)).toBeNull();
    }
  });

  test("fails after all when it was done, in one turn", () => {
    const givenUp = turned(done, givingUp("bounced", after(HOUR)));
    expect(givenUp).toMatchObject({ state: "failed", outcome: null, lastError: "bounced" });
    expect(rowOf(givenUp, id)).toMatchObject({ dueAt: after(HOUR), settledAt: after(HOUR) });
    expect(turned(claimed, givingUp("bounced", T0))).toMatchObject({ state: "failed", claimedUntil: null });
    for (const stays of [failed, turned(claimed, dropping(claimed, "on_hold", T0))])
      expect(givingUp("bounced", after(HOUR))(stays)).toBeNull();
  });

  test("is due again when somebody says so, but not when it was dropped", () => {
    expect(repeating(after(HOUR))(failed)).toEqual({
      ...due,
      dueAt: after(HOUR),
      attempts: 1,
      lastError: "refused",
    });
    expect(repeating(after(HOUR))(done)).toMatchObject({ state: "due", settledAt: null, outcome: null });
    expect(repeating(after(HOUR))(turned(claimed, dropping(claimed, "on_hold", T0)))).toBeNull();
    expect(repeating(after(HOUR))(claimed)).toBeNull();
  });
});
