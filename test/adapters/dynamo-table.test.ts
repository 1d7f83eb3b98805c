import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe, expect, onTestFinished, test } from "vitest";
import { putItem, updateItem } from "../../adapters/dynamo-table.ts";
import type { Table } from "../../adapters/dynamo-table.ts";
import { awsClient, loopbackServer } from "../loopback-server.ts";

/** A table on which a transaction is under way for the first so many calls. */
async function contested(conflicts: number): Promise<{ table: Table; calls: () => number }> {
  let calls = 0;
  const endpoint = await loopbackServer((request, response) => {
    request.resume();
    const type = "com.amazonaws.dynamodb.v20120810#TransactionConflictException";
    const [status, body] = calls++ < conflicts ? [400, { __type: type, message: "ongoing" }] : [200, {}];
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(JSON.stringify(body));
  });
  const client = new DynamoDBClient(awsClient(endpoint));
  onTestFinished(() => client.destroy());
  return { table: { client, name: "contested" }, calls: () => calls };
}

describe("a write that meets a transaction on the same item", () => {
  test("is made again until that is over", async () => {
    const { table, calls } = await contested(4);
    expect(await putItem(table, { Item: { pk: { S: "a" }, sk: { S: "b" } } })).toBe(true);
    expect(calls()).toBe(5);
  });

  test("fails when it never ends", async () => {
    const { table, calls } = await contested(Infinity);
    await expect(updateItem(table, { pk: "a", sk: "b" }, {})).rejects.toThrow("ongoing");
    expect(calls()).toBe(5);
  });
});
