import type { OnboardingId } from "../domain/ids.ts";
import type { Deliveries, Delivery } from "../domain/world.ts";
import {
  expressions,
  instantIn,
  type Item,
  itemOf,
  maybeNumberIn,
  maybeTextIn,
  numberIn,
  textIn,
} from "./dynamo-item.ts";
import { deliveryKey, stateKey } from "./dynamo-keys.ts";
import { expectOnboarding } from "./dynamo-state.ts";
import { putItem, queryItems, type Table, takeAll } from "./dynamo-table.ts";

/** One item per try; the same try told twice is one item. */
export function dynamoDeliveries(table: Table): Deliveries {
  return {
    async add({ onboarding, ...rest }) {
      await expectOnboarding(table, onboarding);
      const key = deliveryKey(onboarding, rest.effect, rest.attempt);
      await putItem(table, { Item: itemOf({ ...key, ...rest }) });
    },
    of: (id) => readDeliveries(table, id),
  };
}

async function readDeliveries(table: Table, id: OnboardingId): Promise<readonly Delivery[]> {
  const items = queryItems(table, {
    ...expressions(
      { KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :sk)" },
      { pk: stateKey(id).pk, sk: "DELIVERY#" },
    ),
    ConsistentRead: true,
  });
  const deliveries = (await takeAll(items)).map((item) => deliveryIn(id, item));
  return deliveries.toSorted((a, b) => a.at - b.at || a.attempt - b.attempt);
}

const deliveryIn = (onboarding: OnboardingId, item: Item): Delivery => ({
  onboarding,
  effect: textIn(item, "effect"),
  attempt: numberIn(item, "attempt"),
  at: instantIn(item, "at"),
  status: maybeNumberIn(item, "status"),
  error: maybeTextIn(item, "error"),
});
