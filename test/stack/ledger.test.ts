import { expect, test } from "vitest";
import { costsOf } from "./ledger.ts";
import type { Entry, Trigger } from "./recorder.ts";

const invocation = (name: string, given: Partial<Extract<Entry, { kind: "invocation" }>> = {}): Entry => ({
  at: 0,
  kind: "invocation",
  function: name,
  trigger: "stream",
  memoryMb: 512,
  durationMs: 99.5,
  cpuMs: 40,
  maxRssMb: 90,
  initMs: null,
  failed: false,
  ...given,
});

const call = (caller: string, name: string, [readUnits, writeUnits] = [0, 0]): Entry => ({
  at: 0,
  kind: "call",
  caller,
  service: name.split(":")[0] ?? "",
  operation: name.split(":")[1] ?? "",
  needed: [],
  denied: [],
  status: 200,
  requestBytes: 10,
  responseBytes: 10,
  readUnits: readUnits ?? 0,
  writeUnits: writeUnits ?? 0,
});

test("adds up what functions took, by function, and leaves out what an operator did", () => {
  const costs = costsOf(
    [
      invocation("dispatch", { initMs: 200.2 }),
      invocation("dispatch"),
      invocation("tick"),
      call("dispatch", "dynamodb:TransactWriteItems", [0, 6]),
      call("dispatch", "dynamodb:GetItem", [1, 0]),
      call("dispatch", "s3:PutObject"),
      call("operator", "dynamodb:PutItem", [0, 1]),
      { at: 0, kind: "mail", to: "a@b.example", bytes: 1 },
      { at: 0, kind: "event", type: "Scheduled Event" },
      { at: 0, kind: "event", type: "Email Delivered" },
    ],
    5,
  );
  expect(costs).toMatchObject({
    transitions: 5,
    invocations: 3,
    readUnits: 1,
    writeUnits: 6,
    mails: 1,
    s3Puts: 1,
    busEvents: 1,
  });
  expect(costs.functions["dispatch"]).toMatchObject({ invocations: 2, coldStarts: 1 });
  expect(costs.functions["dispatch"]?.gbSeconds).toBeCloseTo((0.5 * (300 + 100)) / 1000, 6);
});

test("counts what passed a queue and a pipe, a pipe's message by its size", () => {
  const costs = costsOf(
    [
      { at: 0, kind: "queue", queue: "q", operation: "SendMessage", requests: 1 },
      { at: 0, kind: "queue", queue: "q", operation: "DeleteMessage", requests: 2 },
      { at: 0, kind: "pipe", bytes: 65_536 },
      { at: 0, kind: "pipe", bytes: 65_537 },
    ],
    0,
  );
  expect(costs).toMatchObject({ queueRequests: 3, pipeRequests: 3 });
});

const by = (trigger: Trigger): number => costsOf([invocation("any", { trigger })], 0).traces;

test("an invocation by a function or an execution goes on with their trace, every other begins one", () => {
  expect((["http", "stream", "schedule", "event", "queue"] as const).map(by)).toEqual([1, 1, 1, 1, 1]);
  expect((["async", "sync", "state_machine"] as const).map(by)).toEqual([0, 0, 0]);
});
