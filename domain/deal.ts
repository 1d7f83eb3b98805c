import type { ContactId, Instant } from "./ids.ts";

export const DEAL_STAGES = [
  "prospect",
  "qualified",
  "technical_validation",
  "business_validation",
  "committed",
  "won",
  "lost",
] as const;
/** The partner's own view of the sale, apart from the vendor's review. */
export type DealStage = (typeof DEAL_STAGES)[number];

export const DEAL_FIELDS = [
  "customerName",
  "customerDomain",
  "customerCountry",
  "customerContact",
  "need",
  "value",
  "currency",
  "targetCloseDate",
  "nextSteps",
] as const;
export type DealField = (typeof DEAL_FIELDS)[number];

/** What the partner filled in; kept in a `deal` record, which can be erased. */
export interface DealForm {
  readonly customerName: string;
  /** Registrable name, lower case, without `www.`; empty when the customer has none. */
  readonly customerDomain: string;
  readonly customerCountry: string;
  readonly customerContact: string;
  /** What the customer needs, in the partner's words. */
  readonly need: string;
  /** In whole units of the currency. */
  readonly value: number;
  readonly currency: string;
  /** `YYYY-MM-DD`. */
  readonly targetCloseDate: string;
  readonly nextSteps: string;
}

/** Why a registration may be a duplicate: which rule, which record. Rules from strong to weak. */
export interface DuplicateReason {
  readonly rule: "same_domain" | "same_name_and_country" | "similar_name";
  /** `<onboardingId>#<deal number>` of the other one. */
  readonly record: string;
}

interface Registered {
  readonly number: number;
  readonly contact: ContactId;
  readonly stage: DealStage;
  readonly submittedAt: Instant;
  readonly duplicates: readonly DuplicateReason[];
  readonly appealed: boolean;
}

/** Submitted, and the vendor's clock runs. `late`: the vendor missed it and was told. */
interface Clock {
  readonly decideBy: Instant;
  readonly late: boolean;
}

interface Protection {
  readonly protectedUntil: Instant;
  readonly approvedAt: Instant;
  readonly extensions: number;
  /** A request of the partner's that the vendor has not answered. Never two at once. */
  readonly extensionRequestedAt: Instant | null;
  /** The reminder of the coming end was sent. */
  readonly reminded: boolean;
}

/** `review` is the vendor's status (review_status in the API), `stage` the partner's. */
export type DealRegistration =
  | ({ readonly review: "submitted" } & Registered & Clock)
  | ({ readonly review: "in_review"; readonly looks: number } & Registered & Clock)
  | ({
      readonly review: "action_required";
      readonly fields: readonly DealField[];
      readonly since: Instant;
    } & Registered)
  | ({ readonly review: "approved" } & Registered & Protection)
  | ({ readonly review: "rejected" | "withdrawn"; readonly at: Instant } & Registered)
  | ({ readonly review: "expired"; readonly at: Instant } & Registered);

/** The vendor owes a decision; about a sale that is lost there is none to make. */
export const isUnderReview = (
  deal: DealRegistration | null,
): deal is DealRegistration & { review: "submitted" | "in_review" } =>
  (deal?.review === "submitted" || deal?.review === "in_review") && deal.stage !== "lost";
