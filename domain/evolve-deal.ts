import type { DealRegistration } from "./deal.ts";
import type { Handlers } from "./event-handlers.ts";
import type { EventType } from "./events.ts";
import type { Instant } from "./ids.ts";
import { mailed } from "./mailed.ts";
import type { Onboarding } from "./onboarding.ts";

function withDeal(o: Onboarding, change: (deal: DealRegistration) => DealRegistration): Onboarding {
  return { ...o, deals: o.deals.map((deal, index) => (index === o.deals.length - 1 ? change(deal) : deal)) };
}

const registered = ({ number, contact, stage, submittedAt, duplicates, appealed }: DealRegistration) => ({
  number,
  contact,
  stage,
  submittedAt,
  duplicates,
  appealed,
});

/** The vendor's answer reaches the partner by a mail of its own. */
const answered = (o: Onboarding, now: Instant): Onboarding =>
  mailed(
    o,
    o.deals.slice(-1).map((deal) => deal.contact),
    now,
  );

/** A sale that has ended needs no more time. */
const settled = (deal: DealRegistration): DealRegistration =>
  deal.review === "approved" ? { ...deal, extensionRequestedAt: null } : deal;

type DealEvent = Extract<EventType, `deal_registration.${string}` | `deal.${string}`>;

export const dealHandlers: Handlers<DealEvent> = {
  "deal_registration.submitted": (o, { contact, number, decideBy, duplicates }, now) => ({
    ...o,
    deals: [
      ...o.deals,
      {
        review: "submitted",
        number,
        contact,
        stage: "prospect",
        submittedAt: now,
        duplicates,
        appealed: false,
        decideBy,
        late: false,
      },
    ],
  }),
  "deal_registration.viewed": (o) =>
    withDeal(o, (deal) => {
      if (deal.review === "in_review") return { ...deal, looks: deal.looks + 1 };
      return deal.review === "submitted" ? { ...deal, review: "in_review", looks: 1 } : deal;
    }),
  "deal_registration.review_overdue": (o) =>
    withDeal(o, (deal) =>
      deal.review === "submitted" || deal.review === "in_review" ? { ...deal, late: true } : deal,
    ),
  "deal_registration.action_required": (o, { fields }, now) =>
    answered(
      withDeal(o, (deal) => ({ ...registered(deal), review: "action_required", fields, since: now })),
      now,
    ),
  "deal_registration.resubmitted": (o, { decideBy, duplicates }, now) =>
    withDeal(o, (deal) => ({
      ...registered(deal),
      review: "submitted",
      submittedAt: now,
      duplicates,
      decideBy,
      late: false,
    })),
  "deal_registration.appealed": (o) => withDeal(o, (deal) => ({ ...deal, appealed: true })),
  "deal_registration.approved": (o, { protectedUntil }, now) =>
    withDeal(o, (deal) => ({
      ...registered(deal),
      review: "approved",
      protectedUntil,
      approvedAt: now,
      extensions: 0,
      extensionRequestedAt: null,
      reminded: false,
    })),
  "deal_registration.rejected": (o, _event, now) =>
    answered(
      withDeal(o, (deal) => ({ ...registered(deal), review: "rejected", at: now })),
      now,
    ),
  "deal_registration.withdrawn": (o, _event, now) =>
    withDeal(o, (deal) => ({ ...registered(deal), review: "withdrawn", at: now })),
  "deal_registration.expiring": (o) =>
    withDeal(o, (deal) => (deal.review === "approved" ? { ...deal, reminded: true } : deal)),
  "deal_registration.extension_requested": (o, _event, now) =>
    withDeal(o, (deal) => (deal.review === "approved" ? { ...deal, extensionRequestedAt: now } : deal)),
  "deal_registration.extended": (o, { protectedUntil }) =>
    withDeal(o, (deal) =>
      deal.review === "approved"
        ? {
            ...deal,
            protectedUntil,
            extensions: deal.extensions + 1,
            extensionRequestedAt: null,
            reminded: false,
          }
        : deal,
    ),
  "deal_registration.extension_declined": (o) =>
    withDeal(o, (deal) => (deal.review === "approved" ? { ...deal, extensionRequestedAt: null } : deal)),
  "deal_registration.expired": (o, _event, now) =>
    withDeal(o, (deal) => ({ ...registered(deal), review: "expired", at: now })),
  "deal.stage_changed": (o, { stage }) => withDeal(o, (deal) => ({ ...deal, stage })),
  "deal.won": (o) => withDeal(o, (deal) => ({ ...settled(deal), stage: "won" })),
  "deal.lost": (o) => withDeal(o, (deal) => ({ ...settled(deal), stage: "lost" })),
};
