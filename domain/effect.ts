import type { ContactId, EventId, Instant, OnboardingId } from "./ids.ts";
import type { Stage } from "./program.ts";

/** The mails we send, one file each in views/mail. */
export const MAILS = [
  // to contacts
  "contract_step",
  "training_step",
  "certification_step",
  "first_deal_step",
  "reminder",
  "agreement_copy",
  "certificate_issued",
  "deal_action_required",
  "deal_approved",
  "deal_rejected",
  "protection_expiring",
  "extension_decided",
  "onboarding_completed",
  "onboarding_closed",
  // to the partner manager
  "countersignature_request",
  "deal_review_request",
  "vendor_overdue",
  "stage_overdue",
  "mail_bounced",
  "attempts_exhausted",
  "agreement_declined",
  "extension_request",
] as const;
export type MailKind = (typeof MAILS)[number];

/** Something to be done in the world because of an event. Done once; `key` in its row is made from the event. */
export type Effect =
  | { readonly kind: "start_workflow"; readonly n: number }
  /** Tell the workflow the outcome of the stage that waits. */
  | { readonly kind: "resume_workflow" }
  | { readonly kind: "draft_agreement" }
  | { readonly kind: "file_agreement" }
  | { readonly kind: "issue_credential"; readonly certificate: string }
  /** Puts a revoked certificate on the vendor's public list. */
  | { readonly kind: "publish_revocation"; readonly certificate: string }
  | {
      readonly kind: "mail";
      readonly mail: MailKind;
      readonly to: ContactId;
      /** A step's mail is not sent once its stage is over. */
      readonly stage: Stage | null;
      /** The event it is about. */
      readonly event: EventId;
    }
  /** The vendor's outbound webhook, done by `deliver`. */
  | { readonly kind: "webhook"; readonly event: EventId };

/** From this try on, some ten minutes after the first, people are told of what did not work. */
export const TOLD_FROM_TRY = 3;

/** An effect as stored: written in the commit that caused it, due until it is settled. */
export interface EffectRow {
  readonly onboarding: OnboardingId;
  /** `<event id>.<position>`, unique within the onboarding. */
  readonly key: string;
  readonly effect: Effect;
  readonly state: "due" | "claimed" | "done" | "failed" | "dropped";
  /** When to try next (due), or when the claim lapses (claimed). */
  readonly dueAt: Instant;
  readonly attempts: number;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
  /** Message id, delivery status, … */
  readonly outcome: string | null;
  readonly lastError: string | null;
}
