import { type Instant, type OnboardingId, vendorOf } from "../domain/ids.ts";
import type { Settlement } from "../domain/ports.ts";
import { expressions } from "./dynamo-item.ts";
import { dueShard, effectKey, failedPk, type Key, timeText } from "./dynamo-keys.ts";
import { type Table, updateItem } from "./dynamo-table.ts";

export interface Moment {
  readonly id: OnboardingId;
  readonly key: string;
  readonly at: Instant;
}

/** Only what is not settled yet: a late answer changes nothing. */
export async function settleEffect(table: Table, moment: Moment, settlement: Settlement): Promise<void> {
  const place = effectKey(moment.id, moment.key);
  if (place) await updateItem(table, place, settling(moment, settlement));
}

const UNSETTLED = "(#state = :due OR #state = :claimed)";
const OPEN = { due: "due", claimed: "claimed" } as const;

function settling(moment: Moment, settlement: Settlement) {
  switch (settlement.state) {
    case "due":
      return expressions(
        {
          UpdateExpression: "SET #state = :due, #dueAt = :dueAt, #lastError = :error REMOVE #claimedUntil",
          ConditionExpression: UNSETTLED,
        },
        { ...OPEN, dueAt: settlement.dueAt, error: settlement.error },
      );
    case "failed":
      return failing(moment, settlement.error);
    case "done":
    case "dropped":
      return expressions(
        {
          UpdateExpression:
            "SET #state = :state, #settledAt = :at, #outcome = :outcome REMOVE #dueAt, #dueShard, #claimedUntil",
          ConditionExpression: UNSETTLED,
        },
        { ...OPEN, state: settlement.state, at: moment.at, outcome: settlement.outcome },
      );
  }
}

/** Into the index of the vendor's failures. */
const failing = ({ id, key, at }: Moment, error: string) =>
  expressions(
    {
      UpdateExpression: `SET #state = :failed, #settledAt = :at, #lastError = :error, #workPk = :workPk,
        #workSk = :workSk REMOVE #dueAt, #dueShard, #claimedUntil, #outcome`,
      ConditionExpression: UNSETTLED,
    },
    {
      ...OPEN,
      failed: "failed",
      at,
      error,
      workPk: failedPk(vendorOf(id)),
      workSk: `${timeText(at)}#${id}#${key}`,
    },
  );

/** Of one's own claim: as if it had not been made. */
export async function dropEffect(
  table: Table,
  key: Key,
  { outcome, at, attempts }: { readonly outcome: string; readonly at: Instant; readonly attempts: number },
): Promise<void> {
  const UpdateExpression = `SET #state = :dropped, #settledAt = :at, #outcome = :outcome, #attempts = :attempts
    REMOVE #dueAt, #dueShard, #claimedUntil`;
  const ConditionExpression = "#state = :claimed AND #attempts = :next";
  await updateItem(
    table,
    key,
    expressions(
      { UpdateExpression, ConditionExpression },
      { dropped: "dropped", at, outcome, attempts, claimed: "claimed", next: attempts + 1 },
    ),
  );
}

/** Makes a failed or done one due again. `false` when there is none. */
export async function makeDueAgain(table: Table, { id, key, at }: Moment): Promise<boolean> {
  const place = effectKey(id, key);
  if (!place) return false;
  return updateItem(
    table,
    place,
    expressions(
      {
        UpdateExpression: `SET #state = :due, #dueAt = :at, #dueShard = :shard
          REMOVE #settledAt, #outcome, #workPk, #workSk`,
        ConditionExpression: "#state = :failed OR #state = :done",
      },
      { due: "due", at, shard: dueShard(id), failed: "failed", done: "done" },
    ),
  );
}
