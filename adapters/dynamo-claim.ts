import type { EffectRow } from "../domain/effect.ts";
import type { Instant, OnboardingId } from "../domain/ids.ts";
import type { Stage } from "../domain/program.ts";
import { effectIn, isUnsettled } from "./dynamo-effect-item.ts";
import { expressions, type Item, maybeTextIn } from "./dynamo-item.ts";
import { effectKey, type Key, stateKey } from "./dynamo-keys.ts";
import { settleEffect } from "./dynamo-settle.ts";
import { readItem, type Table, updateItem } from "./dynamo-table.ts";
import { check, transact, update } from "./dynamo-transaction.ts";

export interface Claim {
  readonly id: OnboardingId;
  readonly key: string;
  readonly now: Instant;
  readonly until: Instant;
}

const TRIES = 4;

/** A save of the same onboarding that comes between is no reason to leave it: it is looked at again. */
export async function claimEffect(table: Table, claim: Claim): Promise<EffectRow | null> {
  const key = effectKey(claim.id, claim.key);
  if (!key) return null;
  for (let tries = 0; tries < TRIES; tries++) {
    const item = await readItem(table, key);
    const found = item && effectIn(item);
    if (!found || !isUnsettled(found) || found.dueAt > claim.now) return null;
    const taken = await take(table, { claim, key, found });
    const claimed = { ...found, state: "claimed", dueAt: claim.until, attempts: found.attempts + 1 } as const;
    if (taken !== "conflict") return taken === "claimed" ? claimed : null;
  }
  return null;
}

interface Attempt {
  readonly claim: Claim;
  readonly key: Key;
  readonly found: EffectRow;
}

type Taken = "claimed" | "lost" | "conflict";

async function take(table: Table, attempt: Attempt): Promise<Taken> {
  const { key, found } = attempt;
  const stage = found.effect.kind === "mail" ? found.effect.stage : null;
  if (stage !== null) return takeMailOf(table, stage, attempt);
  return (await updateItem(table, key, claiming(attempt))) ? "claimed" : "lost";
}

/** Each claim counts an attempt, so that of two who saw the same one only the first finds it so. */
const claiming = ({ claim: { until }, found: { state, attempts } }: Attempt) =>
  expressions(
    {
      UpdateExpression: "SET #state = :claimed, #claimedUntil = :until, #attempts = :next",
      ConditionExpression: "#state = :state AND #attempts = :attempts",
    },
    { claimed: "claimed", until, state, attempts, next: attempts + 1 },
  );

/** Together with a look at the stage, so that none is closed in between. */
async function takeMailOf(table: Table, stage: Stage, attempt: Attempt): Promise<Taken> {
  const { key, claim } = attempt;
  const obstacles = await transact(table, [
    update(table, key, claiming(attempt)),
    check(
      table,
      stateKey(claim.id),
      expressions(
        { ConditionExpression: "#openStage = :stage AND #status <> :hold" },
        { stage, hold: "on_hold" },
      ),
    ),
  ]);
  if (!obstacles) return "claimed";
  const [ofEffect, ofState] = obstacles;
  if (ofEffect?.kind === "condition") return "lost";
  if (ofState?.kind !== "condition") return "conflict";
  await settleEffect(
    table,
    { id: claim.id, key: claim.key, at: claim.now },
    { state: "dropped", outcome: whyNotSent(stage, ofState.found) },
  );
  return "lost";
}

const whyNotSent = (stage: Stage, state: Item | null): string =>
  state && maybeTextIn(state, "openStage") === stage ? "on_hold" : "stage_not_open";
