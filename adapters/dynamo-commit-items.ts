import type { OnboardingId } from "../domain/ids.ts";
import type { CommitItem } from "../domain/ports.ts";
import { bytesIn, expressions, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { commitKey } from "./dynamo-keys.ts";
import { type Owed, owedValues } from "./dynamo-owed.ts";
import { pack, unpack } from "./dynamo-pack.ts";
import { queryItems, type Table, take } from "./dynamo-table.ts";

/** A new commit, with what it owes. */
export const commitItem = (id: OnboardingId, commit: CommitItem, owed: Owed): Item =>
  itemOf({
    ...commitKey(id, commit.rev),
    prevHash: commit.prevHash,
    hash: commit.hash,
    events: pack(JSON.stringify(commit.events)),
    ...owedValues({ id, rev: commit.rev }, owed),
  });

export function commitIn(item: Item): CommitItem {
  const events: CommitItem["events"] = JSON.parse(unpack(bytesIn(item, "events")));
  const rev = Number(textIn(item, "sk").slice("COMMIT#".length));
  return { rev, prevHash: textIn(item, "prevHash"), hash: textIn(item, "hash"), events };
}

/** In order. */
export async function readCommitItems(
  table: Table,
  id: OnboardingId,
  { afterRev, limit }: { readonly afterRev: number; readonly limit: number } = {
    afterRev: 0,
    limit: Infinity,
  },
): Promise<Item[]> {
  const { pk, sk: from } = commitKey(id, afterRev + 1);
  const items = queryItems(table, {
    ...expressions(
      { KeyConditionExpression: "#pk = :pk AND #sk BETWEEN :from AND :to" },
      { pk, from, to: "COMMIT#99999999" },
    ),
    ConsistentRead: true,
    ...(limit === Infinity ? {} : { Limit: limit }),
  });
  return take(items, limit);
}
