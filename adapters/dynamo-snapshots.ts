import type { Funnel } from "../domain/funnel.ts";
import type { Snapshots } from "../domain/ports.ts";
import { expressions, itemOf, textIn } from "./dynamo-item.ts";
import { MARKS, markKey, snapshotKey } from "./dynamo-keys.ts";
import { putItem, queryItems, readItem, type Table, takeAll } from "./dynamo-table.ts";

export function dynamoSnapshots(table: Table): Snapshots {
  return {
    async put(vendor, snapshot) {
      await putItem(table, { Item: itemOf({ ...snapshotKey(vendor), value: JSON.stringify(snapshot) }) });
    },
    async get(vendor) {
      const item = await readItem(table, snapshotKey(vendor));
      if (!item) return null;
      const funnel: Funnel = JSON.parse(textIn(item, "value"));
      return funnel;
    },
    async mark(name) {
      const item = await readItem(table, markKey(name));
      return item && textIn(item, "value");
    },
    async putMark(name, value) {
      await putItem(table, { Item: itemOf({ ...markKey(name), value }) });
    },
    async marks(prefix) {
      const items = queryItems(table, {
        ...expressions(
          { KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)" },
          { pk: MARKS, prefix },
        ),
        ConsistentRead: true,
      });
      return (await takeAll(items)).map((item) => ({
        name: textIn(item, "sk"),
        value: textIn(item, "value"),
      }));
    },
  };
}
