import type { VendorId } from "../domain/ids.ts";
import type { Counts } from "../domain/ports.ts";
import type { Clock } from "../domain/world.ts";
import { expressions, type Item, maybeTextIn, textIn } from "./dynamo-item.ts";
import { listPk, waitingPk } from "./dynamo-keys.ts";
import { queryItems, type Table } from "./dynamo-table.ts";
import { vendorsIn } from "./dynamo-vendors.ts";
import { countsFrom } from "./tally.ts";

/** For how long counts may be told again instead of counted. */
export interface CountsKept {
  readonly clock: Clock;
  readonly ms: number;
}

type Count = (vendors: readonly VendorId[] | "all") => Promise<Counts>;

/** Counts, or tells what it counted a short while ago. */
export function countKeeping(table: Table, kept: CountsKept | undefined): Count {
  if (!kept) return (vendors) => countOnboardings(table, vendors);
  const known = new Map<string, { readonly at: number; readonly counts: Promise<Counts> }>();
  return (vendors) => {
    const name = JSON.stringify(vendors);
    const before = known.get(name);
    const now = kept.clock();
    if (before && now >= before.at && now - before.at < kept.ms) return before.counts;
    const counts = countOnboardings(table, vendors);
    known.set(name, { at: now, counts });
    counts.catch(() => known.delete(name));
    return counts;
  };
}

/** Walks what the indexes hold of each vendor, which is just what is counted. */
async function countOnboardings(table: Table, vendors: readonly VendorId[] | "all"): Promise<Counts> {
  const whose = await vendorsIn(table, vendors);
  const [listed, waiting] = await Promise.all([
    Promise.all(whose.map((vendor) => tally(entriesOf(table, "list", listPk(vendor)), placeIn))),
    Promise.all(whose.map((vendor) => tally(entriesOf(table, "work", waitingPk(vendor)), attentionIn))),
  ]);
  return countsFrom(listed.flat(), waiting.flat());
}

const entriesOf = (table: Table, index: "list" | "work", pk: string): AsyncIterable<Item> =>
  queryItems(table, {
    IndexName: index,
    ...expressions({ KeyConditionExpression: `#${index}Pk = :pk` }, { pk }),
  });

const placeIn = (entry: Item) => ({
  status: textIn(entry, "status"),
  stage: maybeTextIn(entry, "stage") ?? "",
});

const attentionIn = (entry: Item) => ({ attention: maybeTextIn(entry, "attention") ?? "" });

/** How many entries are alike. */
async function tally<Kind extends object>(
  entries: AsyncIterable<Item>,
  kindOf: (entry: Item) => Kind,
): Promise<(Kind & { readonly count: number })[]> {
  const tallies = new Map<string, Kind & { readonly count: number }>();
  for await (const entry of entries) {
    const kind = kindOf(entry);
    const name = JSON.stringify(kind);
    tallies.set(name, { ...kind, count: (tallies.get(name)?.count ?? 0) + 1 });
  }
  return [...tallies.values()];
}
