import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RECORDED, replayRecorded } from "../../../cli/conformance.ts";

test.skipIf(!existsSync(RECORDED))(
  `every history that AWS recorded is replayed alike (skipped without ${RECORDED})`,
  async () => {
    const { passed, failed } = await replayRecorded(RECORDED);
    expect(failed).toEqual([]);
    expect(passed.length).toBeGreaterThan(0);
  },
);

/** A recording of a Pass with such an Output; `shown` is how its events have it. */
function recording(name: string, Output: unknown, shown: unknown) {
  const States = { A: { Type: "Pass", Output, End: true } };
  const input = { input: {}, inputDetails: { truncated: false } };
  const output = { output: shown, outputDetails: { truncated: false } };
  const expected = [
    [0, "ExecutionStarted", { executionStartedEventDetails: input }],
    [0, "PassStateEntered", { stateEnteredEventDetails: { name: "A", ...input } }],
    [2, "PassStateExited", { stateExitedEventDetails: { name: "A", ...output } }],
    [3, "ExecutionSucceeded", { executionSucceededEventDetails: output }],
  ].map(([previousEventId, type, details], index) => ({
    id: index + 1,
    previousEventId,
    type,
    ...Object(details),
  }));
  const definition = { QueryLanguage: "JSONata", StartAt: "A", States };
  return { name, definition, input: {}, lambdas: {}, expected };
}

test("a replay tells text from the number, the object and the word it spells", async () => {
  const folder = mkdtempSync(join(tmpdir(), "recorded-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "cases.json");
  const cases = [
    recording("a number", 1, "1"),
    recording("its text", "1", '"1"'),
    recording("text for a number", "1", "1"),
    recording("text within", { a: "1" }, { a: 1 }),
    recording("an object in text", { a: "{}" }, '{"a":{}}'),
  ];
  writeFileSync(file, JSON.stringify(cases));
  const { passed, failed } = await replayRecorded(file);
  expect(passed).toEqual(["a number", "its text"]);
  expect(failed.map(([, reason]) => reason)).toEqual([
    '/2/stateExitedEventDetails/output: expected 1, got "1"',
    '/2/stateExitedEventDetails/output/a: expected 1, got "1"',
    '/2/stateExitedEventDetails/output/a: expected {}, got "{}"',
  ]);
});
