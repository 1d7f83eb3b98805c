import type { Funnel } from "./funnel.ts";
import type { Instant } from "./ids.ts";
import { STAGES } from "./program.ts";
import type { Stage } from "./program.ts";
import type { AttentionKind, Summary } from "./summary.ts";

const VENDOR_OWES: readonly AttentionKind[] = [
  "deal_review",
  "deal_review_overdue",
  "countersignature",
  "countersignature_overdue",
  "extension_request",
];

interface StageCount {
  reached: number;
  done: number;
  inside: number;
  readonly took: number[];
}

/** Takes summaries one by one and gives the funnel: it keeps numbers, not rows. */
export interface FunnelMaker {
  add(summary: Summary): void;
  make(at: Instant): Funnel;
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? null;
}

function spread(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b);
  return { medianMs: quantile(sorted, 0.5), p90Ms: quantile(sorted, 0.9) };
}

const empty = (): StageCount => ({ reached: 0, done: 0, inside: 0, took: [] });

function addStage(count: StageCount, { times, status, stage }: Summary, name: Stage): void {
  const { openedAt, doneAt } = times[name];
  if (openedAt === null && doneAt === null) return;
  count.reached++;
  if (doneAt === null) {
    const alive = status === "in_progress" || status === "action_required" || status === "on_hold";
    if (alive && stage === name) count.inside++;
    return;
  }
  count.done++;
  if (openedAt !== null) count.took.push(doneAt - openedAt);
}

export function funnelMaker(): FunnelMaker {
  const stages: Readonly<Record<Stage, StageCount>> = {
    contract: empty(),
    training: empty(),
    certification: empty(),
    first_deal: empty(),
  };
  const totals = { started: 0, completed: 0, ended: 0, partner: 0, vendor: 0 };
  const firstDeals: number[] = [];
  return {
    add(summary) {
      totals.started++;
      if (summary.status === "completed") totals.completed++;
      else if (summary.endedAt !== null) totals.ended++;
      else if (summary.attention.some(({ kind }) => VENDOR_OWES.includes(kind))) totals.vendor++;
      else totals.partner++;
      for (const name of STAGES) addStage(stages[name], summary, name);
      if (summary.firstDealAt !== null) firstDeals.push(summary.firstDealAt - summary.startedAt);
    },
    make: (at) => ({
      at,
      started: totals.started,
      completed: totals.completed,
      ended: totals.ended,
      stages: STAGES.map((stage) => {
        const { reached, done, inside, took } = stages[stage];
        return { stage, reached, done, inside, ...spread(took) };
      }),
      firstDeal: { count: firstDeals.length, ...spread(firstDeals) },
      waitingFor: { partner: totals.partner, vendor: totals.vendor },
    }),
  };
}
