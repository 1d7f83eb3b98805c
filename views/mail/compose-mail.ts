import type { MailKind } from "../../domain/effect.ts";
import { agreementCopy } from "./agreement-copy.ts";
import { agreementDeclined } from "./agreement-declined.ts";
import { attemptsExhausted } from "./attempts-exhausted.ts";
import { certificateIssued } from "./certificate-issued.ts";
import { certificationStep } from "./certification-step.ts";
import { contractStep } from "./contract-step.ts";
import { countersignatureRequest } from "./countersignature-request.ts";
import { dealActionRequired } from "./deal-action-required.ts";
import { dealApproved } from "./deal-approved.ts";
import { dealRejected } from "./deal-rejected.ts";
import { dealReviewRequest } from "./deal-review-request.ts";
import { extensionDecided } from "./extension-decided.ts";
import { extensionRequest } from "./extension-request.ts";
import { firstDealStep } from "./first-deal-step.ts";
import type { WriteLetter } from "./letter.ts";
import { mailBounced } from "./mail-bounced.ts";
import type { MailData } from "./mail-data.ts";
import { mailLayout } from "./mail-layout.ts";
import { mailText } from "./mail-text.ts";
import { onboardingClosed } from "./onboarding-closed.ts";
import { onboardingCompleted } from "./onboarding-completed.ts";
import { protectionExpiring } from "./protection-expiring.ts";
import { reminder } from "./reminder.ts";
import { stageOverdue } from "./stage-overdue.ts";
import { trainingStep } from "./training-step.ts";
import { vendorOverdue } from "./vendor-overdue.ts";

const LETTERS: Record<MailKind, WriteLetter> = {
  contract_step: contractStep,
  training_step: trainingStep,
  certification_step: certificationStep,
  first_deal_step: firstDealStep,
  reminder,
  agreement_copy: agreementCopy,
  certificate_issued: certificateIssued,
  deal_action_required: dealActionRequired,
  deal_approved: dealApproved,
  deal_rejected: dealRejected,
  protection_expiring: protectionExpiring,
  extension_decided: extensionDecided,
  onboarding_completed: onboardingCompleted,
  onboarding_closed: onboardingClosed,
  countersignature_request: countersignatureRequest,
  deal_review_request: dealReviewRequest,
  vendor_overdue: vendorOverdue,
  stage_overdue: stageOverdue,
  mail_bounced: mailBounced,
  attempts_exhausted: attemptsExhausted,
  agreement_declined: agreementDeclined,
  extension_request: extensionRequest,
};

export interface ComposedMail {
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The mail in the reader's language. Throws when `data` lacks what this kind of mail is about. */
export function composeMail(kind: MailKind, data: MailData): ComposedMail {
  const letter = LETTERS[kind](data);
  return { subject: letter.subject, html: mailLayout(letter, data), text: mailText(letter, data) };
}
