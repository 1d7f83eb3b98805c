import type { EffectRow } from "../domain/effect.ts";
import type { Instant, OnboardingId, VendorId } from "../domain/ids.ts";
import type { Effects } from "../domain/ports.ts";
import { claimEffect, turnEffect } from "./dynamo-claim.ts";
import { readCommitItems } from "./dynamo-commit-items.ts";
import { readDue } from "./dynamo-due.ts";
import { enterTerms } from "./dynamo-enter-terms.ts";
import { expressions, type Item } from "./dynamo-item.ts";
import { failedPk, stateKey } from "./dynamo-keys.ts";
import { effectsIn, owedIn } from "./dynamo-owed.ts";
import { owedChanger } from "./dynamo-owed-changes.ts";
import { keyIn, queryItems, readItems, type Table, take, updateItem } from "./dynamo-table.ts";
import { vendorsIn } from "./dynamo-vendors.ts";
import { givingUp, isDue, repeating, rowOf, settling } from "./effect-turns.ts";

export interface EffectsOptions {
  /** Whoever asks what is due of an onboarding first enters what it is found by. One function does so, which commits wake. */
  readonly entersTerms?: boolean | undefined;
}

export function dynamoEffects(table: Table, { entersTerms = false }: EffectsOptions): Effects {
  const { change, saw } = owedChanger(table);
  return {
    due: (now, limit) => readDue(table, now, limit),
    async dueOf(id, now) {
      const items = await readCommitItems(table, id);
      saw(items);
      if (entersTerms) await enterTerms(table, change, items);
      return items.flatMap((item) => dueIn(id, item, now));
    },
    all: async (id) => (await readCommitItems(table, id)).flatMap(effectsIn),
    claim: (...[id, key, now, until]) => claimEffect(table, change, { id, key, now, until }),
    async settle(...[id, key, settlement, at]) {
      await turnEffect(change, { id, key }, settling(settlement, at));
    },
    giveUp: async (...[id, key, error, at]) =>
      (await turnEffect(change, { id, key }, givingUp(error, at))) !== null,
    postpone: (id, from, to) => postpone(table, id, { from, to }),
    // What the write leaves on the item wakes who is to try it.
    again: async (id, key, at) => (await turnEffect(change, { id, key }, repeating(at))) !== null,
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

const dueIn = (id: OnboardingId, item: Item, now: Instant): EffectRow[] =>
  owedIn(item)
    .effects.filter((effect) => isDue(effect, now))
    .map((effect) => rowOf(effect, id));

async function postpone(
  table: Table,
  id: OnboardingId,
  { from, to }: { readonly from: Instant; readonly to: Instant | null },
): Promise<void> {
  const UpdateExpression = to === null ? "REMOVE #dueAt, #dueShard" : "SET #dueAt = :to";
  const ConditionExpression = "#dueAt = :from";
  await updateItem(table, stateKey(id), expressions({ UpdateExpression, ConditionExpression }, { from, to }));
}

/**
 * The index holds a commit by its latest failure, so that as many commits hold as many of the latest. It may be a little
 * behind: what was made due again meanwhile is left out.
 */
async function failedOf(table: Table, vendor: VendorId, limit: number): Promise<EffectRow[]> {
  const entries = queryItems(table, {
    IndexName: "work",
    ...expressions({ KeyConditionExpression: "#workPk = :pk" }, { pk: failedPk(vendor) }),
    ScanIndexForward: false,
    Limit: limit,
  });
  const keys = (await take(entries, limit)).map(keyIn);
  const items = await readItems(table, keys, { consistent: false });
  return items.flatMap(effectsIn).filter(({ state }) => state === "failed");
}
