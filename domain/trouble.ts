import type { Instant, OnboardingId } from "./ids.ts";

/** What work on an onboarding failed for, where no effect of its own can say so. It is tried again each minute. */
export interface Trouble {
  readonly onboarding: OnboardingId;
  /** The last time. */
  readonly at: Instant;
  readonly reason: string;
}
