import { describe, expect, test } from "vitest";
import { isOver, judgeCounts, sayOver } from "../../../bench/cost/budgets.ts";
import { driftOf } from "../../../bench/cost/drift.ts";
import { average, MIX } from "../../../bench/cost/mix.ts";
import { makeCounts, makeStory } from "./make-counts.ts";

const over = (counts: Parameters<typeof judgeCounts>[0]): readonly string[] =>
  judgeCounts(counts).filter(isOver).map(sayOver);

describe("the budgets", () => {
  test("hold for what is at their edge", () => {
    expect(over(makeCounts({ invocations: 60, writeUnits: 300, mails: 10 }))).toEqual([]);
  });

  test("name what is over, and what it is mostly made of", () => {
    const counts = makeCounts({ writeUnits: 310, writes: { STATE: 60, EFFECT: 200, COMMIT: 50 } });
    expect(over(counts)).toEqual([
      "write units of a whole onboarding: 310, at most 300 (EFFECT 200, STATE 60, COMMIT 50)",
    ]);
  });

  test("hold for the price, whatever it is made of", () => {
    const price = "dollars of a whole onboarding";
    const named = (changes: Parameters<typeof makeCounts>[0]) =>
      over(makeCounts(changes)).filter((line) => line.startsWith(price));
    // $0.00179, and $0.00184.
    expect(named({ httpBytesOut: 21_400_000, mails: 0 })).toEqual([]);
    expect(named({ httpBytesOut: 22_000_000, mails: 0 })).toEqual([
      expect.stringMatching(/^dollars of a whole onboarding: 0\.00184, at most 0\.0018 \(HTTP API bytes out/),
    ]);
  });

  test("are the happy path's: a story with more in it may take more", () => {
    const counts = makeCounts();
    expect(over({ ...counts, stories: { ...counts.stories, reminded: makeStory({ mails: 15 }) } })).toEqual(
      [],
    );
  });

  test("hold for each action of a partner, and for an idle month", () => {
    const signed = { invocations: 3, writeUnits: 10, writes: {}, allInvocations: 9, allWriteUnits: 50 };
    const counts = makeCounts(
      {},
      { actions: { "agreement signed": signed }, resources: { "AWS::CloudWatch::Alarm": 60 } },
    );
    expect(over(counts)).toEqual([
      'invocations of "agreement signed": 3, at most 2',
      expect.stringMatching(/^dollars of an idle month: 6\.\d+, at most 5 \(CloudWatch alarms 6/),
    ]);
  });
});

describe("the mix", () => {
  test("is of all partners", () => {
    expect(Object.values(MIX).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  test("weighs each story by its share", () => {
    const stories = { quick: makeStory({ mails: 10 }), slow: makeStory({ mails: 20 }) };
    expect(average({ stories }, { quick: 0.75, slow: 0.25 }).mails).toBe(12.5);
  });
});

describe("counts that drift", () => {
  test("are told when they differ by more than a tenth, in either direction", () => {
    const kept = makeCounts({ mails: 10, writeUnits: 100, invocations: 50 });
    const now = makeCounts({ mails: 12, writeUnits: 110, invocations: 44 });
    expect(driftOf(kept, now).filter((line) => line.startsWith("happy_path"))).toEqual([
      "happy_path: invocations were 50, are 44",
      "happy_path: mails were 10, are 12",
    ]);
  });

  test("are told when a story is new or gone", () => {
    const kept = { stories: { old: makeStory() } };
    expect(driftOf(kept, { stories: { young: makeStory() } })).toEqual([
      "old: is not told any more",
      "young: was not counted before",
    ]);
  });
});
