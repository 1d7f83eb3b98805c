import type { VendorId } from "../domain/ids.ts";
import type { Counts } from "../domain/ports.ts";
import type { Clock } from "../domain/world.ts";
import { expressions, type Item, maybeTextIn, textIn } from "./dynamo-item.ts";
import { listPk } from "./dynamo-keys.ts";
import { queryItems, type Table } from "./dynamo-table.ts";
import { vendorsIn } from "./dynamo-vendors.ts";
import { countsFrom, type Tally } from "./tally.ts";

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

/** Walks the list index of each vendor, which holds just what is counted. */
async function countOnboardings(table: Table, vendors: readonly VendorId[] | "all"): Promise<Counts> {
  const whose = await vendorsIn(table, vendors);
  const tallies = await Promise.all(whose.map((vendor) => tallyOf(table, vendor)));
  return countsFrom(tallies.flat());
}

async function tallyOf(table: Table, vendor: VendorId): Promise<Tally[]> {
  const tallies = new Map<string, Tally>();
  const entries = queryItems(table, {
    IndexName: "list",
    ...expressions({ KeyConditionExpression: "#listPk = :pk" }, { pk: listPk(vendor) }),
  });
  for await (const entry of entries) {
    const kind = kindOf(entry);
    const name = JSON.stringify(kind);
    tallies.set(name, { ...kind, count: (tallies.get(name)?.count ?? 0) + 1 });
  }
  return [...tallies.values()];
}

const kindOf = (entry: Item): Omit<Tally, "count"> => ({
  status: textIn(entry, "status"),
  stage: maybeTextIn(entry, "stage") ?? "",
  attention: maybeTextIn(entry, "attention") ?? "",
});
