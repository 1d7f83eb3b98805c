import type { EffectRow } from "../domain/effect.ts";
import type { Instant, OnboardingId } from "../domain/ids.ts";
import { maybeTextIn, textIn } from "./dynamo-item.ts";
import { commitKey, revOfEffect, stateKey } from "./dynamo-keys.ts";
import { afterTurn } from "./dynamo-owed.ts";
import type { ChangeOwed } from "./dynamo-owed-changes.ts";
import { readItem, type Table } from "./dynamo-table.ts";
import { claiming, dropping, rowOf, type Turn } from "./effect-turns.ts";

interface EffectName {
  readonly id: OnboardingId;
  readonly key: string;
}

/** The effect after its turn; `null` when it did not turn, or is not there. */
export async function turnEffect(
  change: ChangeOwed,
  { id, key }: EffectName,
  turn: Turn,
): Promise<EffectRow | null> {
  const rev = revOfEffect(key);
  const owed = rev === null ? null : await change(commitKey(id, rev), (all) => afterTurn(all, key, turn));
  const turned = owed?.effects.find((effect) => effect.key === key);
  return turned ? rowOf(turned, id) : null;
}

interface Claim extends EffectName {
  readonly now: Instant;
  readonly until: Instant;
}

/**
 * First the claim, then the look at the stage: whoever goes on to write has seen it open after the mail was theirs. A
 * condition on the stage within the claim would cost four times as much and say less.
 */
export async function claimEffect(
  table: Table,
  change: ChangeOwed,
  { now, until, ...name }: Claim,
): Promise<EffectRow | null> {
  const claimed = await turnEffect(change, name, claiming(now, until));
  const unwanted = claimed && (await whyNotSent(table, claimed));
  if (!claimed || !unwanted) return claimed;
  await turnEffect(change, name, dropping(claimed, unwanted, now));
  return null;
}

/** Why the mail of a stage is not wanted any more. */
async function whyNotSent(table: Table, { onboarding, effect }: EffectRow): Promise<string | null> {
  if (effect.kind !== "mail" || effect.stage === null) return null;
  const state = await readItem(table, stateKey(onboarding));
  if (!state || maybeTextIn(state, "openStage") !== effect.stage) return "stage_not_open";
  return textIn(state, "status") === "on_hold" ? "on_hold" : null;
}
