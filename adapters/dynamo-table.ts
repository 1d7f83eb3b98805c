import { setTimeout } from "node:timers/promises";
import {
  type AttributeValue,
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DeleteItemCommandInput,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  TransactionConflictException,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import { type Item, itemOf, textIn } from "./dynamo-item.ts";
import { withFaults } from "./dynamo-fault.ts";
import type { Key } from "./dynamo-keys.ts";

export interface Table {
  readonly client: DynamoDBClient;
  readonly name: string;
}

export const keyItem = ({ pk, sk }: Key): Item => itemOf({ pk, sk });
export const keyIn = (item: Item): Key => ({ pk: textIn(item, "pk"), sk: textIn(item, "sk") });
/** Tells one key from every other. */
export const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** Strongly consistent. */
export async function readItem({ client, name }: Table, key: Key): Promise<Item | null> {
  const { Item: item } = await withFaults(name, () =>
    client.send(new GetItemCommand({ TableName: name, Key: keyItem(key), ConsistentRead: true })),
  );
  return item ?? null;
}

const TRIES = 5;
const CONFLICT_PAUSE = 20;

/** `false`: the condition did not hold. A transaction on the same item is over in a moment; the client does not wait for it. */
async function conditionally(work: () => Promise<unknown>): Promise<boolean> {
  for (let tries = 1; ; tries++) {
    try {
      await work();
      return true;
    } catch (cause) {
      if (cause instanceof ConditionalCheckFailedException) return false;
      if (!(cause instanceof TransactionConflictException) || tries === TRIES) throw cause;
      await setTimeout(CONFLICT_PAUSE * 2 ** tries * (0.5 + Math.random() / 2));
    }
  }
}

/** `false`: the condition did not hold. */
export const putItem = (
  { client, name }: Table,
  input: Omit<PutItemCommandInput, "TableName">,
): Promise<boolean> =>
  conditionally(() => withFaults(name, () => client.send(new PutItemCommand({ TableName: name, ...input }))));

/** `false`: the condition did not hold. */
export const updateItem = (
  { client, name }: Table,
  key: Key,
  input: Omit<UpdateItemCommandInput, "TableName" | "Key">,
): Promise<boolean> =>
  conditionally(() =>
    withFaults(name, () =>
      client.send(new UpdateItemCommand({ TableName: name, Key: keyItem(key), ...input })),
    ),
  );

/** Only when the condition holds. */
export async function removeItem(
  { client, name }: Table,
  key: Key,
  when: Omit<DeleteItemCommandInput, "TableName" | "Key">,
): Promise<void> {
  await conditionally(() =>
    withFaults(name, () =>
      client.send(new DeleteItemCommand({ TableName: name, Key: keyItem(key), ...when })),
    ),
  );
}

/** Page after page, as long as somebody asks for more. */
export async function* queryItems(
  { client, name }: Table,
  input: Omit<QueryCommandInput, "TableName">,
): AsyncGenerator<Item, void, undefined> {
  let from: Record<string, AttributeValue> | undefined;
  do {
    const page = await withFaults(name, () =>
      client.send(
        new QueryCommand({ TableName: name, ...input, ...(from ? { ExclusiveStartKey: from } : {}) }),
      ),
    );
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey;
  } while (from);
}

/** As many as asked for, if there are so many. */
export async function take(items: AsyncIterable<Item>, count: number): Promise<Item[]> {
  const taken: Item[] = [];
  for await (const item of items) {
    if (taken.push(item) >= count) break;
  }
  return taken;
}

export const takeAll = (items: AsyncIterable<Item>): Promise<Item[]> => take(items, Infinity);

const AT_ONCE = 100;
const PAUSE = 10;
const LONGEST_PAUSE = 1000;
/** The items of these keys in their order; what is not there is left out. */
export async function readItems(
  table: Table,
  keys: readonly Key[],
  { consistent }: { readonly consistent: boolean },
): Promise<Item[]> {
  const unique = [...new Map(keys.map((key) => [nameOf(key), key])).values()];
  const found = new Map<string, Item>();
  for (let start = 0; start < unique.length; start += AT_ONCE) {
    const batch = unique.slice(start, start + AT_ONCE).map(keyItem);
    for await (const item of batchOf(table, batch, consistent)) found.set(nameOf(keyIn(item)), item);
  }
  return keys.map((key) => found.get(nameOf(key))).filter((item) => item !== undefined);
}

/** A response stops at 16 MB, or where it would be throttled: the rest is asked for again. */
async function* batchOf({ client, name }: Table, keys: Item[], consistent: boolean): AsyncGenerator<Item> {
  let left = keys;
  for (let tries = 0; left.length > 0; tries++) {
    if (tries > 0) await setTimeout(Math.min(PAUSE * 2 ** tries, LONGEST_PAUSE));
    const RequestItems = { [name]: { Keys: left, ConsistentRead: consistent } };
    const { Responses, UnprocessedKeys } = await withFaults(name, () =>
      client.send(new BatchGetItemCommand({ RequestItems })),
    );
    yield* Responses?.[name] ?? [];
    left = UnprocessedKeys?.[name]?.Keys ?? [];
  }
}
