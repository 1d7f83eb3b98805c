import { later, MINUTE } from "./calendar.ts";
import { instant } from "./ids.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { isClosed, openStage } from "./onboarding.ts";

/** The workflow opens the next stage, or finishes, within seconds. After this long somebody must look. */
const PATIENCE = 2 * MINUTE;

/**
 * When to see whether the workflow still moves: some time after the start or the last stage's end, while none is open.
 * `null`: people are at work, or it is over.
 */
export function workflowCheckAt(onboarding: Onboarding): Instant | null {
  if (isClosed(onboarding) || openStage(onboarding) !== null) return null;
  const done = Object.values(onboarding.stages).flatMap((state) => ("at" in state ? [state.at] : []));
  return later(instant(Math.max(onboarding.startedAt, ...done)), PATIENCE);
}

/** The earlier of two times, either of which may be never. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
