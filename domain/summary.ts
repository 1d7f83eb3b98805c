import type { ContactId, Instant, OnboardingId } from "./ids.ts";
import type { Status } from "./onboarding.ts";
import type { PartnerType, Stage } from "./program.ts";

/** What waits for somebody at the vendor, from the most to the least pressing. */
export const ATTENTION = [
  "mail_bounced",
  "attempts_exhausted",
  "people_missing",
  "stage_overdue",
  "deal_review_overdue",
  "countersignature_overdue",
  "deal_review",
  "countersignature",
  "extension_request",
] as const;
export type AttentionKind = (typeof ATTENTION)[number];

/** One reason an onboarding is on the work list, and since when. */
export interface Attention {
  readonly kind: AttentionKind;
  readonly since: Instant;
  /** The person it is about, where it is about one. */
  readonly contact: ContactId | null;
}

/** One row of the lists: derived from the state with every save, never written by itself. */
export interface Summary {
  readonly id: OnboardingId;
  readonly externalPartnerId: string;
  readonly legalName: string;
  readonly partnerType: PartnerType;
  readonly country: string;
  readonly program: string;
  readonly status: Status;
  /** The current stage; `null` when all are done. */
  readonly stage: Stage | null;
  readonly startedAt: Instant;
  /** Since when it is in this stage (or closed). */
  readonly since: Instant;
  readonly deadline: Instant | null;
  readonly attention: readonly Attention[];
  /** When each stage was opened and left, for the funnel. */
  readonly times: Readonly<
    Record<Stage, { readonly openedAt: Instant | null; readonly doneAt: Instant | null }>
  >;
  /** When the first deal was approved or won, whichever the program asks for. */
  readonly firstDealAt: Instant | null;
  readonly endedAt: Instant | null;
}
