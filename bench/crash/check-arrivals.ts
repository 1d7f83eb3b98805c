import { effectName } from "./effect-name.ts";
import type { ToldEffect } from "./order.ts";
import type { Arrival } from "./outside.ts";

function violationsOf(effect: ToldEffect, arrivals: readonly Arrival[]): string[] {
  const { onboarding, kind, key, state, settledAt } = effect;
  const mine = arrivals.filter(({ what, name }) => what === kind && name === effectName(effect));
  const told = `${onboarding}: ${kind} ${key}`;
  const lives = new Set(mine.map(({ life }) => life));
  const late = mine.filter(({ at }) => settledAt !== null && at > settledAt);
  return [
    ...(state === "done" && mine.length === 0 ? [`${told} is done and never arrived`] : []),
    ...(lives.size < mine.length ? [`${told} arrived twice from one process`] : []),
    ...late.map(() => `${told} was sent after it had been settled`),
    ...mine.filter(({ again }) => again).map(() => `${told} was done before a restart and sent again`),
  ];
}

/**
 * What came to its receiver although it should not have, or did not although it should. A process that dies after it has
 * sent something and before it has noted that sends it again, under the same name; nothing else may come twice.
 */
export function arrivalViolations(
  effects: readonly ToldEffect[],
  arrivals: readonly Arrival[],
  { relayed }: { readonly relayed: boolean },
): string[] {
  const sent = effects.filter(({ kind }) => kind === "webhook" || (kind === "mail" && relayed));
  const known = new Set(sent.map(effectName));
  const unknown = arrivals.filter(({ name }) => !known.has(name));
  return [
    ...sent.flatMap((effect) => violationsOf(effect, arrivals)),
    ...unknown.map(({ what, name }) => `a ${what} came that nobody owes: ${name}`),
  ];
}
