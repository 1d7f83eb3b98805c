import { STATUSES } from "../domain/onboarding.ts";
import type { Counts } from "../domain/ports.ts";
import { STAGES } from "../domain/program.ts";
import { ATTENTION } from "../domain/summary.ts";
import { isOpenStatus } from "./open-status.ts";

/** How many onboardings are alike in what is counted. */
export interface Tally {
  readonly status: string;
  /** Empty when all are done. */
  readonly stage: string;
  /** `,stage_overdue,deal_review,` or empty. */
  readonly attention: string;
  readonly count: number;
}

/** The counts that lists show, from what a store has tallied. */
export function countsFrom(tallies: readonly Tally[]): Counts {
  const sum = (fits: (tally: Tally) => boolean): number =>
    tallies.filter(fits).reduce((total, { count }) => total + count, 0);
  return {
    total: sum(() => true),
    status: tabulate(STATUSES, (status) => sum((tally) => tally.status === status)),
    stage: tabulate(STAGES, (stage) => sum((tally) => tally.stage === stage && isOpenStatus(tally.status))),
    attention: tabulate(ATTENTION, (kind) => sum(({ attention }) => attention.includes(`,${kind},`))),
  };
}

function tabulate<K extends string>(keys: readonly K[], count: (key: K) => number): Record<K, number> {
  // `unknown[]`, because the typed overload of fromEntries forgets which keys there are.
  const table: Record<K, number> = Object.fromEntries(keys.map((key): unknown[] => [key, count(key)]));
  return table;
}
