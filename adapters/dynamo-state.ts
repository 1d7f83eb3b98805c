import { type OnboardingId, vendorOf } from "../domain/ids.ts";
import { type Onboarding, openStage } from "../domain/onboarding.ts";
import type { Commit, Stored } from "../domain/ports.ts";
import type { Summary } from "../domain/summary.ts";
import { bytesIn, type Item, itemOf, numberIn, textIn } from "./dynamo-item.ts";
import { dueShard, listPk, listSk, stateKey, timeText, waitingPk } from "./dynamo-keys.ts";
import { pack, unpack } from "./dynamo-pack.ts";
import { readItem, type Table } from "./dynamo-table.ts";

/** What the state item packs. Both are mostly the same words, so that together they take little more than one. */
interface Packed {
  readonly onboarding: Onboarding;
  readonly summary: Summary;
}

/** The one item that every commit replaces. */
export function stateItem({ onboarding, item, summary, dueAt }: Commit): Item {
  const { id } = onboarding;
  const { status, stage, program, attention } = summary;
  const kinds = [...new Set(attention.map(({ kind }) => kind))];
  const waitingSince = attention.length > 0 ? Math.min(...attention.map(({ since }) => since)) : null;
  const packed: Packed = { onboarding, summary };
  return itemOf({
    ...stateKey(id),
    rev: item.rev,
    head: item.hash,
    body: pack(JSON.stringify(packed)),
    openStage: openStage(onboarding),
    // What the lists filter by, as it is in the index.
    listPk: listPk(vendorOf(id)),
    listSk: listSk(summary.startedAt, id),
    status,
    stage,
    program,
    attention: kinds.length > 0 ? `,${kinds.join(",")},` : null,
    waitingSince,
    workPk: waitingSince === null ? null : waitingPk(vendorOf(id)),
    workSk: waitingSince === null ? null : `${timeText(waitingSince)}#${id}`,
    dueShard: dueAt === null ? null : dueShard(id),
    dueAt,
  });
}

function packedIn(item: Item): Packed {
  const packed: Packed = JSON.parse(unpack(bytesIn(item, "body")));
  return packed;
}

export function storedIn(item: Item): Stored {
  const { onboarding } = packedIn(item);
  return { onboarding, rev: numberIn(item, "rev"), head: textIn(item, "head") };
}

export const summaryIn = (item: Item): Summary => packedIn(item).summary;

/** Nothing is ever written for an onboarding that is not there; and none that is there ever goes. */
export async function expectOnboarding(table: Table, id: OnboardingId): Promise<void> {
  if (!(await readItem(table, stateKey(id)))) throw new Error(`There is no onboarding ${id}.`);
}
