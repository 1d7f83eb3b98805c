import { readFileSync, writeFileSync } from "node:fs";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { isOver, judgeCounts, sayOver } from "../../../bench/cost/budgets.ts";
import { COUNTS_FILE, parseCounts } from "../../../bench/cost/counts.ts";
import type { Counts } from "../../../bench/cost/counts.ts";
import { driftOf } from "../../../bench/cost/drift.ts";
import { COST_STORIES } from "../cost-stories.ts";
import { countStories } from "../count-stories.ts";

const RENEW =
  "UPDATE_COUNTS=1 npm run test:stack -- test/stack/run/cost.test.ts writes bench/cost/counts.json anew";

let counts: Counts;

beforeAll(async () => {
  counts = await countStories(inject("stack"), COST_STORIES);
  if (process.env["UPDATE_COUNTS"] === "1")
    writeFileSync(COUNTS_FILE, `${JSON.stringify(counts, null, 2)}\n`);
}, 600_000);

describe("what an onboarding takes of AWS", () => {
  test("is within every budget", () => {
    expect(judgeCounts(counts).filter(isOver).map(sayOver)).toEqual([]);
  });

  test("is what the bill is reckoned with, give or take a tenth", () => {
    const kept = parseCounts(readFileSync(COUNTS_FILE, "utf8"));
    expect(driftOf(kept, counts), RENEW).toEqual([]);
  });
});
