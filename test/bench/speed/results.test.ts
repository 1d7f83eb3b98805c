import { describe, expect, test } from "vitest";
import { resultsChart } from "../../../bench/speed/results-chart.ts";
import { resultsPage } from "../../../bench/speed/results-page.ts";
import { resultsTable } from "../../../bench/speed/results-table.ts";
import type { Measured } from "../../../bench/speed/rounds.ts";

const same = (name: Measured["name"], value: number): Measured => ({
  name,
  median: value,
  lowest: value,
  highest: value,
});

const twice = same("enginePerSecond", 2000);
const half = same("intakePerSecond", 500);
const justIn = same("waiting10kRss", 150);

const cellsOf = (one: Measured): string[] =>
  (resultsTable([one]).split("\n")[2] ?? "").split("|").map((cell) => cell.trim());

const verdictOf = (name: Measured["name"]) => cellsOf(same(name, 0.001)).at(-2);

const aims = (name: Measured["name"]): number =>
  resultsChart([same(name, 0.4)], "").match(/class="aim"/g)?.length ?? 0;

const paper = (css: string): string | undefined => /--paper:(#\w+)/.exec(css)?.[1];

describe("the table", () => {
  test("shows what was measured beside range, budget, aim and verdict", () => {
    const row = cellsOf({ name: "engineRatio", median: 0.4, lowest: 0.2, highest: 0.61234 });
    expect(row.slice(2, -1)).toEqual(["0.4", "0.2 – 0.612", "≥ 0.25", "≥ 0.5", "within budget"]);
  });

  test("leaves budget and verdict empty for what has none", () => {
    expect(cellsOf(same("floorPerSecond", 3456)).slice(2, -1)).toEqual([
      "3,460/s",
      "3,460/s – 3,460/s",
      "",
      "",
      "",
    ]);
  });

  test("has columns of one width, so that it reads as text", () => {
    const lines = resultsTable([twice, half, justIn]).split("\n");
    expect(new Set(lines.map((line) => line.length)).size).toBe(1);
  });
});

interface Bar {
  readonly kind: string;
  readonly x: number;
  readonly width: number;
}

const barsOf = (svg: string): Bar[] =>
  [...svg.matchAll(/<rect\s+class="(kept|missed)"\s+x="(\d+)"\s+y="\d+"\s+width="(\d+)"/g)].map(
    ([, kind = "", x, width]) => ({ kind, x: Number(x), width: Number(width) }),
  );

const budgetLine = (svg: string): number => Number(/class="budget"\s+x1="(\d+)"/.exec(svg)?.[1]);

describe("the chart", () => {
  test("draws a bar to the right of the budget for what is better, to the left for what is missing", () => {
    const svg = resultsChart([twice, half], "");
    const zero = budgetLine(svg);
    const [better, worse] = barsOf(svg);
    expect(better).toMatchObject({ kind: "kept", x: zero });
    expect(worse?.kind).toBe("missed");
    expect((worse?.x ?? 0) + (worse?.width ?? 0)).toBe(zero);
  });

  test("shows twice as good and half as good equally long", () => {
    const [better, worse] = barsOf(resultsChart([twice, half], ""));
    expect(Math.abs((better?.width ?? 0) - (worse?.width ?? 0))).toBeLessThanOrEqual(1);
  });

  test("keeps even a very long bar within the picture", () => {
    const [bar] = barsOf(resultsChart([same("enginePerSecond", 5_000_000)], ""));
    expect((bar?.x ?? 0) + (bar?.width ?? 0)).toBeLessThanOrEqual(500);
  });

  test("shows a sliver for what just meets its budget", () => {
    expect(barsOf(resultsChart([justIn], ""))).toEqual([expect.objectContaining({ kind: "kept", width: 1 })]);
  });

  test("marks the aim where there is one", () => {
    expect(aims("engineRatio")).toBe(1);
    expect(aims("waiting10kRestart")).toBe(0);
  });

  test("draws only what has a budget", () => {
    expect(barsOf(resultsChart([same("floorMs", 1), twice], ""))).toHaveLength(1);
  });

  test("tells in words what it shows", () => {
    const said = /<desc id="said">([^<]*)</.exec(resultsChart([half], ""))?.[1];
    expect(said).toBe("Webhook intake: accepted: 500/s, missed.");
  });

  test("escapes its caption", () => {
    expect(resultsChart([twice], "AMD <R> & Co")).toContain("AMD &lt;R&gt; &amp; Co");
  });

  test("has colors for dark as well as for light", () => {
    const style = /<style>([^]*?)<\/style>/.exec(resultsChart([twice], ""))?.[1] ?? "";
    const [light = "", dark = ""] = style.split("@media (prefers-color-scheme:dark)");
    expect(paper(light)).toMatch(/^#/);
    expect(paper(dark)).toMatch(/^#/);
    expect(paper(dark)).not.toBe(paper(light));
  });
});

test("neither entering nor intake with it is held to a budget; intake alone still is", () => {
  expect(verdictOf("enteringCpuMs")).toBe("");
  expect(verdictOf("intakeEnteredRatio")).toBe("");
  expect(verdictOf("intakeRatio")).toBe("missed");
});

test("the page names the machine, the disk, the rounds and the day", () => {
  const page = resultsPage({
    measured: [twice],
    machine: {
      cpu: "Example 3000",
      cores: 2,
      memoryGb: 8,
      fileSystem: "ext4 on /dev/vda",
      system: "Linux 6.1",
      node: "v24.0.0",
    },
    rounds: 5,
    minutes: 9.5,
    date: "2026-11-20",
  });
  expect(page).toContain("on 2026-11-20, 5 rounds in 9.5 minutes.");
  expect(page).toContain("| CPU | Example 3000, 2 cores |");
  expect(page).toContain("| disk | ext4 on /dev/vda |");
  expect(page).toContain("Linux 6.1, Node v24.0.0");
});
