import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { type Instant, instant } from "../domain/ids.ts";

export type Item = Record<string, AttributeValue>;

/** What attributes are made from. `null` is an attribute that is not there. */
export type Values = Readonly<Record<string, string | number | boolean | Uint8Array | null>>;

export function attribute(value: string | number | boolean | Uint8Array): AttributeValue {
  if (typeof value === "string") return { S: value };
  if (typeof value === "number") return { N: String(value) };
  return typeof value === "boolean" ? { BOOL: value } : { B: value };
}

export function itemOf(values: Values): Item {
  const item: Item = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== null) item[name] = attribute(value);
  }
  return item;
}

const missing = (name: string, kind: string): Error => new Error(`The attribute ${name} holds no ${kind}.`);

export const maybeTextIn = (item: Item, name: string): string | null => item[name]?.S ?? null;

export function textIn(item: Item, name: string): string {
  const value = maybeTextIn(item, name);
  if (value === null) throw missing(name, "text");
  return value;
}

export function maybeNumberIn(item: Item, name: string): number | null {
  const value = item[name]?.N;
  return value === undefined ? null : Number(value);
}

export function numberIn(item: Item, name: string): number {
  const value = maybeNumberIn(item, name);
  if (value === null) throw missing(name, "number");
  return value;
}

export const instantIn = (item: Item, name: string): Instant => instant(numberIn(item, name));

export function bytesIn(item: Item, name: string): Uint8Array {
  const value = item[name]?.B;
  if (value === undefined) throw missing(name, "bytes");
  return value;
}

export const flagIn = (item: Item, name: string): boolean => item[name]?.BOOL ?? false;

const PARTS = [
  "ConditionExpression",
  "UpdateExpression",
  "KeyConditionExpression",
  "FilterExpression",
] as const;
type Expressions = { readonly [P in (typeof PARTS)[number]]?: string };

/** Expressions with what they need: `#name` is the attribute of that name, `:name` the value of that name. */
export function expressions<E extends Expressions>(texts: E, values: Values = {}) {
  const names = PARTS.flatMap((part) => texts[part]?.match(/#\w+/g) ?? []);
  const given = Object.entries(itemOf(values)).map(([name, value]): [string, AttributeValue] => [
    `:${name}`,
    value,
  ]);
  return {
    ...texts,
    ...(names.length > 0
      ? { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [name, name.slice(1)])) }
      : {}),
    ...(given.length > 0 ? { ExpressionAttributeValues: Object.fromEntries(given) } : {}),
  };
}
