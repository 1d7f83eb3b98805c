import { parseVendorId, type VendorId } from "../domain/ids.ts";
import { STATUSES } from "../domain/onboarding.ts";
import type { Counts } from "../domain/ports.ts";
import { STAGES } from "../domain/program.ts";
import { ATTENTION } from "../domain/summary.ts";
import { isOpenStatus } from "./sqlite-commit.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { numberIn, type Row, textIn } from "./sqlite-row.ts";

export function vendorsIn(db: SqliteDatabase, vendors: readonly VendorId[] | "all"): readonly VendorId[] {
  if (vendors !== "all") return [...new Set(vendors)];
  return db
    .prepare("SELECT DISTINCT vendor FROM tally")
    .all()
    .map((row) => parseVendorId(textIn(row, "vendor")))
    .filter((vendor) => vendor !== null);
}

/** From the tally that every save keeps. */
export function countOnboardings(db: SqliteDatabase, vendors: readonly VendorId[] | "all"): Counts {
  const rows = vendorsIn(db, vendors).flatMap((vendor) =>
    db.prepare("SELECT status, stage, attention, count FROM tally WHERE vendor = ?").all(vendor),
  );
  const sum = (fits: (row: Row) => boolean): number =>
    rows.filter(fits).reduce((total, row) => total + numberIn(row, "count"), 0);
  return {
    total: sum(() => true),
    status: tabulate(STATUSES, (status) => sum((row) => row["status"] === status)),
    stage: tabulate(STAGES, (stage) =>
      sum((row) => row["stage"] === stage && isOpenStatus(textIn(row, "status"))),
    ),
    attention: tabulate(ATTENTION, (kind) => sum((row) => textIn(row, "attention").includes(`,${kind},`))),
  };
}

function tabulate<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  // `unknown[]`, because the typed overload of fromEntries forgets which keys there are.
  const table: Record<K, number> = Object.fromEntries(keys.map((key): unknown[] => [key, count(key)]));
  return table;
}
