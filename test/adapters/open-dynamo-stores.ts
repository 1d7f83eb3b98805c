import { UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe } from "vitest";
import { stateKey } from "../../adapters/dynamo-keys.ts";
import { type DynamoStore, openDynamoStore } from "../../adapters/dynamo-store.ts";
import { folderDocuments } from "../../adapters/folder-documents.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { type OpenStores, portsOf } from "../contracts/stores.ts";
import { type DynamoDbLocal, hasJava, startDynamoDbLocal } from "../dynamodb-local.ts";
import { T0, testHmac } from "../make.ts";

/** Runs these against one DynamoDB Local, started before and stopped after them. Without Java they are skipped. */
export function onDynamo(suite: (local: () => DynamoDbLocal) => void): void {
  describe.skipIf(!hasJava)("on DynamoDB", () => {
    let local: DynamoDbLocal | undefined;
    beforeAll(async () => {
      local = await startDynamoDbLocal();
    });
    afterAll(() => local?.stop());
    suite(() => {
      if (!local) throw new Error("DynamoDB Local was not started.");
      return local;
    });
  });
}

/** Each commit wakes whoever asks what is due of its onboarding, as the stream does. */
const waking = (store: DynamoStore): DynamoStore => ({
  ...store,
  onboardings: {
    ...store.onboardings,
    async save(commit) {
      const outcome = await store.onboardings.save(commit);
      await store.effects.dueOf(commit.onboarding.id, T0);
      return outcome;
    },
  },
});

/** An empty table for each store, all ports on it. */
export const dynamoStores =
  (local: () => DynamoDbLocal): OpenStores =>
  async () => {
    const table = await local().createTable();
    const folder = mkdtempSync(join(tmpdir(), "dynamo-documents-"));
    const open = () =>
      waking(
        openDynamoStore({
          client: local().client(),
          table,
          documents: folderDocuments(folder),
          hmac: testHmac,
          entersTerms: true,
        }),
      );
    let store = open();
    return Object.assign(
      portsOf(() => store),
      {
        async garble(id: OnboardingId) {
          const { pk, sk } = stateKey(id);
          await local()
            .client()
            .send(
              new UpdateItemCommand({
                TableName: table,
                Key: { pk: { S: pk }, sk: { S: sk } },
                UpdateExpression: "SET body = :garbage",
                ExpressionAttributeValues: { ":garbage": { B: Buffer.from("never packed") } },
              }),
            );
        },
        async reopen() {
          store.close();
          store = open();
        },
        async close() {
          store.close();
          await local().dropTable(table);
          rmSync(folder, { recursive: true });
        },
      },
    );
  };
