import { describe, expect, test } from "vitest";
import { idleBill, storedLines, storyLines, times, total } from "../../../bench/cost/bill.ts";
import type { Line } from "../../../bench/cost/bill.ts";
import { PRICES } from "../../../bench/cost/prices.ts";
import { makeCounts, makeStory } from "./make-counts.ts";

const priceOf = (lines: readonly Line[], item: string): number =>
  lines.find((line) => line.item === item)?.usd ?? Number.NaN;

describe("the price of a story", () => {
  test("is each quantity at its list price", () => {
    const story = makeStory({
      transitions: 1000,
      mails: 10_000,
      writeUnits: 1_000_000,
      readUnits: 2_000_000,
    });
    const lines = storyLines(story, makeCounts(), "a_la_carte");
    expect(priceOf(lines, "state transitions")).toBeCloseTo(0.025, 9);
    expect(priceOf(lines, "mails")).toBeCloseTo(1, 9);
    expect(priceOf(lines, "write units")).toBeCloseTo(0.625, 9);
    expect(priceOf(lines, "read units")).toBeCloseTo(0.25, 9);
  });

  test("takes the mails at the plan's price", () => {
    const lines = storyLines(makeStory({ mails: 1000 }), makeCounts(), "essentials");
    expect(total(lines)).toBeCloseTo(0.16, 9);
  });

  test("adds loading and a read of the secret for one in a hundred invocations", () => {
    const counts = makeCounts({}, { coldStart: { gbSeconds: 2 } });
    const lines = storyLines(makeStory({ invocations: 1000, warmGbSeconds: 50 }), counts, "a_la_carte");
    expect(lines.find(({ item }) => item === "GB-seconds")?.quantity).toBeCloseTo(70, 9);
    expect(priceOf(lines, "reads")).toBeCloseTo(0.00005, 9);
  });

  test("adds what the services write to logs about requests and states", () => {
    const story = makeStory({ invocations: 1000, httpRequests: 10, transitions: 5, logBytes: 1 });
    const lines = storyLines(story, makeCounts(), "a_la_carte");
    expect(lines.find(({ item }) => item === "bytes logged")?.quantity).toBe(3000 + 9000 + 1);
  });

  test("takes what passes a queue and a pipe by the million", () => {
    const story = makeStory({ queueRequests: 2_000_000, pipeRequests: 500_000 });
    const lines = storyLines(story, makeCounts(), "a_la_carte");
    expect(priceOf(lines, "sent, received and deleted")).toBeCloseTo(0.8, 9);
    expect(priceOf(lines, "messages through a pipe")).toBeCloseTo(0.2, 9);
  });

  test("grows with the number of partners", () => {
    const lines = storyLines(makeStory({ mails: 10 }), makeCounts(), "a_la_carte");
    expect(total(times(lines, 50_000))).toBeCloseTo(50, 6);
  });
});

describe("an installation without partners", () => {
  test("pays for what stands there and for a tick each minute", () => {
    const tick = { warmGbSeconds: 0, readUnits: 10, writeUnits: 1, logBytes: 0 };
    const resources = {
      "AWS::KMS::Key": 1,
      "AWS::SecretsManager::Secret": 1,
      "AWS::CloudWatch::Alarm": 12,
      "AWS::CloudWatch::Dashboard": 1,
      "AWS::Pipes::Pipe": 1,
    };
    const { lines, fourthDashboard } = idleBill(makeCounts({}, { tick, resources }));
    expect(priceOf(lines, "keys")).toBe(1);
    expect(priceOf(lines, "secrets")).toBe(0.4);
    expect(priceOf(lines, "alarms")).toBeCloseTo(1.2, 9);
    expect(priceOf(lines, "write units of the tick")).toBeCloseTo(0.027375, 6);
    expect(priceOf(lines, "read units of the tick")).toBeCloseTo(0.05475, 6);
    expect(priceOf(lines, "ticks")).toBeCloseTo(0.00876, 6);
    // Five long polls, three times a minute each.
    expect(priceOf(lines, "polls of the pipe")).toBeCloseTo((730 * 60 * 15 * 0.4) / 1e6, 9);
    expect(fourthDashboard).toBe(3);
  });
});

test("what is kept is paid for each month, its backup too", () => {
  const lines = storedLines(makeStory({ storedBytes: 1024 ** 3, documentBytes: 2 * 1024 ** 3 }), 2);
  expect(lines.filter(({ item }) => item.startsWith("bytes")).map(({ usd }) => usd)).toEqual([
    0.5, 0.4, 0.092, 0,
  ]);
});

test("every price has its source and the day it was looked up", () => {
  for (const { usd, per, source, date } of Object.values(PRICES)) {
    expect(usd / per).toBeGreaterThan(0);
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\//);
    expect(date).toMatch(/^2026-\d\d-\d\d$/);
  }
});
