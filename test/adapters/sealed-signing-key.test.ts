import { createSecretKey, randomBytes } from "node:crypto";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sealedSigningKey } from "../../adapters/sealed-signing-key.ts";
import { type DynamoDbLocal, hasJava, startDynamoDbLocal } from "../dynamodb-local.ts";

describe.skipIf(!hasJava)("the key that signs credentials", () => {
  let dynamo: DynamoDbLocal;
  beforeAll(async () => {
    dynamo = await startDynamoDbLocal();
  });
  afterAll(() => dynamo.stop());

  const place = async () => ({
    client: dynamo.client(),
    table: await dynamo.createTable(),
    sealingKey: createSecretKey(randomBytes(32)),
  });

  test("is made once, by whoever is first, and is the same for all", async () => {
    const here = await place();
    const keys = await Promise.all([1, 2, 3].map(() => sealedSigningKey(here)));
    expect(new Set(keys.map(({ n }) => n)).size).toBe(1);
    expect(await sealedSigningKey(here)).toEqual(keys[0]);
  });

  test("lies in the table sealed: nothing of it can be read there", async () => {
    const here = await place();
    const { d, n } = await sealedSigningKey(here);
    const key = { pk: { S: "SIGNING-KEY" }, sk: { S: "SIGNING-KEY" } };
    const { Item: item } = await here.client.send(new GetItemCommand({ TableName: here.table, Key: key }));
    const text = Buffer.from(item?.["sealed"]?.B ?? []).toString("latin1");
    expect(text.length).toBeGreaterThan(1000);
    for (const part of [d, n, "RSA"]) expect(text).not.toContain(part);
  });

  test("cannot be opened under another master key, which is said", async () => {
    const here = await place();
    await sealedSigningKey(here);
    const other = { ...here, sealingKey: createSecretKey(randomBytes(32)) };
    await expect(sealedSigningKey(other)).rejects.toThrow("another master key");
  });
});
