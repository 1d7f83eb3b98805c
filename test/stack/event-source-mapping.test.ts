import { expect, test } from "vitest";
import { fitsPattern } from "./event-pattern.ts";
import { eventSourceMapping } from "./event-source-mapping.ts";
import type { MappingSettings } from "./event-source-mapping.ts";
import type { Functions } from "./functions.ts";
import type { StreamRecord } from "./stream-reader.ts";

const record = (name: string, lane = "work"): StreamRecord => ({
  eventID: name,
  eventName: "INSERT",
  dynamodb: { SequenceNumber: name, Keys: { pk: { S: name } }, NewImage: { lane: { S: lane } } },
});

const settings = (given: Partial<MappingSettings>): MappingSettings => ({
  EventSourceArn: "stream",
  FunctionName: "dispatch",
  BatchSize: 10,
  MaximumBatchingWindowInSeconds: 1,
  MaximumRetryAttempts: 2,
  MaximumRecordAgeInSeconds: -1,
  BisectBatchOnFunctionError: true,
  FunctionResponseTypes: ["ReportBatchItemFailures"],
  StartingPosition: "TRIM_HORIZON",
  ParallelizationFactor: 1,
  DestinationConfig: { OnFailure: { Destination: "queue" } },
  Enabled: true,
  FilterCriteria: { Filters: [{ Pattern: '{"dynamodb":{"NewImage":{"lane":{"S":["work"]}}}}' }] },
  ...given,
});

type Handle = (names: readonly string[]) => unknown;

/** Runs records through a mapping whose function is `handle`. */
async function run(handle: Handle, records: readonly StreamRecord[], given: Partial<MappingSettings> = {}) {
  const batches: (readonly string[])[] = [];
  const givenUp: string[] = [];
  const measured = { durationMs: 0, cpuMs: 0, maxRssMb: 0, initMs: null };
  const functions: Pick<Functions, "invoke"> = {
    async invoke({ event }) {
      const { Records }: { Records: readonly StreamRecord[] } = Object(event);
      const names = Records.map(({ eventID }) => eventID);
      batches.push(names);
      try {
        return { ...measured, ok: true, payload: handle(names) };
      } catch (fault) {
        const error = { errorType: "Error", errorMessage: String(fault), trace: [] };
        return { ...measured, ok: false, timedOut: false, error };
      }
    },
  };
  const mapping = eventSourceMapping({
    settings: settings(given),
    functions,
    onGivenUp: (_queue, batch) => givenUp.push(...batch.map(({ eventID }) => eventID)),
  });
  for (const one of records) mapping.offer(one);
  while (mapping.waiting() > 0) await new Promise((resolve) => setTimeout(resolve, 1));
  return { batches, givenUp };
}

test("records that pass the filter come in batches, in order", async () => {
  const { batches } = await run(() => null, [record("a"), record("b", "webhook"), record("c"), record("d")], {
    BatchSize: 2,
  });
  expect(batches).toEqual([["a", "c"], ["d"]]);
});

test("a poisoned record is isolated and given up, and the rest goes on", async () => {
  const { batches, givenUp } = await run(
    (names) => {
      if (names.includes("b")) throw new Error("poison");
    },
    [record("a"), record("b"), record("c"), record("d")],
  );
  expect(givenUp).toEqual(["b"]);
  expect(batches.filter((names) => !names.includes("b")).flat()).toEqual(
    expect.arrayContaining(["a", "c", "d"]),
  );
});

test("what comes before the first named failure is not repeated", async () => {
  let tries = 0;
  const { batches, givenUp } = await run(
    (names) => {
      const failing = names.includes("b") && ++tries < 3;
      return { batchItemFailures: failing ? [{ itemIdentifier: "b" }] : [] };
    },
    [record("a"), record("b")],
  );
  expect(givenUp).toEqual([]);
  expect(batches).toEqual([["a", "b"], ["b"], ["b"]]);
});

test("a pattern asks for one of the values of every field it names", () => {
  const event = { source: "aws.ses", detail: { tags: { set: ["one", "two"] } } };
  expect(fitsPattern({ source: ["aws.ses", "other"], detail: { tags: { set: ["two"] } } }, event)).toBe(true);
  expect(fitsPattern({ detail: { tags: { set: ["three"] } } }, event)).toBe(false);
  expect(fitsPattern({ detail: { absent: [{ exists: false }] } }, event)).toBe(true);
  expect(() => fitsPattern({ source: [{ wildcard: "a*" }] }, event)).toThrow("wildcard");
});
