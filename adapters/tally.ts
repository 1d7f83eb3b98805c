import { STATUSES } from "../domain/onboarding.ts";
import type { Counts } from "../domain/ports.ts";
import { STAGES } from "../domain/program.ts";
import { ATTENTION } from "../domain/summary.ts";
import { isOpenStatus } from "./open-status.ts";

/** How many onboardings are alike in where they stand. */
export interface Tally {
  readonly status: string;
  /** Empty when all are done. */
  readonly stage: string;
  readonly count: number;
}

/** How many are alike in what they wait for. */
export interface WaitingTally {
  /** `,stage_overdue,deal_review,` or empty. */
  readonly attention: string;
  readonly count: number;
}

/** The counts that lists show, from what a store has tallied. */
export function countsFrom(tallies: readonly Tally[], waiting: readonly WaitingTally[]): Counts {
  return {
    total: sumOf(tallies, () => true),
    status: tabulate(STATUSES, (status) => sumOf(tallies, (tally) => tally.status === status)),
    stage: tabulate(STAGES, (stage) =>
      sumOf(tallies, (tally) => tally.stage === stage && isOpenStatus(tally.status)),
    ),
    attention: tabulate(ATTENTION, (kind) =>
      sumOf(waiting, ({ attention }) => attention.includes(`,${kind},`)),
    ),
  };
}

const sumOf = <T extends { readonly count: number }>(
  tallies: readonly T[],
  fits: (tally: T) => boolean,
): number => tallies.filter(fits).reduce((total, { count }) => total + count, 0);

function tabulate<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  // `unknown[]`, because the typed overload of fromEntries forgets which keys there are.
  const table: Record<K, number> = Object.fromEntries(keys.map((key): unknown[] => [key, count(key)]));
  return table;
}
