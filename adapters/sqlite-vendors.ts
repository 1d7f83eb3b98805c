import type { Vendor } from "../domain/vendor.ts";
import type { Vendors } from "../domain/world.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { type Row, textIn } from "./sqlite-row.ts";

/** A key belongs to one vendor: `put` throws, and stores nothing, when its digest is another's. */
export function sqliteVendors(db: SqliteDatabase): Vendors {
  return {
    async get(id) {
      const row = db.prepare("SELECT value FROM vendor WHERE id = ?").get(id);
      return row ? vendorIn(row) : null;
    },
    async byApiKey(digest) {
      const row = db
        .prepare("SELECT v.value FROM api_key k JOIN vendor v ON v.id = k.vendor WHERE k.digest = ?")
        .get(digest);
      return row ? vendorIn(row) : null;
    },
    list: async () => db.prepare("SELECT value FROM vendor ORDER BY id").all().map(vendorIn),
    put: (vendor) => db.write(() => putVendor(db, vendor)),
  };
}

function vendorIn(row: Row): Vendor {
  const vendor: Vendor = JSON.parse(textIn(row, "value"));
  return vendor;
}

function putVendor(db: SqliteDatabase, vendor: Vendor): void {
  db.prepare("INSERT OR REPLACE INTO vendor (id, value) VALUES (?, ?)").run(
    vendor.id,
    JSON.stringify(vendor),
  );
  db.prepare("DELETE FROM api_key WHERE vendor = ?").run(vendor.id);
  const add = db.prepare("INSERT INTO api_key (digest, vendor) VALUES (?, ?)");
  for (const digest of new Set(vendor.apiKeyDigests)) add.run(digest, vendor.id);
}
