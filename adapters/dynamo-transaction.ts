import { createHash, randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  type CancellationReason,
  TransactionCanceledException,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import { DynamoFault, isTooLarge, withFaults } from "./dynamo-fault.ts";
import { expressions, type Item } from "./dynamo-item.ts";
import type { Key } from "./dynamo-keys.ts";
import { keyItem, type Table } from "./dynamo-table.ts";

/** Expressions as `expressions` makes them. */
type Terms = ReturnType<typeof expressions>;

/** The condition that nothing lies under this key. */
export const NEW = expressions({ ConditionExpression: "attribute_not_exists(#pk)" });

const SHOW = { ReturnValuesOnConditionCheckFailure: "ALL_OLD" } as const;

export const put = ({ name }: Table, item: Item, when?: Terms): TransactWriteItem => ({
  Put: { TableName: name, Item: item, ...(when ? { ...when, ...SHOW } : {}) },
});

export const remove = ({ name }: Table, key: Key, when?: Terms): TransactWriteItem => ({
  Delete: { TableName: name, Key: keyItem(key), ...when },
});

export const update = (
  { name }: Table,
  key: Key,
  how: Terms & { readonly UpdateExpression: string },
): TransactWriteItem => ({ Update: { TableName: name, Key: keyItem(key), ...how, ...SHOW } });

/** Why one item of a transaction stopped all of it; `null` for those that did not. */
export interface Obstacle {
  /** `conflict`: somebody else was writing the item at the same moment. */
  readonly kind: "condition" | "conflict";
  /** As it was found, where the condition asked for it. */
  readonly found: Item | null;
}

const MOST = 100;
const TRIES = 4;
const PAUSE = 50;

/**
 * All of these writes, or none and what stood in the way, one for each in their order. Within ten minutes the same token
 * counts as written; unless given, each call has its own. Throws `DynamoFault` for whatever else went wrong.
 */
export async function transact(
  table: Table,
  items: readonly TransactWriteItem[],
  token: string = randomUUID(),
): Promise<readonly (Obstacle | null)[] | null> {
  if (items.length > MOST) {
    throw new DynamoFault("too_large", table.name, { detail: `${items.length} items` });
  }
  for (let tries = 1; ; tries++) {
    const reasons = await send(table, items, token);
    if (!reasons) return null;
    const obstacles = reasons.map(obstacleIn);
    if (obstacles.some((obstacle) => obstacle !== null)) return obstacles;
    if (tries === TRIES || !reasons.some(isThrottled)) throw faultOf(table, reasons);
    await setTimeout(PAUSE * 2 ** tries * (0.5 + Math.random() / 2));
  }
}

/** Why it was canceled, `null` when it was written. The client itself asks again where nothing answered. */
async function send(
  { client, name }: Table,
  items: readonly TransactWriteItem[],
  token: string,
): Promise<readonly CancellationReason[] | null> {
  try {
    const input = { TransactItems: [...items], ClientRequestToken: token };
    await withFaults(name, () => client.send(new TransactWriteItemsCommand(input)));
    return null;
  } catch (cause) {
    if (!(cause instanceof TransactionCanceledException)) throw cause;
    return cause.CancellationReasons ?? [];
  }
}

/**
 * For writes that can only happen once: made from all of them, so that who lost the answer may bring the same again.
 * 36 characters are the most.
 */
export const tokenOf = (items: readonly TransactWriteItem[]): string =>
  createHash("sha256").update(JSON.stringify(items)).digest("base64url").slice(0, 36);

function obstacleIn({ Code: code, Item: found }: CancellationReason): Obstacle | null {
  if (code === "ConditionalCheckFailed") return { kind: "condition", found: found ?? null };
  return code === "TransactionConflict" ? { kind: "conflict", found: null } : null;
}

const THROTTLED = ["ThrottlingError", "ProvisionedThroughputExceeded"];
const isThrottled = ({ Code: code }: CancellationReason): boolean => THROTTLED.includes(code ?? "");

function faultOf({ name }: Table, reasons: readonly CancellationReason[]): DynamoFault {
  const said = reasons.filter(({ Code: code }) => code !== undefined && code !== "None");
  const detail = said.map(({ Code: code, Message: message }) => `${code}: ${message ?? ""}`).join("; ");
  if (reasons.some(isThrottled)) return new DynamoFault("throttled", name, { detail });
  return new DynamoFault(isTooLarge(detail) ? "too_large" : "cancelled", name, { detail });
}
