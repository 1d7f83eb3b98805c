import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const CLI = fileURLToPath(new URL("../../../cli/simulate.ts", import.meta.url));
const run = promisify(execFile);

/** What it prints, but for how long it took. */
async function simulated(...args: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, [CLI, ...args]);
  return stdout.split("\n").filter((line) => !line.endsWith(" a second"));
}

test("the same seed gives the same calls, faults and commits, and everything holds", async () => {
  const args = ["--ops", "6000", "--seed", "42"];
  const [first, second] = await Promise.all([simulated(...args), simulated(...args)]);
  expect(first).toEqual(second);
  expect(first.find((line) => line.startsWith("trace "))).toMatch(/^trace [0-9a-f]{8}$/);
  expect(first).toContain("seed 42: 0 violations");
  expect(await simulated("--ops", "6000", "--seed", "43")).not.toEqual(first);
});

test("one world of a run is replayed alone, call by call", async () => {
  const args = ["--ops", "9000", "--seed", "7", "--world", "1"];
  expect(await simulated(...args)).toEqual(await simulated(...args));
});
