import { describe, expect, test } from "vitest";
import type { Benchmark } from "../../../bench/speed/benchmark.ts";
import { runRounds, summarizeRounds } from "../../../bench/speed/rounds.ts";

describe("summing up the rounds", () => {
  test("gives median and range of each figure that was measured, in the order of the report", () => {
    const rounds = [{ enginePerSecond: 30 }, { enginePerSecond: 10 }, { floorMs: 2, enginePerSecond: 20 }];
    expect(summarizeRounds(rounds)).toEqual([
      { name: "floorMs", median: 2, lowest: 2, highest: 2 },
      { name: "enginePerSecond", median: 20, lowest: 10, highest: 30 },
    ]);
  });

  test("takes the median of the ratios within each round, not the ratio of the medians", () => {
    const rounds = [
      { enginePerSecond: 100, floorPerSecond: 100 },
      { enginePerSecond: 300, floorPerSecond: 600 },
      { enginePerSecond: 900, floorPerSecond: 450 },
    ];
    const ratio = summarizeRounds(rounds).find(({ name }) => name === "engineRatio");
    expect(ratio).toEqual({ name: "engineRatio", median: 1, lowest: 0.5, highest: 2 });
  });

  test("compares intake by what the bare server needs, so that more is better", () => {
    const summed = summarizeRounds([{ bareCpuMs: 0.1, intakeCpuMs: 0.4, intakeFrontMs: 0.2 }]);
    expect(summed).toContainEqual(expect.objectContaining({ name: "intakeRatio", median: 0.25 }));
    expect(summed).toContainEqual(expect.objectContaining({ name: "intakeFrontRatio", median: 0.5 }));
  });

  test("compares intake also with the entering it puts off, of the same round", () => {
    const rounds = [
      { bareCpuMs: 0.1, intakeCpuMs: 0.2, enteringCpuMs: 0.3 },
      { bareCpuMs: 0.3, intakeCpuMs: 0.5, enteringCpuMs: 0.5 },
      { bareCpuMs: 0.2, intakeCpuMs: 0.1, enteringCpuMs: 0.1 },
    ];
    const ratio = summarizeRounds(rounds).find(({ name }) => name === "intakeEnteredRatio");
    expect(ratio).toEqual({ name: "intakeEnteredRatio", median: 0.3, lowest: 0.2, highest: 1 });
  });

  test("compares nothing where one side was not measured", () => {
    expect(summarizeRounds([{ enginePerSecond: 100 }]).map(({ name }) => name)).toEqual(["enginePerSecond"]);
    const half = summarizeRounds([{ bareCpuMs: 0.1, intakeCpuMs: 0.2 }]).map(({ name }) => name);
    expect(half).not.toContain("intakeEnteredRatio");
  });
});

function recording(name: string, calls: string[]): Benchmark {
  return {
    name,
    async prepare() {
      calls.push(`prepare ${name}`);
    },
    async measure(round) {
      calls.push(`${name} ${round}`);
      return { floorMs: round };
    },
  };
}

describe("running the rounds", () => {
  test("prepares all, then measures them in turn, round after round", async () => {
    const calls: string[] = [];
    const both = [recording("a", calls), recording("b", calls)];
    await runRounds(both, { rounds: 2, minutes: 10 }, () => {});
    expect(calls).toEqual(["prepare a", "prepare b", "a 1", "b 1", "a 2", "b 2"]);
  });

  test("begins no further round when the time is used up, but always measures once", async () => {
    const calls: string[] = [];
    const samples = await runRounds([recording("a", calls)], { rounds: 5, minutes: 0 }, () => {});
    expect(samples).toEqual([{ floorMs: 1 }]);
  });

  test("says after each measurement what it found", async () => {
    const said: string[] = [];
    await runRounds([recording("a", [])], { rounds: 1, minutes: 1 }, (text) => said.push(text));
    expect(said).toEqual(["round 1, a: floorMs 1 ms"]);
  });
});
