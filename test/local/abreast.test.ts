import { setImmediate as turn } from "node:timers/promises";
import { expect, test } from "vitest";
import { abreast } from "../../local/abreast.ts";

test("what comes in one turn takes each step together, in the order it came", async () => {
  const begin = abreast();
  const steps: string[] = [];
  const work = async (name: string): Promise<void> => {
    steps.push(`${name} reads`);
    await Promise.resolve();
    steps.push(`${name} writes`);
  };
  for (const name of ["a", "b", "c"]) begin(() => void work(name));
  expect(steps).toEqual([]);
  await turn();
  expect(steps).toEqual(["a reads", "b reads", "c reads", "a writes", "b writes", "c writes"]);
});

test("what comes while others begin has the next turn", async () => {
  const begin = abreast();
  const begun: string[] = [];
  begin(() => {
    begun.push("first");
    begin(() => begun.push("second"));
  });
  await turn();
  expect(begun).toEqual(["first"]);
  await turn();
  expect(begun).toEqual(["first", "second"]);
});
