import type { EffectRow } from "../domain/effect.ts";
import type { Instant, OnboardingId, VendorId } from "../domain/ids.ts";
import type { Effects } from "../domain/ports.ts";
import { claimEffect } from "./dynamo-claim.ts";
import { readDue } from "./dynamo-due.ts";
import { effectIn } from "./dynamo-effect-item.ts";
import { isUnsettled } from "./effect-state.ts";
import { expressions, type Item, textIn } from "./dynamo-item.ts";
import { failedPk, type Key, stateKey } from "./dynamo-keys.ts";
import { makeDueAgain, settleEffect } from "./dynamo-settle.ts";
import { queryItems, readItems, type Table, take, takeAll, updateItem } from "./dynamo-table.ts";
import { vendorsIn } from "./dynamo-vendors.ts";

export function dynamoEffects(table: Table): Effects {
  return {
    due: (now, limit) => readDue(table, now, limit),
    dueOf: async (id, now) =>
      (await readAll(table, id)).filter((row) => isUnsettled(row) && row.dueAt <= now),
    all: (id) => readAll(table, id),
    claim: (...[id, key, now, until]) => claimEffect(table, { id, key, now, until }),
    settle: (...[id, key, settlement, at]) => settleEffect(table, { id, key, at }, settlement),
    postpone: (id, from, to) => postpone(table, id, { from, to }),
    // The row's own record in the stream wakes who is to try it.
    again: (id, key, at) => makeDueAgain(table, { id, key, at }),
    async failed(vendors, limit) {
      const whose = await vendorsIn(table, vendors);
      const rows = await Promise.all(whose.map((vendor) => failedOf(table, vendor, limit)));
      return rows
        .flat()
        .toSorted((a, b) => b.dueAt - a.dueAt)
        .slice(0, limit);
    },
  };
}

async function readAll(table: Table, id: OnboardingId): Promise<readonly EffectRow[]> {
  const { pk } = stateKey(id);
  const items = queryItems(table, {
    ...expressions({ KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :sk)" }, { pk, sk: "EFFECT#" }),
    ConsistentRead: true,
  });
  return (await takeAll(items)).map(effectIn);
}

async function postpone(
  table: Table,
  id: OnboardingId,
  { from, to }: { readonly from: Instant; readonly to: Instant | null },
): Promise<void> {
  const UpdateExpression = to === null ? "REMOVE #dueAt, #dueShard" : "SET #dueAt = :to";
  const ConditionExpression = "#dueAt = :from";
  await updateItem(table, stateKey(id), expressions({ UpdateExpression, ConditionExpression }, { from, to }));
}

/** The index may be a little behind: what was made due again meanwhile is left out. */
async function failedOf(table: Table, vendor: VendorId, limit: number): Promise<EffectRow[]> {
  const entries = queryItems(table, {
    IndexName: "work",
    ...expressions({ KeyConditionExpression: "#workPk = :pk" }, { pk: failedPk(vendor) }),
    ScanIndexForward: false,
    Limit: limit,
  });
  const keys = (await take(entries, limit)).map(keyIn);
  const rows = (await readItems(table, keys, { consistent: false })).map(effectIn);
  return rows.filter(({ state }) => state === "failed");
}

const keyIn = (entry: Item): Key => ({ pk: textIn(entry, "pk"), sk: textIn(entry, "sk") });
