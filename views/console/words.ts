import type { Agreement } from "../../domain/agreement.ts";
import type { DealField, DealRegistration, DealStage, DuplicateReason } from "../../domain/deal.ts";
import type { Status, WaiverReason } from "../../domain/onboarding.ts";
import type { OperatorRole } from "../../domain/operator.ts";
import type { PartnerType, Role, Stage } from "../../domain/program.ts";

/** The console speaks English. One table per set of words, so that a new word cannot ship without its label. */
export const STAGE_WORDS: Record<Stage, string> = {
  contract: "Contract",
  training: "Training",
  certification: "Certification",
  first_deal: "First deal",
};

export const STATUS_WORDS: Record<Status, string> = {
  in_progress: "In progress",
  action_required: "Action required",
  on_hold: "On hold",
  completed: "Completed",
  declined: "Declined",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

export const PARTNER_TYPE_WORDS: Record<PartnerType, string> = {
  reseller: "Reseller",
  distributor: "Distributor",
  referral: "Referral partner",
  system_integrator: "System integrator",
  msp: "Managed service provider",
  technology: "Technology partner",
};

export const ROLE_WORDS: Record<Role, string> = {
  signatory: "signatory",
  sales: "sales",
  technical: "technical",
  primary: "primary contact",
};

export const OPERATOR_ROLE_WORDS: Record<OperatorRole, string> = {
  viewer: "Viewer",
  operator: "Operator",
  admin: "Admin",
};

export const WAIVER_WORDS: Record<WaiverReason, string> = {
  tested_out: "Tested out: showed the knowledge elsewhere",
  equivalent: "Equivalent: has a comparable qualification",
  outside_activity: "Outside activity: did it outside this program",
  administrative: "Administrative: the vendor decided so",
};

export const AGREEMENT_WORDS: Record<Agreement["state"], string> = {
  draft: "Being drawn up",
  sent: "Sent, not yet opened",
  opened: "Opened, not yet signed",
  signed: "Signed, waits for the countersignature",
  completed: "Completed",
  declined: "Declined",
  expired: "Expired",
};

export const REVIEW_WORDS: Record<DealRegistration["review"], string> = {
  submitted: "Submitted",
  in_review: "In review",
  action_required: "Sent back to the partner",
  approved: "Approved",
  rejected: "Rejected",
  withdrawn: "Withdrawn",
  expired: "Expired",
};

export const DEAL_STAGE_WORDS: Record<DealStage, string> = {
  prospect: "Prospect",
  qualified: "Qualified",
  technical_validation: "Technical validation",
  business_validation: "Business validation",
  committed: "Committed",
  won: "Won",
  lost: "Lost",
};

export const DEAL_FIELD_WORDS: Record<DealField, string> = {
  customerName: "Customer",
  customerDomain: "Customer's domain",
  customerCountry: "Customer's country",
  customerContact: "Contact at the customer",
  need: "What the customer needs",
  value: "Value",
  currency: "Currency",
  targetCloseDate: "Expected close",
  nextSteps: "Next steps",
};

export const DUPLICATE_WORDS: Record<DuplicateReason["rule"], string> = {
  same_domain: "the same domain",
  same_name_and_country: "the same name and country",
  similar_name: "a similar name",
};

/** "1 run", "12 runs". */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** "Anna", "Anna and Ben", "Anna, Ben and Carla". */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
}
