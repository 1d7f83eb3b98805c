import { type OnboardingId, parseOnboardingId, type VendorId, vendorOf } from "../domain/ids.ts";
import type { Listing, ListQuery } from "../domain/ports.ts";
import type { Summary } from "../domain/summary.ts";
import type { Hmac } from "../domain/world.ts";
import { referenceTerm } from "./dynamo-commit.ts";
import { type Filter, listFilters, stateFilters, WAITS, WAITS_NOT } from "./dynamo-filters.ts";
import { expressions, type Item, textIn } from "./dynamo-item.ts";
import { type Key, listPk, onboardingOfKey, stateKey, waitingPk } from "./dynamo-keys.ts";
import { summaryIn } from "./dynamo-state.ts";
import { keyIn, queryItems, readItems, type Table, take, takeAll } from "./dynamo-table.ts";
import { exactly, findTerms } from "./dynamo-terms.ts";
import { vendorsIn } from "./dynamo-vendors.ts";
import { openCursor, sealCursor } from "./list-cursor.ts";
import { readable, type Unread } from "./readable.ts";
import { searchRanges } from "./search-terms.ts";

/** Lists are made of parts, each in an order of its own: `waiting` first those that wait, then the rest. */
interface Part {
  readonly name: string;
  readonly index: "list" | "work";
  readonly partition: (vendor: VendorId) => string;
  readonly descending: boolean;
  readonly filters: readonly Filter[];
}

const NEWEST: Part = { name: "newest", index: "list", partition: listPk, descending: true, filters: [] };
const WAITING: Part = {
  name: "waiting",
  index: "work",
  partition: waitingPk,
  descending: false,
  filters: [WAITS],
};
const REST: Part = { ...NEWEST, name: "rest", filters: [WAITS_NOT] };
const PARTS = { newest: [NEWEST], waiting: [WAITING, REST] };

interface Found {
  readonly key: Key;
  readonly part: Part;
  /** Its place in the part's order; ends with the id, so that there are no two alike. */
  readonly place: string;
}

export async function listOnboardings(table: Table, hmac: Hmac, query: ListQuery): Promise<Listing> {
  const found = await findPage(table, hmac, query);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const states = await readItems(
    table,
    page.map(({ key }) => key),
    { consistent: false },
  );
  return {
    ...readable(states.map(unreadSummary)),
    next:
      last && found.length > page.length ? sealCursor(hmac, query, `${last.part.name}/${last.place}`) : null,
  };
}

function unreadSummary(state: Item): Unread<OnboardingId, Summary> {
  const { pk } = keyIn(state);
  const id = onboardingOfKey(pk);
  if (!id) throw new Error(`${pk} is no onboarding's`);
  return { id, read: () => summaryIn(state) };
}

/** One more than asked for, if there is one. */
async function findPage(table: Table, hmac: Hmac, query: ListQuery): Promise<Found[]> {
  const position = query.cursor === undefined ? null : openCursor(hmac, query, query.cursor);
  const [name = "", place = ""] = position?.split("/") ?? [];
  const parts = PARTS[query.order];
  const first = Math.max(
    0,
    parts.findIndex((part) => part.name === name),
  );
  const found: Found[] = [];
  for (const [index, part] of parts.slice(first).entries()) {
    const from = index === 0 && position !== null ? place : null;
    const wanted = query.limit + 1 - found.length;
    if (wanted > 0) found.push(...(await findAcross(table, { query, part, from, wanted })));
  }
  return found;
}

interface Search {
  readonly query: ListQuery;
  readonly part: Part;
  /** After which place to go on. */
  readonly from: string | null;
  readonly wanted: number;
}

/** Each vendor by itself, so that no query ever runs over two of them; then the best of all. */
async function findAcross(table: Table, search: Search): Promise<Found[]> {
  const vendors = await vendorsIn(table, search.query.vendors);
  const found = await Promise.all(vendors.map((vendor) => findOf(table, vendor, search)));
  return found.flat().toSorted(inOrderOf(search.part)).slice(0, search.wanted);
}

/** By code units, as DynamoDB compares what is ASCII. */
const inOrderOf =
  ({ descending }: Part) =>
  (a: Found, b: Found): number =>
    (a.place < b.place ? -1 : 1) * (descending ? -1 : 1);

const FEW = 500;

/** Few matches are looked up one by one; many are so dense that walking the list finds a page soon. */
async function findOf(table: Table, vendor: VendorId, search: Search): Promise<Found[]> {
  const among = await candidates(table, vendor, search.query);
  if (!among || among.size > FEW) return walk(table, vendor, { ...search, among });
  return lookUp(table, [...among], search);
}

