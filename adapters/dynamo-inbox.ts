import { parseOnboardingId, type VendorId, vendorOf } from "../domain/ids.ts";
import type { InboxRow } from "../domain/ports.ts";
import { instantIn, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { inboxKey } from "./dynamo-keys.ts";
import { expectOnboarding } from "./dynamo-state.ts";
import { putItem, readItem, type Table } from "./dynamo-table.ts";
import { NEW } from "./dynamo-transaction.ts";

export const inboxItem = ({ vendor, webhookId, ...rest }: InboxRow): Item =>
  itemOf({ ...inboxKey(vendor, webhookId), ...rest });

export async function readInbox(table: Table, vendor: VendorId, webhookId: string): Promise<InboxRow | null> {
  const item = await readItem(table, inboxKey(vendor, webhookId));
  if (!item) return null;
  const onboarding = parseOnboardingId(textIn(item, "onboarding"));
  if (!onboarding) throw new Error(`The webhook ${webhookId} of ${vendor} started no onboarding.`);
  const [bodyHash, answer] = [textIn(item, "bodyHash"), textIn(item, "answer")];
  return { vendor, webhookId, bodyHash, onboarding, answer, at: instantIn(item, "at") };
}

/** Only the inbox row. `false` when that webhook was seen before. */
export async function acknowledgeWebhook(table: Table, row: InboxRow): Promise<boolean> {
  if (row.vendor !== vendorOf(row.onboarding)) throw new Error(`${row.onboarding} is not ${row.vendor}'s.`);
  await expectOnboarding(table, row.onboarding);
  return putItem(table, { Item: inboxItem(row), ...NEW });
}
