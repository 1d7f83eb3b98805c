import { describe, expect, test } from "vitest";
import { type Item, itemOf } from "../../adapters/dynamo-item.ts";
import { commitKey } from "../../adapters/dynamo-keys.ts";
import { afterTurn, effectsIn, type Owed, owedIn, owedValues } from "../../adapters/dynamo-owed.ts";
import { claiming, keptOf, repeating, settling, type Turn } from "../../adapters/effect-turns.ts";
import type { Effect } from "../../domain/effect.ts";
import { eventId } from "../../domain/ids.ts";
import { after, ANNA, DAY, HOUR, makeEffect, makeOnboarding, T0 } from "../make.ts";

const onboarding = makeOnboarding();
const commit = { id: onboarding.id, rev: 3 };
const webhook: Effect = { kind: "webhook", event: eventId(3, 0) };

const effect = (key: string, changes: Partial<ReturnType<typeof makeEffect>> = {}) =>
  keptOf(makeEffect(onboarding, { key, ...changes }));
const owing = (...effects: Owed["effects"]): Owed => ({ effects, terms: null });
const terms = { at: after(5), touched: [{ term: "mail:acme.example@anna", source: "person/c1" }] };
const outbound = effect("3.0.1", { effect: webhook });
const both = owing(effect("3.0.0"), outbound);

/** What the item says to the stream and to the indexes. */
function signs(owed: Owed, before?: Owed) {
  const { owed: _, ...rest } = owedValues(commit, owed, before);
  return Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== null));
}

function turn(owed: Owed, key: string, how: Turn): Owed {
  const next = afterTurn(owed, key, how);
  if (!next) throw new Error("It stayed as it is.");
  return next;
}

const claim = (owed: Owed, key: string) => turn(owed, key, claiming(T0, after(HOUR)));
const finish = (owed: Owed, key: string) => turn(owed, key, settling({ state: "done", outcome: "" }, T0));
const fail = (owed: Owed, key: string, at = T0) =>
  turn(owed, key, settling({ state: "failed", error: "no" }, at));

const times = (owed: Owed) => [
  owedValues(commit, owed)["dueAt"],
  owedValues(commit, owed)["dueShard"] !== null,
];

const wakes = (owed: Owed, before?: Owed) => {
  const { work, webhook: outside } = signs(owed, before);
  return [work, outside];
};

describe("what a commit owes", () => {
  test("comes back from its item as it was, for the onboarding and with nothing left out", () => {
    const full = { ...owing(effect("3.0.0", { lastError: "timed out" }), outbound), terms };
    const item: Item = itemOf({ ...commitKey(commit.id, 3), ...owedValues(commit, full) });
    expect(owedIn(item)).toEqual(full);
    expect(effectsIn(item)).toEqual([
      makeEffect(onboarding, { key: "3.0.0", lastError: "timed out" }),
      makeEffect(onboarding, { key: "3.0.1", effect: webhook }),
    ]);
  });

  test("leaves no trace on an item where there is nothing", () => {
    expect(Object.values(owedValues(commit, owing())).every((value) => value === null)).toBe(true);
    expect(owedIn(itemOf({ ...commitKey(commit.id, 3) }))).toEqual(owing());
  });

  test("of a mail, once sent, is small", () => {
    const mail: Effect = {
      kind: "mail",
      mail: "certificate_issued",
      to: ANNA,
      stage: null,
      event: eventId(3, 1),
    };
    const sent = {
      state: "done",
      settledAt: after(DAY),
      outcome: `0107019ab-${"f3a".repeat(9)}`,
    } as const;
    const owed = owing(effect("3.1.0", { effect: mail, ...sent }));
    const { owed: bytes } = owedValues(commit, owed);
    expect(bytes).toBeInstanceOf(Uint8Array);
    expect(Object(bytes).length).toBeLessThan(110);
  });
});

describe("the index of what is due", () => {
  test("holds it by what falls due first, and a claim does not move it", () => {
    const owed = owing(effect("3.0.0", { dueAt: after(DAY) }), effect("3.0.1", { dueAt: after(HOUR) }));
    expect(times(owed)).toEqual([after(HOUR), true]);
    expect(times(turn(owed, "3.0.1", claiming(after(HOUR), after(2 * DAY))))).toEqual([after(HOUR), true]);
  });

  test("stays as it is until the last effect is settled, and then lets it go", () => {
    const one = finish(claim(both, "3.0.0"), "3.0.0");
    expect(times(one)).toEqual([T0, true]);
    expect(times(finish(one, "3.0.1"))).toEqual([null, false]);
  });

  test("moves it to the next try", () => {
    const later = settling({ state: "due", dueAt: after(HOUR), error: "" }, T0);
    expect(times(turn(owing(effect("3.0.0")), "3.0.0", later))).toEqual([after(HOUR), true]);
  });

  test("holds it too while terms wait to be entered", () => {
    expect(times({ ...owing(), terms })).toEqual([after(5), true]);
  });
});

describe("the stream", () => {
  test("is told of a new commit in each lane that has something to do", () => {
    expect(wakes(owing(effect("3.0.0")))).toEqual(["due", undefined]);
    expect(wakes(owing(outbound))).toEqual([undefined, "due"]);
    expect(wakes(both)).toEqual(["due", "due"]);
    expect(wakes(owing())).toEqual([undefined, undefined]);
    expect(wakes({ ...owing(), terms })).toEqual(["due", undefined]);
  });

  test("is told nothing by a claim or an end, though others of the commit are due", () => {
    const claimed = claim(both, "3.0.0");
    expect(wakes(claimed, both)).toEqual([undefined, undefined]);
    expect(wakes(finish(claimed, "3.0.0"), claimed)).toEqual([undefined, undefined]);
    expect(wakes({ ...both, terms: null }, { ...both, terms })).toEqual([undefined, undefined]);
  });

  test("is told of the one lane in which something is to be tried again", () => {
    const claimed = claim(both, "3.0.1");
    const put = turn(claimed, "3.0.1", settling({ state: "due", dueAt: after(HOUR), error: "" }, T0));
    expect(wakes(put, claimed)).toEqual([undefined, "due"]);
    const failed = fail(both, "3.0.0");
    expect(wakes(turn(failed, "3.0.0", repeating(T0)), failed)).toEqual(["due", undefined]);
  });
});

describe("the index of failures", () => {
  test("holds it by its latest failure, as long as there is one", () => {
    const one = fail(both, "3.0.0", after(5));
    const two = fail(one, "3.0.1", after(3));
    expect(signs(two)).toMatchObject({ workPk: "V#acme#FAILED" });
    expect(signs(two)["workSk"]).toBe(signs(one)["workSk"]);
    const again = turn(two, "3.0.0", repeating(after(9)));
    expect(signs(again)["workSk"]).not.toBe(signs(two)["workSk"]);
    expect(signs(turn(again, "3.0.1", repeating(after(9))))["workPk"]).toBeUndefined();
  });
});

test("one turn changes one effect, and an effect that is not there has none", () => {
  const claimed = claim(both, "3.0.0");
  expect(claimed.effects[1]).toBe(both.effects[1]);
  expect(afterTurn(both, "3.9.0", claiming(T0, after(HOUR)))).toBeNull();
});
