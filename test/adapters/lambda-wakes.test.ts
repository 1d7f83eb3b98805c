import type { DynamoDBRecord } from "aws-lambda";
import { describe, expect, test } from "vitest";
import { stateKey } from "../../adapters/dynamo-keys.ts";
import { wakeHandler } from "../../adapters/lambda-wakes.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { ACME, GLOBEX } from "../make.ts";

const first = onboardingId(ACME, "partner00001");
const second = onboardingId(GLOBEX, "partner00002");
const invocation = { awsRequestId: "r-1", getRemainingTimeInMillis: () => 60_000 };

/** As the table's stream tells of a commit with something to do. */
const record = (id: OnboardingId, sequence: string): DynamoDBRecord => ({
  eventID: `event-${sequence}`,
  eventName: "INSERT",
  eventSource: "aws:dynamodb",
  dynamodb: {
    SequenceNumber: sequence,
    Keys: { pk: { S: stateKey(id).pk }, sk: { S: `COMMIT#${sequence}` } },
    NewImage: { work: { S: "due" } },
  },
});
const poisoned = (
  sequence: string,
  keys: NonNullable<DynamoDBRecord["dynamodb"]>["Keys"],
): DynamoDBRecord => ({
  eventID: `event-${sequence}`,
  eventSource: "aws:dynamodb",
  dynamodb: { SequenceNumber: sequence, ...(keys ? { Keys: keys } : {}) },
});

function open(failing: readonly OnboardingId[] = []) {
  const worked: OnboardingId[] = [];
  let opened = 0;
  const handler = wakeHandler(async () => {
    opened += 1;
    return async (id) => {
      worked.push(id);
      if (failing.includes(id)) throw new Error(`${id} is throttled`);
    };
  });
  const stream = (...Records: DynamoDBRecord[]) => handler({ Records }, invocation);
  return { worked, opened: () => opened, handler, stream };
}

describe("a batch of the table's stream", () => {
  test("has each onboarding worked on once, whatever the order and however often it is named", async () => {
    const { worked, stream } = open();
    const answer = await stream(
      record(second, "9"),
      record(first, "3"),
      record(second, "1"),
      record(first, "3"),
    );
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(worked.toSorted()).toEqual([first, second]);
  });

  test("that comes a second time does it a second time: a record is only a wake-up", async () => {
    const { worked, opened, stream } = open();
    await stream(record(first, "1"));
    await stream(record(first, "1"));
    expect(worked).toEqual([first, first]);
    expect(opened()).toBe(1);
  });

  test.each<[string, DynamoDBRecord]>([
    ["without keys", poisoned("2", undefined)],
    ["of no onboarding", poisoned("2", { pk: { S: "V#acme" }, sk: { S: "VENDOR" } })],
    [
      "of another vendor's onboarding",
      poisoned("2", { pk: { S: `V#acme#O#${second}` }, sk: { S: "STATE" } }),
    ],
    ["with a key of another type", poisoned("2", { pk: { N: "1" }, sk: { S: "STATE" } })],
  ])("reports a record %s and works on the rest", async (_, bad) => {
    const { worked, stream } = open();
    const answer = await stream(record(first, "1"), bad, record(second, "3"));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "2" }] });
    expect(worked.toSorted()).toEqual([first, second]);
  });

  test("reports all records of an onboarding that could not be worked on, and no other", async () => {
    const { worked, stream } = open([first]);
    const answer = await stream(record(first, "1"), record(second, "2"), record(first, "3"));
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }, { itemIdentifier: "3" }] });
    expect(worked.toSorted()).toEqual([first, second]);
  });

  test("of which nothing could be done is reported whole, record by record", async () => {
    const { stream } = open([first]);
    expect(await stream(record(first, "1"))).toEqual({ batchItemFailures: [{ itemIdentifier: "1" }] });
  });
});

describe("a wake-up by tick", () => {
  test("has each of the onboardings worked on once", async () => {
    const { worked, handler } = open();
    await handler({ wake: [first, second, first] }, invocation);
    expect(worked.toSorted()).toEqual([first, second]);
  });

  test("fails when one of them does, after the others were worked on", async () => {
    const { worked, handler } = open([first]);
    await expect(handler({ wake: [first, "nonsense", second] }, invocation)).rejects.toThrow("2 of 3");
    expect(worked).toContain(second);
  });
});

test("what could not be opened is opened anew for the next event", async () => {
  let tries = 0;
  const handler = wakeHandler(async () => {
    tries += 1;
    if (tries === 1) throw new Error("no secret");
    return async () => {};
  });
  await expect(handler({ wake: [first] }, invocation)).rejects.toThrow("no secret");
  await handler({ wake: [first] }, invocation);
  expect(tries).toBe(2);
});
