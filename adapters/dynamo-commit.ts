import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { EffectRow } from "../domain/effect.ts";
import { type OnboardingId, vendorOf } from "../domain/ids.ts";
import { isClosed } from "../domain/onboarding.ts";
import type { Commit, CommitItem, SaveOutcome } from "../domain/ports.ts";
import { effectItem } from "./dynamo-effect-item.ts";
import { inboxItem } from "./dynamo-inbox.ts";
import { expressions, flagIn, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { commitKey, partnerKey, stateKey } from "./dynamo-keys.ts";
import { pack } from "./dynamo-pack.ts";
import { addRecords, replaceRecords } from "./dynamo-records.ts";
import { stateItem } from "./dynamo-state.ts";
import { readItem, type Table } from "./dynamo-table.ts";
import { changeTerms } from "./dynamo-terms.ts";
import { NEW, type Obstacle, put, tokenOf, transact, update } from "./dynamo-transaction.ts";
import { isOpenStatus } from "./open-status.ts";
import { partnerTerms } from "./search-terms.ts";

/** From what weighs most. `broken`: a row is there that cannot be, which is nobody's race. */
const LOSSES = ["webhook_seen", "already_open", "stale", "broken"] as const;
type Loss = (typeof LOSSES)[number];

/** One write of a commit, and what it means when its condition fails. */
interface Row {
  readonly write: TransactWriteItem;
  readonly loss: (found: Item | null) => Loss;
}

/** The commit as a whole, or nothing and why. */
export async function saveCommit(table: Table, commit: Commit): Promise<SaveOutcome> {
  refuseForeign(commit);
  const rows = [
    ...(commit.item.rev === 1 ? firstRows(table, commit) : await nextRows(table, commit)),
    ...logRows(table, commit),
  ];
  const writes = rows.map(({ write }) => write);
  const obstacles = await transact(table, writes, tokenOf(writes));
  if (!obstacles) return "saved";
  const losses = rows.map(({ loss }, index) => lossOf(loss, obstacles[index] ?? null));
  const worst = LOSSES.find((loss) => losses.includes(loss)) ?? "broken";
  if (worst === "broken")
    throw new Error(`${commit.onboarding.id}: a row of commit ${commit.item.rev} is there already.`);
  return worst;
}

/** Who met somebody else's write at the same moment has lost to it. */
const lossOf = (loss: Row["loss"], obstacle: Obstacle | null): Loss | null =>
  obstacle && (obstacle.kind === "conflict" ? "stale" : loss(obstacle.found));

function refuseForeign({ onboarding: { id }, effects, inbox }: Commit): void {
  const foreign =
    effects.some(({ onboarding }) => onboarding !== id) ||
    (inbox && (inbox.onboarding !== id || inbox.vendor !== vendorOf(id)));
  if (foreign) throw new Error(`A commit of ${id} carries another onboarding's row.`);
}

const rowsOf = (writes: readonly TransactWriteItem[], loss: Loss): Row[] =>
  writes.map((write) => ({ write, loss: () => loss }));

function firstRows(table: Table, commit: Commit): Row[] {
  const { onboarding, records, inbox } = commit;
  const { id, partner, externalPartnerId } = onboarding;
  const terms = [...partnerTerms(partner), referenceTerm(externalPartnerId)];
  return [
    ...rowsOf([put(table, stateItem(commit), NEW)], "stale"),
    partnerRow(table, commit),
    ...rowsOf(inbox ? [put(table, inboxItem(inbox), NEW)] : [], "webhook_seen"),
    ...rowsOf(addRecords(table, id, records), "broken"),
    ...rowsOf(changeTerms(table, id, { source: "", before: [], after: terms }), "broken"),
  ];
}

/** The term of the vendor's own id for the partner. */
export const referenceTerm = (externalPartnerId: string): string => `ref:${externalPartnerId}`;

/** The lock of one open onboarding for each partner and program, and which was the latest. */
function partnerRow(table: Table, { onboarding }: Commit): Row {
  const { id, externalPartnerId, program, ordinal } = onboarding;
  const key = partnerKey(vendorOf(id), program.id, externalPartnerId);
  const item = itemOf({ ...key, onboarding: id, ordinal, open: !isClosed(onboarding) });
  const free = "attribute_not_exists(#pk) OR (#open = :no AND #ordinal < :ordinal)";
  return {
    write: put(table, item, expressions({ ConditionExpression: free }, { no: false, ordinal })),
    loss: (found) => (found && flagIn(found, "open") ? "already_open" : "stale"),
  };
}

async function nextRows(table: Table, commit: Commit): Promise<Row[]> {
  const { onboarding, item, records } = commit;
  const unmoved = expressions(
    { ConditionExpression: "#rev = :rev AND #head = :head" },
    { rev: item.rev - 1, head: item.prevHash },
  );
  return [
    ...rowsOf([put(table, stateItem(commit), unmoved)], "stale"),
    ...rowsOf(await replaceRecords(table, onboarding.id, records), "stale"),
    ...rowsOf((await closes(table, commit)) ? [freePartner(table, commit)] : [], "broken"),
  ];
}

/** What is closed stays closed, so that only commits of closed ones have to look. */
async function closes(table: Table, { onboarding }: Commit): Promise<boolean> {
  if (!isClosed(onboarding)) return false;
  const before = await readItem(table, stateKey(onboarding.id));
  return before !== null && isOpenStatus(textIn(before, "status"));
}

function freePartner(table: Table, { onboarding }: Commit): TransactWriteItem {
  const { id, externalPartnerId, program } = onboarding;
  return update(table, partnerKey(vendorOf(id), program.id, externalPartnerId), {
    ...expressions(
      { UpdateExpression: "SET #open = :no", ConditionExpression: "#onboarding = :id" },
      { no: false, id },
    ),
  });
}

function logRows(table: Table, { onboarding: { id }, item, effects }: Commit): Row[] {
  return [
    ...rowsOf([put(table, commitItem(id, item), NEW)], "broken"),
    ...rowsOf(
      eachOnce(effects).map((effect) => put(table, effectItem(effect), NEW)),
      "broken",
    ),
  ];
}

function eachOnce(effects: readonly EffectRow[]): readonly EffectRow[] {
  const keys = new Set(effects.map(({ key }) => key));
  if (keys.size < effects.length) throw new Error("A commit carries the same effect twice.");
  return effects;
}

const commitItem = (id: OnboardingId, { rev, prevHash, hash, events }: CommitItem): Item =>
  itemOf({ ...commitKey(id, rev), prevHash, hash, events: pack(JSON.stringify(events)) });
