import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { type OnboardingId, parseOnboardingId, type VendorId } from "../domain/ids.ts";
import { expressions, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { termKey, termsPk } from "./dynamo-keys.ts";
import { putItem, queryItems, removeItem, type Table } from "./dynamo-table.ts";
import { put, remove } from "./dynamo-transaction.ts";
import type { TermRange } from "./search-terms.ts";
import type { Term, TermChanges } from "./term-changes.ts";

/** As parts of a transaction. */
export const termWrites = (
  table: Table,
  id: OnboardingId,
  { added, removed }: TermChanges,
): TransactWriteItem[] => [
  ...removed.map(({ term, source }) => remove(table, termKey(id, term, source))),
  ...added.map((term) => put(table, termItem(id, term))),
];

/** Each by itself, at once: they may be written any number of times. */
export async function writeTerms(
  table: Table,
  id: OnboardingId,
  { added, removed }: TermChanges,
): Promise<void> {
  await Promise.all([
    ...removed.map(({ term, source }) => removeItem(table, termKey(id, term, source), {})),
    ...added.map((term) => putItem(table, { Item: termItem(id, term) })),
  ]);
}

const termItem = (id: OnboardingId, { term, source }: Term): Item =>
  itemOf({ ...termKey(id, term, source), term });

/** Who is found by a term, and by which record of theirs. */
export interface Match {
  readonly id: OnboardingId;
  readonly source: string;
}

const LONGEST_KEY = 1024;
const LAST_CHARACTER = "\u{10FFFF}";

/** Exact terms are a range of one. */
export const exactly = (term: string): TermRange => ({ from: term, to: `${term}\u0001` });

/** The vendor's own only. */
export async function* findTerms(
  table: Table,
  vendor: VendorId,
  { from, to }: TermRange,
): AsyncGenerator<Match, void, undefined> {
  // Keys go on after their term, so that an exact term's keys lie beyond the range of the term itself.
  const after = `${from}#${LAST_CHARACTER}`;
  const last = after > to ? after : to;
  if (Buffer.byteLength(last) > LONGEST_KEY) return;
  const found = queryItems(table, {
    ...expressions(
      {
        KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :last",
        FilterExpression: "#term >= :from AND #term < :to",
      },
      { pk: termsPk(vendor), from, to, last },
    ),
    ConsistentRead: true,
  });
  for await (const item of found) yield matchIn(item);
}

function matchIn(item: Item): Match {
  const [id = "", source = ""] = textIn(item, "sk")
    .slice(textIn(item, "term").length + 1)
    .split("#");
  const parsed = parseOnboardingId(id);
  if (!parsed) throw new Error(`A search term points to ${id}, which is no onboarding.`);
  return { id: parsed, source };
}
