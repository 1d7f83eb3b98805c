import { type OnboardingId, parseOnboardingId, type VendorId } from "../domain/ids.ts";
import type { Onboardings } from "../domain/ports.ts";
import type { Clock, Hmac } from "../domain/world.ts";
import { commitIn, readCommitItems } from "./dynamo-commit-items.ts";
import { saveCommit } from "./dynamo-commit.ts";
import { countKeeping } from "./dynamo-counts.ts";
import { findDealsLike } from "./dynamo-deals.ts";
import { acknowledgeWebhook, readInbox } from "./dynamo-inbox.ts";
import { flagIn, numberIn, textIn } from "./dynamo-item.ts";
import { partnerKey, stateKey } from "./dynamo-keys.ts";
import { listOnboardings } from "./dynamo-listing.ts";
import { putRecord, readRecord, readRecords, saveAnswers } from "./dynamo-records.ts";
import { storedIn } from "./dynamo-state.ts";
import { readItem, type Table } from "./dynamo-table.ts";

export interface StoreOptions {
  readonly hmac: Hmac;
  /** Counting reads an entry for each onboarding; without a clock it is done every time. */
  readonly countsKept?: Clock | undefined;
  /** Of a function that works on effects: told of whose commit it saves, and goes on with what that makes due. */
  readonly goesOn?: ((id: OnboardingId) => void) | undefined;
}

/** Lists throw `BadCursor` for a cursor that is not theirs. Lists, counts and what is searched for may be a little behind. */
export function dynamoOnboardings(table: Table, options: StoreOptions): Onboardings {
  return {
    async load(id) {
      const item = await readItem(table, stateKey(id));
      return item && storedIn(item);
    },
    save(commit) {
      options.goesOn?.(commit.onboarding.id);
      return saveCommit(table, commit, { isQuiet: options.goesOn !== undefined });
    },
    async commits(id, afterRev, limit) {
      return (await readCommitItems(table, id, { afterRev, limit })).map(commitIn);
    },

    inbox: (vendor, webhookId) => readInbox(table, vendor, webhookId),
    latest: (...[vendor, program, externalPartnerId]) =>
      readLatest(table, vendor, { program, externalPartnerId }),
    acknowledge: (row) => acknowledgeWebhook(table, row),

    record: (id, kind, key) => readRecord(table, id, { kind, key }),
    records: (id, kind) => readRecords(table, id, kind),
    putRecord: (id, write) => putRecord(table, id, write),
    saveAnswers: (id, saved) => saveAnswers(table, id, saved),

    list: (query) => listOnboardings(table, options.hmac, query),
    counts: countKeeping(table, options.countsKept),
    dealsLike: (vendor, keys) => findDealsLike(table, vendor, keys),
  };
}

async function readLatest(
  table: Table,
  vendor: VendorId,
  { program, externalPartnerId }: { readonly program: string; readonly externalPartnerId: string },
): ReturnType<Onboardings["latest"]> {
  const item = await readItem(table, partnerKey(vendor, program, externalPartnerId));
  if (!item) return null;
  const id = parseOnboardingId(textIn(item, "onboarding"));
  if (!id) throw new Error(`The partner ${externalPartnerId} of ${vendor} has no onboarding.`);
  return { id, ordinal: numberIn(item, "ordinal"), open: flagIn(item, "open") };
}
