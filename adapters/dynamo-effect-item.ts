import type { Effect, EffectRow } from "../domain/effect.ts";
import { instant } from "../domain/ids.ts";
import { instantIn, type Item, itemOf, maybeNumberIn, maybeTextIn, numberIn, textIn } from "./dynamo-item.ts";
import { dueShard, effectKey, effectOfKey, onboardingOfKey } from "./dynamo-keys.ts";
import { parseEffectState } from "./effect-state.ts";

/** A new effect. `type`, `lane` and `state` are what the functions that work on the stream filter by. */
export function effectItem({ onboarding, key, effect, dueAt, createdAt }: EffectRow): Item {
  const place = effectKey(onboarding, key);
  if (!place) throw new Error(`${onboarding}: ${key} is no key of an effect.`);
  return itemOf({
    ...place,
    type: "effect",
    lane: effect.kind === "webhook" ? "webhook" : "work",
    state: "due",
    effect: JSON.stringify(effect),
    attempts: 0,
    createdAt,
    dueShard: dueShard(onboarding),
    dueAt,
  });
}

/** A claimed one is due when its claim lapses, a settled one was when it was settled. */
export function effectIn(item: Item): EffectRow {
  const pk = textIn(item, "pk");
  const onboarding = onboardingOfKey(pk);
  if (!onboarding) throw new Error(`An effect lies under ${pk}, which is no onboarding.`);
  const effect: Effect = JSON.parse(textIn(item, "effect"));
  const settledAt = maybeNumberIn(item, "settledAt");
  return {
    onboarding,
    key: effectOfKey(textIn(item, "sk")),
    effect,
    state: parseEffectState(textIn(item, "state")),
    dueAt: instant(maybeNumberIn(item, "claimedUntil") ?? maybeNumberIn(item, "dueAt") ?? settledAt ?? 0),
    attempts: numberIn(item, "attempts"),
    createdAt: instantIn(item, "createdAt"),
    settledAt: settledAt === null ? null : instant(settledAt),
    outcome: maybeTextIn(item, "outcome"),
    lastError: maybeTextIn(item, "lastError"),
  };
}
