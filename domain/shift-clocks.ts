import type { Agreement } from "./agreement.ts";
import { isUnderReview } from "./deal.ts";
import type { DealRegistration } from "./deal.ts";
import { instant } from "./ids.ts";
import type { Instant } from "./ids.ts";
import { mailed } from "./mailed.ts";
import { currentDeal } from "./onboarding.ts";
import type { Onboarding, StageState } from "./onboarding.ts";

type Shift = (time: Instant, startedAt: Instant) => Instant;

const shiftStage = (state: StageState, shift: Shift): StageState =>
  state.state === "open" ? { ...state, deadline: shift(state.deadline, state.openedAt) } : state;

const shiftAgreement = (agreement: Agreement, shift: Shift): Agreement =>
  agreement.state === "signed"
    ? { ...agreement, countersignBy: shift(agreement.countersignBy, agreement.signedAt) }
    : agreement;

function shiftDeal(deal: DealRegistration, shift: Shift): DealRegistration {
  switch (deal.review) {
    case "submitted":
    case "in_review":
      return { ...deal, decideBy: shift(deal.decideBy, deal.submittedAt) };
    case "approved":
      return { ...deal, protectedUntil: shift(deal.protectedUntil, deal.approvedAt) };
    case "action_required":
    case "rejected":
    case "withdrawn":
    case "expired":
      return deal;
  }
}

/**
 * The hold began at `since` and ends now: what ran meanwhile gets that time back. Something that started
 * during the hold gets back only what passed since its start. Everybody is written to again, so reminders begin anew.
 */
export function shiftClocks(onboarding: Onboarding, since: Instant, now: Instant): Onboarding {
  const shift: Shift = (time, startedAt) => instant(time + (now - Math.max(since, startedAt)));
  const { contract, training, certification, first_deal } = onboarding.stages;
  const shifted: Onboarding = {
    ...onboarding,
    stages: {
      contract: shiftStage(contract, shift),
      training: shiftStage(training, shift),
      certification: shiftStage(certification, shift),
      // What passes while the vendor owes a decision is given back with the decision.
      first_deal: isUnderReview(currentDeal(onboarding)) ? first_deal : shiftStage(first_deal, shift),
    },
    agreement: shiftAgreement(onboarding.agreement, shift),
    deals: onboarding.deals.map((deal) => shiftDeal(deal, shift)),
  };
  return mailed(
    shifted,
    onboarding.contacts.map((contact) => contact.id),
    now,
  );
}
