import { TOLD_FROM_TRY } from "../domain/effect.ts";
import type { Effect, EffectRow } from "../domain/effect.ts";
import { instant } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Effects, Onboardings, Settlement, Snapshots } from "../domain/ports.ts";
import type { Clock, Programs, Vendors } from "../domain/world.ts";
import { sceneOf } from "./act.ts";
import type { Acted, Scene } from "./act.ts";
import { unknownFate } from "./mail-fate.ts";
import { endTrouble, noteUntilTried, reasonOf } from "./troubles.ts";

export interface TryDeps {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly snapshots: Pick<Snapshots, "putMark" | "marks">;
  readonly programs: Programs;
  readonly vendors: Vendors;
  readonly clock: Clock;
}

/**
 * What may hang must not hold up the rest: each lane goes by the order of the log, beside the others. It says how to
 * carry out an effect that is its own; `null`: it is another lane's.
 */
export type Lane = (effect: Effect) => ((scene: Scene) => Promise<Acted>) | null;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Adapters give up by themselves, and know what their silence means. This is for one that does not. */
const PATIENCE = 30 * SECOND;
const GIVE_UP_AFTER = 12;

/** How long nobody else may try: a mail's fate may be settled by an event that comes later. */
const claimMs = (effect: Effect): number => (effect.kind === "mail" ? 15 * MINUTE : MINUTE);

const backOffMs = (attempts: number): number => Math.min(60 * MINUTE, 5 * SECOND * 2 ** attempts);

const messageOf = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

/** Its maker does not know: a mail may have gone out. */
class SilenceError extends Error {
  override readonly name = "SilenceError";
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const { promise, reject, resolve } = Promise.withResolvers<T>();
  const timer = setTimeout(
    () => reject(new SilenceError(`no answer within ${PATIENCE / SECOND} s`)),
    PATIENCE,
  );
  work.then(resolve, reject).finally(() => clearTimeout(timer));
  return promise;
}

function settlementOf(done: Acted, attempt: number, now: number): Settlement {
  switch (done.kind) {
    case "done":
      return { state: "done", outcome: done.outcome };
    case "failed":
      return { state: "failed", error: done.error, attempt };
    case "again":
      return attempt >= GIVE_UP_AFTER && !done.patient
        ? { state: "failed", error: done.error, attempt }
        : { state: "due", error: done.error, dueAt: instant(now + done.afterMs), attempt };
  }
}

/** Tries each due effect of one onboarding that belongs to one of the lanes, once. Never throws for an effect. */
export function tryEffects(deps: TryDeps, lanes: readonly Lane[]): (id: OnboardingId) => Promise<void> {
  const { effects, clock } = deps;

  async function tried(row: EffectRow, perform: (scene: Scene) => Promise<Acted>): Promise<Acted> {
    try {
      const { attempts: attempt, key, lastError } = row;
      const scene: Scene = { ...(await sceneOf(deps, row.onboarding)), attempt, key, lastError };
      return await inTime(perform(scene));
    } catch (fault) {
      if (fault instanceof SilenceError && row.effect.kind === "mail")
        return unknownFate(fault.message, row.lastError);
      return { kind: "again", error: messageOf(fault), afterMs: backOffMs(row.attempts) };
    }
  }

  async function once(due: EffectRow, perform: (scene: Scene) => Promise<Acted>): Promise<void> {
    const now = clock();
    const until = instant(now + claimMs(due.effect));
    const claimed = await effects.claim(due.onboarding, due.key, now, until);
    if (!claimed) return;
    const done = await tried(claimed, perform);
    const at = clock();
    const settlement = settlementOf(done, claimed.attempts, at);
    await effects.settle(due.onboarding, due.key, settlement, at);
    if (claimed.attempts >= TOLD_FROM_TRY) await tell(claimed, done, settlement);
  }

  /** A mail that SES or the relay will not take is tried for ever: somebody has to know. */
  async function tell({ onboarding, effect }: EffectRow, done: Acted, settlement: Settlement): Promise<void> {
    if (done.kind === "again" && done.patient && settlement.state === "due")
      await noteUntilTried(deps, onboarding, {
        reason: reasonOf(`a mail does not go out: ${done.error}`),
        nextTry: settlement.dueAt,
      });
    else if (effect.kind === "mail" && settlement.state === "done") await endTrouble(deps, onboarding);
  }

  async function inOrder(rows: readonly EffectRow[], lane: Lane): Promise<void> {
    for (const row of rows) {
      const perform = lane(row.effect);
      if (perform) await once(row, perform);
    }
  }

  return async (id) => {
    const due = await effects.dueOf(id, clock());
    await Promise.all(lanes.map((lane) => inOrder(due, lane)));
  };
}
