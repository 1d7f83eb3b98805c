import type { TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { EffectRow } from "../domain/effect.ts";
import { vendorOf } from "../domain/ids.ts";
import { isClosed } from "../domain/onboarding.ts";
import type { Commit, SaveOutcome } from "../domain/ports.ts";
import { commitItem } from "./dynamo-commit-items.ts";
import { inboxItem } from "./dynamo-inbox.ts";
import { expressions, flagIn, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { partnerKey, revOfEffect, stateKey } from "./dynamo-keys.ts";
import type { Owed } from "./dynamo-owed.ts";
import { addRecords, replaceRecords } from "./dynamo-records.ts";
import { stateItem } from "./dynamo-state.ts";
import { readItem, type Table } from "./dynamo-table.ts";
import { NEW, type Obstacle, put, tokenOf, transact, update } from "./dynamo-transaction.ts";
import { keptOf } from "./effect-turns.ts";
import { isOpenStatus } from "./open-status.ts";
import { partnerTerms } from "./search-terms.ts";
import { allChanges, type TermChanges, termsBetween } from "./term-changes.ts";

/** From what weighs most. `broken`: a row is there that cannot be, which is nobody's race. */
const LOSSES = ["webhook_seen", "already_open", "stale", "broken"] as const;
type Loss = (typeof LOSSES)[number];

/** One write of a commit, and what it means when its condition fails. */
interface Row {
  readonly write: TransactWriteItem;
  readonly loss: (found: Item | null) => Loss;
}

/** The commit as a whole, or nothing and why. `isQuiet`: whoever saves it works on it, so that no other has to. */
export async function saveCommit(
  table: Table,
  commit: Commit,
  { isQuiet = false } = {},
): Promise<SaveOutcome> {
  refuseForeign(commit);
  const { onboarding, item } = commit;
  const { rows: others, terms } = item.rev === 1 ? first(table, commit) : await next(table, commit);
  const log = commitItem(onboarding.id, item, owedBy(commit, terms));
  const rows = [...others, ...rowsOf([put(table, isQuiet ? withoutWake(log) : log, NEW)], "broken")];
  const writes = rows.map(({ write }) => write);
  const obstacles = await transact(table, writes, tokenOf(writes));
  if (!obstacles) return "saved";
  const losses = rows.map(({ loss }, index) => lossOf(loss, obstacles[index] ?? null));
  const worst = LOSSES.find((loss) => losses.includes(loss)) ?? "broken";
  if (worst === "broken") throw new Error(`${onboarding.id}: a row of commit ${item.rev} is there already.`);
  return worst;
}

/** Webhooks are another's work all the same. */
const withoutWake = ({ work: _work, ...rest }: Item): Item => rest;

/** Who met somebody else's write at the same moment has lost to it. */
const lossOf = (loss: Row["loss"], obstacle: Obstacle | null): Loss | null =>
  obstacle && (obstacle.kind === "conflict" ? "stale" : loss(obstacle.found));

function refuseForeign({ onboarding: { id }, item: { rev }, effects, inbox }: Commit): void {
  const foreign =
    effects.some(({ onboarding }) => onboarding !== id) ||
    (inbox && (inbox.onboarding !== id || inbox.vendor !== vendorOf(id)));
  if (foreign) throw new Error(`A commit of ${id} carries another onboarding's row.`);
  const keys = new Set(effects.map(({ key }) => key));
  if (keys.size < effects.length) throw new Error(`Commit ${rev} of ${id} carries the same effect twice.`);
  const strange = effects.find(({ key }) => revOfEffect(key) !== rev);
  if (strange) throw new Error(`Commit ${rev} of ${id} carries the effect ${strange.key}.`);
}

const rowsOf = (writes: readonly TransactWriteItem[], loss: Loss): Row[] =>
  writes.map((write) => ({ write, loss: () => loss }));

/** Everything but the commit's own item, which names the terms. */
interface Changes {
  readonly rows: readonly Row[];
  readonly terms: TermChanges;
}

function first(table: Table, commit: Commit): Changes {
  const { onboarding, records, inbox } = commit;
  const { id, partner, externalPartnerId } = onboarding;
  const added = addRecords(table, id, records);
  const own = termsBetween("", [], [...partnerTerms(partner), referenceTerm(externalPartnerId)]);
  return {
    rows: [
      ...rowsOf([put(table, stateItem(commit), NEW)], "stale"),
      partnerRow(table, commit),
      ...rowsOf(inbox ? [put(table, inboxItem(inbox), NEW)] : [], "webhook_seen"),
      ...rowsOf(added.writes, "broken"),
    ],
    terms: allChanges([own, added.terms]),
  };
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

async function next(table: Table, commit: Commit): Promise<Changes> {
  const { onboarding, item, records } = commit;
  const unmoved = expressions(
    { ConditionExpression: "#rev = :rev AND #head = :head" },
    { rev: item.rev - 1, head: item.prevHash },
  );
  const { writes, terms } = await replaceRecords(table, onboarding.id, records);
  const rows = [
    ...rowsOf([put(table, stateItem(commit), unmoved)], "stale"),
    ...rowsOf(writes, "stale"),
    ...rowsOf((await closes(table, commit)) ? [freePartner(table, commit)] : [], "broken"),
  ];
  return { rows, terms };
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

function owedBy({ item, effects }: Commit, { added, removed }: TermChanges): Owed {
  const touched = [...added, ...removed];
  const at = item.events[0]?.at;
  return {
    effects: inOrder(effects).map(keptOf),
    terms: at !== undefined && touched.length > 0 ? { at, touched } : null,
  };
}

const placeOf = ({ key }: EffectRow): string =>
  key
    .split(".")
    .map((part) => part.padStart(8, "0"))
    .join(".");

/** Of the log. */
const inOrder = (effects: readonly EffectRow[]): readonly EffectRow[] =>
  effects.toSorted((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
