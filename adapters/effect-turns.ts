import type { EffectRow } from "../domain/effect.ts";
import type { Instant } from "../domain/ids.ts";
import type { Settlement } from "../domain/ports.ts";
import { attemptIn, isUnsettled } from "./effect-state.ts";

/** An effect as its commit keeps it. A claim leaves `dueAt`, so that it does not move in the index of what is due. */
export type KeptEffect = Omit<EffectRow, "onboarding"> & { readonly claimedUntil: Instant | null };

/** What becomes of an effect; `null`: it stays as it is. */
export type Turn = (effect: KeptEffect) => KeptEffect | null;

/** From when on somebody may try it. */
const freeAt = ({ claimedUntil, dueAt }: KeptEffect): Instant => claimedUntil ?? dueAt;

export const isDue = (effect: KeptEffect, now: Instant): boolean =>
  isUnsettled(effect) && freeAt(effect) <= now;

/** A claimed one is due when its claim lapses, a settled one was when it was settled. */
export function rowOf(
  { claimedUntil, ...effect }: KeptEffect,
  onboarding: EffectRow["onboarding"],
): EffectRow {
  return { onboarding, ...effect, dueAt: claimedUntil ?? effect.settledAt ?? effect.dueAt };
}

export function keptOf(row: EffectRow): KeptEffect {
  const { onboarding: _, ...effect } = row;
  return { ...effect, claimedUntil: null };
}

/** Each claim counts an attempt. */
export const claiming =
  (now: Instant, until: Instant): Turn =>
  (effect) =>
    isDue(effect, now)
      ? { ...effect, state: "claimed", claimedUntil: until, attempts: effect.attempts + 1 }
      : null;

/** Takes back one's own claim, as if it had not been made, and with it the wish. */
export const dropping =
  (claimed: Pick<KeptEffect, "attempts">, outcome: string, at: Instant): Turn =>
  (effect) =>
    effect.state === "claimed" && effect.attempts === claimed.attempts
      ? { ...settled(effect, at), state: "dropped", outcome, attempts: effect.attempts - 1 }
      : null;

/** Only what is not settled yet: a late answer changes nothing, nor does a late failure what another tries. */
export const settling =
  (settlement: Settlement, at: Instant): Turn =>
  (effect) => {
    const attempt = attemptIn(settlement) ?? effect.attempts;
    if (!isUnsettled(effect) || attempt !== effect.attempts) return null;
    switch (settlement.state) {
      case "due":
        return {
          ...effect,
          state: "due",
          dueAt: settlement.dueAt,
          claimedUntil: null,
          lastError: settlement.error,
        };
      case "failed":
        return failed(effect, settlement.error, at);
      case "done":
      case "dropped":
        return { ...settled(effect, at), state: settlement.state, outcome: settlement.outcome };
    }
  };

const settled = (effect: KeptEffect, at: Instant): KeptEffect => ({
  ...effect,
  claimedUntil: null,
  settledAt: at,
});

const failed = (effect: KeptEffect, error: string, at: Instant): KeptEffect => ({
  ...settled(effect, at),
  state: "failed",
  outcome: null,
  lastError: error,
});

/** Also what was done, in one turn: nobody can try it in between. */
export const givingUp =
  (error: string, at: Instant): Turn =>
  (effect) =>
    isUnsettled(effect) || effect.state === "done" ? failed(effect, error, at) : null;

/** A failed or done one once more. */
export const repeating =
  (at: Instant): Turn =>
  (effect) =>
    effect.state === "failed" || effect.state === "done"
      ? { ...effect, state: "due", dueAt: at, settledAt: null, outcome: null }
      : null;
