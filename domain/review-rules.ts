import { DAY, later } from "./calendar.ts";
import type { CommandOf, Context } from "./commands.ts";
import { dealClosed, timeGivenBack } from "./deal-rules.ts";
import { isUnderReview } from "./deal.ts";
import type { DealRegistration } from "./deal.ts";
import type { DomainEvent } from "./events.ts";
import type { Onboarding } from "./onboarding.ts";
import { currentDeal } from "./onboarding.ts";
import { refuse } from "./result.ts";
import { happened, noted, nothing } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

type UnderReview = Extract<DealRegistration, { review: "submitted" | "in_review" }>;

/** Every look is logged, and the partner sees it. */
const viewDeal: Rule<"view_deal"> = (o) => {
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  return isUnderReview(deal) ? happened({ type: "deal_registration.viewed", number: deal.number }) : nothing;
};

function approved(o: Onboarding, deal: UnderReview, { program, now }: Context): readonly DomainEvent[] {
  const { completesOn, protectionDays } = program.firstDeal;
  const protectedUntil = later(now, protectionDays * DAY);
  const completes =
    o.stages.first_deal.state === "open" && (completesOn === "approved" || deal.stage === "won");
  return [
    { type: "deal_registration.approved", number: deal.number, protectedUntil },
    ...(completes ? [{ type: "stage.completed", stage: "first_deal" } as const] : []),
  ];
}

function decided(
  o: Onboarding,
  deal: UnderReview,
  { command, context }: { command: CommandOf<"review_deal">; context: Context },
): readonly DomainEvent[] {
  const { number } = deal;
  switch (command.decision) {
    case "approve":
      return approved(o, deal, context);
    case "reject":
      return [{ type: "deal_registration.rejected", number }, ...timeGivenBack(o, deal, context.now)];
    case "action_required":
      return [
        { type: "deal_registration.action_required", number, fields: command.fields },
        ...timeGivenBack(o, deal, context.now),
      ];
  }
}

const OUTCOME = { approve: "approved", reject: "rejected", action_required: "action_required" } as const;

const reviewDeal: Rule<"review_deal"> = (o, command, context) => {
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  if (deal.review === OUTCOME[command.decision]) return nothing;
  const closed = dealClosed(o);
  if (closed) return refuse(closed);
  if (deal.stage === "lost") return refuse({ kind: "deal_over" });
  if (!isUnderReview(deal)) return refuse({ kind: "already_decided", review: deal.review });
  if (command.decision === "action_required" && command.fields.length === 0) {
    return refuse({ kind: "fields_missing" });
  }
  if (!command.note.trim()) return refuse({ kind: "reason_missing" });
  return noted(command.note, decided(o, deal, { command, context }));
};

/** The added days count from the end of the protection, or from now where the vendor let that pass. */
const decideExtension: Rule<"decide_extension"> = (o, { grant, note }, { program, now }) => {
  const deal = currentDeal(o);
  const closed = dealClosed(o);
  if (closed) return refuse(closed);
  if (deal?.review !== "approved" || deal.extensionRequestedAt === null) {
    return refuse({ kind: "no_extension_pending" });
  }
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  const { number } = deal;
  const from = deal.protectedUntil > now ? deal.protectedUntil : now;
  const protectedUntil = later(from, program.firstDeal.extensionDays * DAY);
  return noted(note, [
    grant
      ? { type: "deal_registration.extended", number, protectedUntil }
      : { type: "deal_registration.extension_declined", number },
  ]);
};

export const reviewRules: Rules<"view_deal" | "review_deal" | "decide_extension"> = {
  view_deal: viewDeal,
  review_deal: reviewDeal,
  decide_extension: decideExtension,
};
