import type { VendorId } from "../domain/ids.ts";
import type { Counts } from "../domain/ports.ts";
import type { Clock } from "../domain/world.ts";
import { expressions, type Item, maybeTextIn, textIn } from "./dynamo-item.ts";
import { listPk, waitingPk } from "./dynamo-keys.ts";
import { queryItems, type Table } from "./dynamo-table.ts";
import { vendorsIn } from "./dynamo-vendors.ts";
import { countsFrom } from "./tally.ts";

/** Counts are told again for so many times as long as it took to count: of few at once, of a million minutes later. */
const TIMES = 20;

type Count = (vendors: readonly VendorId[] | "all") => Promise<Counts>;

interface Counted {
  readonly counts: Promise<Counts>;
  /** While it is being counted, nobody else counts. */
  until: number;
}

/** Counts, or tells what was counted a short while ago. */
export function countKeeping(table: Table, clock: Clock | undefined): Count {
  if (!clock) return (vendors) => countOnboardings(table, vendors);
  const known = new Map<string, Counted>();
  return (vendors) => {
    const name = JSON.stringify(vendors);
    const before = known.get(name);
    const begun = clock();
    if (before && begun < before.until) return before.counts;
    const counted: Counted = { counts: countOnboardings(table, vendors), until: Infinity };
    known.set(name, counted);
    counted.counts.then(
      () => (counted.until = clock() + TIMES * (clock() - begun)),
      () => known.delete(name),
    );
    return counted.counts;
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