/** Who alone comes into question; `null`: everybody. */
async function candidates(
  table: Table,
  vendor: VendorId,
  { search, attention, order }: ListQuery,
): Promise<ReadonlySet<OnboardingId> | null> {
  const text = search?.trim() ?? "";
  if (text) return matching(table, vendor, text);
  return attention && order === "newest" ? thoseWaiting(table, vendor) : null;
}

/** The list by start does not say who waits. */
async function thoseWaiting(table: Table, vendor: VendorId): Promise<ReadonlySet<OnboardingId>> {
  const entries = queryItems(table, {
    IndexName: "work",
    ...expressions({ KeyConditionExpression: "#workPk = :pk" }, { pk: waitingPk(vendor) }),
  });
  const keys = (await takeAll(entries)).map((entry) => onboardingOfKey(textIn(entry, "pk")));
  return new Set(keys.filter((id) => id !== null));
}

async function matching(table: Table, vendor: VendorId, text: string): Promise<Set<OnboardingId>> {
  const ids = new Set<OnboardingId>();
  const exact = parseOnboardingId(text);
  if (exact && vendorOf(exact) === vendor) ids.add(exact);
  for (const range of [...searchRanges(text), exactly(referenceTerm(text))]) {
    for await (const { id } of findTerms(table, vendor, range)) ids.add(id);
  }
  return ids;
}

async function lookUp(table: Table, ids: readonly OnboardingId[], search: Search): Promise<Found[]> {
  const { part, from, wanted } = search;
  const states = await readItems(table, ids.map(stateKey), { consistent: false });
  const isAfter = ({ place }: Found): boolean =>
    from === null || (part.descending ? place < from : place > from);
  return states
    .filter(fitting(search))
    .map((state) => foundIn(state, part))
    .filter(isAfter)
    .toSorted(inOrderOf(part))
    .slice(0, wanted);
}

const fitting = ({ part, query }: Search) => {
  const filters = [...part.filters, ...listFilters(query), ...stateFilters(query)];
  return (state: Item): boolean => filters.every(({ fits }) => fits(state));
};

const foundIn = (item: Item, part: Part): Found => ({
  key: keyIn(item),
  part,
  place: textIn(item, `${part.index}Sk`),
});

interface Walk extends Search {
  /** Whom the search found, if there is one. */
  readonly among: ReadonlySet<OnboardingId> | null;
}

async function walk(table: Table, vendor: VendorId, search: Walk): Promise<Found[]> {
  const { part, query, wanted, among } = search;
  const entries = queryItems(table, walking(vendor, search));
  const chosen = among ? onlyAmong(entries, among) : entries;
  // The list index carries some of what is filtered by; for the rest the states themselves are looked at.
  const tells = part.index === "list" && [...part.filters, ...stateFilters(query)].length === 0;
  const fits = tells ? chosen : whoseStateFits(table, chosen, search);
  return (await take(fits, wanted)).map((entry) => foundIn(entry, part));
}

function walking(vendor: VendorId, { part, query, from, wanted, among }: Walk) {
  const filters = part.index === "list" ? listFilters(query) : [];
  const FilterExpression = filters.map(({ expression }) => expression).join(" AND ");
  const after = `#${part.index}Sk ${part.descending ? "<" : ">"} :from`;
  return {
    IndexName: part.index,
    ...expressions(
      {
        KeyConditionExpression: `#${part.index}Pk = :pk${from === null ? "" : ` AND ${after}`}`,
        ...(FilterExpression ? { FilterExpression } : {}),
      },
      Object.assign({ pk: part.partition(vendor), from }, ...filters.map(({ values }) => values)),
    ),
    ScanIndexForward: !part.descending,
    ...(FilterExpression || among ? {} : { Limit: wanted }),
  };
}

async function* onlyAmong(
  entries: AsyncIterable<Item>,
  among: ReadonlySet<OnboardingId>,
): AsyncGenerator<Item, void, undefined> {
  for await (const entry of entries) {
    const id = onboardingOfKey(textIn(entry, "pk"));
    if (id && among.has(id)) yield entry;
  }
}

const BATCH = 100;

async function* whoseStateFits(
  table: Table,
  entries: AsyncIterable<Item>,
  search: Search,
): AsyncGenerator<Item, void, undefined> {
  for await (const batch of batches(entries, Math.min(search.wanted, BATCH))) {
    const keys = batch.map(keyIn);
    yield* (await readItems(table, keys, { consistent: false })).filter(fitting(search));
  }
}

async function* batches(items: AsyncIterable<Item>, size: number): AsyncGenerator<Item[], void, undefined> {
  let batch: Item[] = [];
  for await (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
