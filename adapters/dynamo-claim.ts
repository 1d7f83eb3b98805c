import type { EffectRow } from "../domain/effect.ts";
import type { Instant, OnboardingId } from "../domain/ids.ts";
import { effectIn } from "./dynamo-effect-item.ts";
import { isUnsettled } from "./effect-state.ts";
import { expressions, maybeTextIn, textIn } from "./dynamo-item.ts";
import { effectKey, stateKey } from "./dynamo-keys.ts";
import { dropEffect } from "./dynamo-settle.ts";
import { readItem, type Table, updateItem } from "./dynamo-table.ts";

export interface Claim {
  readonly id: OnboardingId;
  readonly key: string;
  readonly now: Instant;
  readonly until: Instant;
}

/**
 * First the claim, then the look at the stage: whoever goes on to write has seen it open after the mail was theirs. A
 * condition on the stage within the claim would cost four times as much and say less.
 */
export async function claimEffect(table: Table, claim: Claim): Promise<EffectRow | null> {
  const { id, now, until } = claim;
  const key = effectKey(id, claim.key);
  const item = key && (await readItem(table, key));
  const found = item && effectIn(item);
  if (!key || !found || !isUnsettled(found) || found.dueAt > now) return null;
  if (!(await updateItem(table, key, claiming(found, until)))) return null;
  const outcome = await whyNotSent(table, found);
  if (outcome === null) return { ...found, state: "claimed", dueAt: until, attempts: found.attempts + 1 };
  await dropEffect(table, key, { outcome, at: now, attempts: found.attempts });
  return null;
}

/** Each claim counts an attempt, so that of two who saw the same one only the first finds it so. */
const claiming = ({ state, attempts }: EffectRow, until: Instant) =>
  expressions(
    {
      UpdateExpression: "SET #state = :claimed, #claimedUntil = :until, #attempts = :next",
      ConditionExpression: "#state = :state AND #attempts = :attempts",
    },
    { claimed: "claimed", until, state, attempts, next: attempts + 1 },
  );

/** Why the mail of a stage is not wanted any more. */
async function whyNotSent(table: Table, { onboarding, effect }: EffectRow): Promise<string | null> {
  if (effect.kind !== "mail" || effect.stage === null) return null;
  const state = await readItem(table, stateKey(onboarding));
  if (!state || maybeTextIn(state, "openStage") !== effect.stage) return "stage_not_open";
  return textIn(state, "status") === "on_hold" ? "on_hold" : null;
}
