import { describe, expect, test } from "vitest";
import type { Resource } from "./deployment.ts";
import type { Json, SdkCall } from "./sdk-call.ts";
import { itemSize, tableMeter } from "./table-units.ts";

const table: Resource = {
  stack: "state",
  logicalId: "Table",
  type: "AWS::DynamoDB::Table",
  ref: "table",
  attributes: {},
  properties: {
    KeySchema: [{ AttributeName: "pk" }, { AttributeName: "sk" }],
    GlobalSecondaryIndexes: [
      {
        IndexName: "due",
        KeySchema: [{ AttributeName: "shard" }, { AttributeName: "dueAt" }],
        Projection: { ProjectionType: "KEYS_ONLY" },
      },
      {
        IndexName: "list",
        KeySchema: [{ AttributeName: "listPk" }],
        Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["status"] },
      },
    ],
  },
};

const open = () => tableMeter({ ofType: () => [table] });

const call = (operation: string, input: Json): SdkCall => ({
  caller: "dispatch",
  service: "dynamodb",
  operation,
  input,
});
const said = (answer: object): Buffer => Buffer.from(JSON.stringify(answer));
const DONE = said({});

const key = (sk: string) => ({ pk: { S: "V#demo#O#1" }, sk: { S: sk } });
const put = (sk: string, more: object = {}) => call("PutItem", { Item: { ...key(sk), ...more } });
const text = (length: number) => ({ body: { S: "x".repeat(length) } });
const due = (at: number) => ({ shard: { S: "0" }, dueAt: { N: String(at) } });

const listed = (status: string) => ({ listPk: { S: "V#demo" }, status: { S: status } });
const read = (operation: string, input: Json, units: number) =>
  open().unitsOf(call(operation, input), said({ ConsumedCapacity: { CapacityUnits: units } }), 200).readUnits;

describe("the size of an item", () => {
  test("is that of its names and values", () => {
    expect(itemSize({ pk: { S: "äb" }, n: { N: "1234" }, b: { B: "AAAA" }, f: { BOOL: true } })).toBe(
      2 + 3 + (1 + 3) + (1 + 3) + (1 + 1),
    );
  });

  test("counts lists and maps with what holds them together", () => {
    expect(itemSize({ l: { L: [{ S: "ab" }] } })).toBe(1 + 3 + 1 + 2);
    expect(itemSize({ m: { M: { x: { S: "ab" } } } })).toBe(1 + 3 + 1 + 1 + 2);
  });
});

describe("writes", () => {
  test("come in steps of a kilobyte, of the larger of what was and what is", () => {
    const meter = open();
    expect(meter.unitsOf(put("STATE", text(1500)), DONE, 200).writeUnits).toBe(2);
    expect(meter.unitsOf(put("STATE"), DONE, 200).writeUnits).toBe(2);
    expect(meter.unitsOf(put("STATE"), DONE, 200).writeUnits).toBe(1);
  });

  test("count double within a transaction, a look at another item too, but not their indexes", () => {
    const written = call("TransactWriteItems", {
      TransactItems: [
        { Put: { Item: { ...key("COMMIT#1"), ...due(5) } } },
        { ConditionCheck: { Key: key("STATE") } },
      ],
    });
    expect(open().unitsOf(written, DONE, 200).writes).toEqual({ COMMIT: 2, STATE: 2, "index due": 1 });
  });

  test("move an entry of an index by a delete and a put, and leave one alone that stays as it was", () => {
    const meter = open();
    const writes = (more: object) => meter.unitsOf(put("STATE", more), DONE, 200).writes;
    expect(writes(due(5))).toEqual({ STATE: 1, "index due": 1 });
    expect(writes({ ...due(5), ...text(10) })).toEqual({ STATE: 1 });
    expect(writes(due(6))).toEqual({ STATE: 1, "index due": 2 });
    expect(writes({})).toEqual({ STATE: 1, "index due": 1 });
  });

  test("change an entry of an index in place when only what it carries differs", () => {
    const meter = open();
    meter.unitsOf(put("STATE", listed("in_progress")), DONE, 200);
    expect(meter.unitsOf(put("STATE", listed("completed")), DONE, 200).writes).toEqual({
      STATE: 1,
      "index list": 1,
    });
  });

  test("know an updated item from what the service says it became", () => {
    const meter = open();
    meter.unitsOf(put("COMMIT#1", due(5)), DONE, 200);
    const settle = call("UpdateItem", { Key: key("COMMIT#1"), UpdateExpression: "REMOVE #d" });
    const answer = said({ Attributes: key("COMMIT#1") });
    expect(meter.unitsOf(settle, answer, 200).writes).toEqual({ EFFECT: 1, "index due": 1 });
  });

  test("take what they would have taken of the table when their condition fails, and change nothing", () => {
    const meter = open();
    meter.unitsOf(put("STATE", due(5)), DONE, 200);
    expect(meter.unitsOf(put("STATE", due(6)), said({}), 400).writes).toEqual({ STATE: 1 });
    expect(meter.unitsOf(put("STATE", due(5)), DONE, 200).writes).toEqual({ STATE: 1 });
  });
});

describe("reads", () => {
  test("are what the service says", () => {
    expect(read("Query", { ConsistentRead: true }, 3)).toBe(3);
  });

  test("are never for nothing", () => {
    expect(read("GetItem", { ConsistentRead: true }, 0)).toBe(1);
    expect(read("Query", {}, 0)).toBe(0.5);
    expect(read("BatchGetItem", { RequestItems: { table: { Keys: [{}, {}] } } }, 0)).toBe(1);
  });
});

test("what lies in the table counts with its entries in indexes, and the table can be made anew", () => {
  const meter = open();
  meter.unitsOf(put("STATE", due(5)), DONE, 200);
  const item = itemSize({ ...key("STATE"), ...due(5) });
  expect(meter.storedBytes("demo")).toBe(2 * (item + 100));
  expect(meter.storedBytes("other")).toBe(0);
  meter.forget();
  expect(meter.storedBytes("demo")).toBe(0);
});
