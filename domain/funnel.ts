import type { Instant } from "./ids.ts";
import type { Stage } from "./program.ts";

/** How partners get through the stages; times in milliseconds. A snapshot. */
export interface Funnel {
  readonly at: Instant;
  readonly started: number;
  readonly completed: number;
  readonly ended: number;
  readonly stages: readonly {
    readonly stage: Stage;
    readonly reached: number;
    readonly done: number;
    /** In it right now. */
    readonly inside: number;
    readonly medianMs: number | null;
    readonly p90Ms: number | null;
  }[];
  readonly firstDeal: {
    readonly count: number;
    readonly medianMs: number | null;
    readonly p90Ms: number | null;
  };
  /** For whom open onboardings wait now. */
  readonly waitingFor: { readonly partner: number; readonly vendor: number };
}
