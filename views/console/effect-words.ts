import type { Effect, MailKind } from "../../domain/effect.ts";
import type { Names } from "./names.ts";

const MAIL_WORDS: Record<MailKind, string> = {
  contract_step: "Contract: the link",
  training_step: "Training: the link",
  certification_step: "Certification: the link",
  first_deal_step: "First deal: the link",
  reminder: "Reminder",
  agreement_copy: "Copy of the agreement",
  certificate_issued: "Certificate",
  deal_action_required: "Deal sent back",
  deal_approved: "Deal approved",
  deal_rejected: "Deal rejected",
  protection_expiring: "Protection ends soon",
  extension_decided: "Answer about longer protection",
  onboarding_completed: "Welcome",
  onboarding_closed: "Onboarding closed",
  countersignature_request: "Please countersign",
  deal_review_request: "Please decide about a deal",
  vendor_overdue: "A decision is late",
  stage_overdue: "A stage is late",
  mail_bounced: "Mail comes back",
  attempts_exhausted: "No attempt left",
  agreement_declined: "Agreement declined",
  extension_request: "Longer protection asked for",
};

type Words = { readonly [K in Effect["kind"]]: (effect: EffectOf<K>, names: Names) => string };
type EffectOf<K extends Effect["kind"]> = { [P in K]: Extract<Effect, { kind: P }> & { kind: P } }[K];

const WORDS: Words = {
  start_workflow: ({ n }) => (n === 1 ? "Start the workflow" : `Start the workflow again (${n})`),
  resume_workflow: () => "Tell the workflow that the stage is over",
  draft_agreement: () => "Draw up the agreement",
  file_agreement: () => "File the signed agreement",
  issue_credential: ({ certificate }) => `Sign the credential of certificate ${certificate}`,
  mail: ({ mail, to }, names) => `Mail “${MAIL_WORDS[mail]}” to ${names.person(to)}`,
  publish_revocation: ({ certificate }) => `Put certificate ${certificate} on the list of revoked ones`,
  webhook: ({ event }) => `Webhook to the vendor about event ${event}`,
};

function say<K extends Effect["kind"]>(effect: EffectOf<K>, names: Names): string {
  return WORDS[effect.kind](effect, names);
}

/** What was to be done in the world. */
export const effectWords = (effect: Effect, names: Names): string => say(effect, names);
