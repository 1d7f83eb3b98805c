import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AttributeValue, ScanCommandOutput } from "@aws-sdk/client-dynamodb";
import { inject } from "vitest";
import { REGION } from "./physical-ids.ts";

/** Somebody in the AWS console, who may do anything. */
export const OPERATOR = {
  region: REGION,
  credentials: { accessKeyId: "operator", secretAccessKey: "of-no-use" },
} as const;

export type TableItem = Record<string, AttributeValue>;

/** The table as an operator sees it in the AWS console. */
export const tableClient = (): DynamoDBClient =>
  new DynamoDBClient({ ...OPERATOR, endpoint: inject("stack").place.sdkEndpoint });

/** The items of the table that somebody looks for. */
export async function inTable(wanted: (item: TableItem) => boolean): Promise<readonly TableItem[]> {
  const client = tableClient();
  const found: TableItem[] = [];
  let from: TableItem | undefined;
  do {
    const page: Pick<ScanCommandOutput, "Items" | "LastEvaluatedKey"> = await client.send(
      new ScanCommand({
        TableName: inject("stack").place.table,
        ConsistentRead: true,
        ExclusiveStartKey: from,
      }),
    );
    found.push(...(page.Items ?? []).filter(wanted));
    from = page.LastEvaluatedKey;
  } while (from);
  client.destroy();
  return found;
}
