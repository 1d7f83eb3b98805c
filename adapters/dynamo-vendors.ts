import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import { parseVendorId, type VendorId } from "../domain/ids.ts";
import type { Vendor } from "../domain/vendor.ts";
import type { Vendors } from "../domain/world.ts";
import { expressions, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { apiKeyKey, MARKS, vendorKey, vendorMark } from "./dynamo-keys.ts";
import { queryItems, readItem, readItems, type Table, takeAll } from "./dynamo-table.ts";
import { NEW, put, remove, transact } from "./dynamo-transaction.ts";

/** A key belongs to one vendor: `put` throws, and stores nothing, when its digest is another's. */
export function dynamoVendors(table: Table): Vendors {
  return {
    async get(id) {
      const item = await readItem(table, vendorKey(id));
      return item && vendorIn(item);
    },
    byApiKey: (digest) => findByKey(table, digest),
    async list() {
      const ids = await vendorsIn(table, "all");
      return (await readItems(table, ids.map(vendorKey), { consistent: true })).map(vendorIn);
    },
    put: (vendor) => putVendor(table, vendor),
  };
}

/** `all`: those that were ever put, by their marks. */
export async function vendorsIn(
  table: Table,
  vendors: readonly VendorId[] | "all",
): Promise<readonly VendorId[]> {
  if (vendors !== "all") return [...new Set(vendors)];
  const prefix = vendorMark("").sk;
  const marks = queryItems(table, {
    ...expressions(
      { KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)" },
      { pk: MARKS, prefix },
    ),
    ConsistentRead: true,
  });
  return (await takeAll(marks))
    .map((mark) => parseVendorId(textIn(mark, "sk").slice(prefix.length)))
    .filter((id) => id !== null);
}

function vendorIn(item: Item): Vendor {
  const vendor: Vendor = JSON.parse(textIn(item, "value"));
  return vendor;
}

async function findByKey(table: Table, digest: string): Promise<Vendor | null> {
  const key = await readItem(table, apiKeyKey(digest));
  const id = key && parseVendorId(textIn(key, "vendor"));
  const item = id && (await readItem(table, vendorKey(id)));
  return item ? vendorIn(item) : null;
}

const TRIES = 5;

async function putVendor(table: Table, vendor: Vendor): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const before = await readItem(table, vendorKey(vendor.id));
    const obstacles = await transact(table, vendorWrites(table, vendor, before));
    if (!obstacles) return;
    const [moved, ...ofKeys] = obstacles;
    if (!moved && ofKeys.some((obstacle) => obstacle?.kind === "condition")) {
      throw new Error(`${vendor.id}: one of these API keys is another vendor's. Nothing was stored.`);
    }
  }
  throw new Error(`${vendor.id}: ${TRIES} times someone else changed this vendor first; try again`);
}

/** The vendor itself first: it must be as it was read, else keys of another change would stay. */
function vendorWrites(table: Table, vendor: Vendor, before: Item | null): TransactWriteItem[] {
  const value = JSON.stringify(vendor);
  const unmoved = before
    ? expressions({ ConditionExpression: "#value = :before" }, { before: textIn(before, "value") })
    : NEW;
  const own = expressions(
    { ConditionExpression: "attribute_not_exists(#pk) OR #vendor = :vendor" },
    { vendor: vendor.id },
  );
  const inForce = new Set(vendor.apiKeyDigests);
  const withdrawn = new Set(before ? vendorIn(before).apiKeyDigests.filter((key) => !inForce.has(key)) : []);
  return [
    put(table, itemOf({ ...vendorKey(vendor.id), value }), unmoved),
    ...[...inForce].map((digest) => put(table, itemOf({ ...apiKeyKey(digest), vendor: vendor.id }), own)),
    ...[...withdrawn].map((digest) => remove(table, apiKeyKey(digest), own)),
    put(table, itemOf({ ...vendorMark(vendor.id) })),
  ];
}
