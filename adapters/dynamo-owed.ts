import type { EffectRow } from "../domain/effect.ts";
import { type Instant, type OnboardingId, vendorOf } from "../domain/ids.ts";
import { bytesIn, type Item, textIn, type Values } from "./dynamo-item.ts";
import { dueShard, failedPk, onboardingOfKey, timeText } from "./dynamo-keys.ts";
import { pack, unpack } from "./dynamo-pack.ts";
import { type KeptEffect, rowOf, type Turn } from "./effect-turns.ts";
import { isUnsettled } from "./effect-state.ts";
import type { Term } from "./term-changes.ts";

/** What a commit still has to bring about. It lies on the commit's own item, beside its events. */
export interface Owed {
  /** In the order of the log, the settled ones too. */
  readonly effects: readonly KeptEffect[];
  /** What the onboarding is, or is no longer, found by since then; `null`: that is entered. */
  readonly terms: { readonly at: Instant; readonly touched: readonly Term[] } | null;
}

const NOTHING: Owed = { effects: [], terms: null };

/** Whose commit, and which. */
export interface Commitment {
  readonly id: OnboardingId;
  readonly rev: number;
}

/** As attributes of the commit's item; `null`: it must not have this one. Needs what was there `before`. */
export function owedValues({ id, rev }: Commitment, owed: Owed, before: Owed = NOTHING): Values {
  const dueAt = owedAt(owed);
  const failedAt = latestFailure(owed);
  return {
    owed: owed.effects.length > 0 || owed.terms ? pack(JSON.stringify(owed)) : null,
    dueShard: dueAt === null ? null : dueShard(id),
    dueAt,
    workPk: failedAt === null ? null : failedPk(vendorOf(id)),
    workSk: failedAt === null ? null : `${timeText(failedAt)}#${id}#${rev}`,
    ...wakes(owed, before),
  };
}

/**
 * The functions that read the stream are woken by these, so that they stand for what this one write made due: who
 * claims or settles one effect of a commit wakes nobody for the others.
 */
function wakes(owed: Owed, before: Owed): Values {
  const fresh = owed.effects.filter((effect) => effect.state === "due" && !before.effects.includes(effect));
  const work = fresh.some(isWork) || (owed.terms !== null && before.terms === null);
  return { work: work ? "due" : null, webhook: fresh.every(isWork) ? null : "due" };
}

const isWork = ({ effect }: KeptEffect): boolean => effect.kind !== "webhook";

function owedAt({ effects, terms }: Owed): Instant | null {
  const times = [...effects.filter(isUnsettled).map(({ dueAt }) => dueAt), ...(terms ? [terms.at] : [])];
  return times.toSorted((a, b) => a - b)[0] ?? null;
}

function latestFailure({ effects }: Owed): Instant | null {
  const failed = effects.filter(({ state }) => state === "failed");
  return failed.map(({ settledAt }) => settledAt).toSorted((a, b) => (b ?? 0) - (a ?? 0))[0] ?? null;
}

/** Of a commit's item. */
export function owedIn(item: Item): Owed {
  if (item["owed"] === undefined) return NOTHING;
  const owed: Owed = JSON.parse(unpack(bytesIn(item, "owed")));
  return owed;
}

export function commitmentIn(item: Item): Commitment {
  const pk = textIn(item, "pk");
  const id = onboardingOfKey(pk);
  if (!id) throw new Error(`A commit lies under ${pk}, which is no onboarding.`);
  return { id, rev: Number(textIn(item, "sk").slice("COMMIT#".length)) };
}

/** All effects of a commit. */
export function effectsIn(item: Item): readonly EffectRow[] {
  const { id } = commitmentIn(item);
  return owedIn(item).effects.map((effect) => rowOf(effect, id));
}

/** What is owed after one of the effects has had its turn; `null`: all stays as it is. */
export function afterTurn(owed: Owed, key: string, turn: Turn): Owed | null {
  const effect = owed.effects.find((one) => one.key === key);
  const turned = effect ? turn(effect) : null;
  return turned && { ...owed, effects: owed.effects.map((one) => (one === effect ? turned : one)) };
}
