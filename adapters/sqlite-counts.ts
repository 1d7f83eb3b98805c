import { parseVendorId, type VendorId } from "../domain/ids.ts";
import type { Counts } from "../domain/ports.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { numberIn, textIn } from "./sqlite-row.ts";
import { countsFrom } from "./tally.ts";

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
  const tallies = vendorsIn(db, vendors).flatMap((vendor) =>
    db
      .prepare("SELECT status, stage, attention, count FROM tally WHERE vendor = ?")
      .all(vendor)
      .map((row) => ({
        status: textIn(row, "status"),
        stage: textIn(row, "stage"),
        attention: textIn(row, "attention"),
        count: numberIn(row, "count"),
      })),
  );
  return countsFrom(tallies, tallies);
}
