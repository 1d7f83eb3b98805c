import type { Agreement } from "./agreement.ts";
import type { DealRegistration } from "./deal.ts";
import { instant } from "./ids.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding, StageState } from "./onboarding.ts";

type Shift = (time: Instant, startedAt: Instant) => Instant;

function shiftStage(state: StageState, shift: Shift): StageState {
  if (state.state !== "open") return state;
  const reminded = Object.fromEntries(
    Object.entries(state.reminded).map(([id, sent]) => [
      id,
      { ...sent, lastAt: shift(sent.lastAt, sent.lastAt) },
    ]),
  );
  return { ...state, deadline: shift(state.deadline, state.openedAt), reminded };
}

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
 * during the hold gets back only what passed since its start.
 */
export function shiftClocks(onboarding: Onboarding, since: Instant, now: Instant): Onboarding {
  const shift: Shift = (time, startedAt) => instant(time + (now - Math.max(since, startedAt)));
  const { contract, training, certification, first_deal } = onboarding.stages;
  return {
    ...onboarding,
    stages: {
      contract: shiftStage(contract, shift),
      training: shiftStage(training, shift),
      certification: shiftStage(certification, shift),
      first_deal: shiftStage(first_deal, shift),
    },
    agreement: shiftAgreement(onboarding.agreement, shift),
    deals: onboarding.deals.map((deal) => shiftDeal(deal, shift)),
  };
}
