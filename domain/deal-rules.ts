import { addBusinessDays, later } from "./calendar.ts";
import type { Context, Refusal } from "./commands.ts";
import { changedFields, invalidFields } from "./deal-form.ts";
import { DEAL_FIELDS, isUnderReview } from "./deal.ts";
import type { DealField, DealForm, DealRegistration } from "./deal.ts";
import { duplicatesOf } from "./duplicate.ts";
import type { DomainEvent } from "./events.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { contactOf, currentDeal } from "./onboarding.ts";
import { refuse } from "./result.ts";
import { closedFor, noted, nothing, statusWhenClosed } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

type DealCommand =
  | "register_deal"
  | "correct_deal"
  | "appeal_duplicate"
  | "withdraw_deal"
  | "change_deal_stage"
  | "request_extension";

/** Nothing more can come of it: another may be registered. */
const isOver = (deal: DealRegistration): boolean =>
  deal.review === "rejected" ||
  deal.review === "withdrawn" ||
  deal.review === "expired" ||
  deal.stage === "lost";

/** A deal lives on after the onboarding is completed, but not when that was broken off or rests. */
export function dealClosed(o: Onboarding): Refusal | null {
  const status = statusWhenClosed(o);
  if (status && status !== "completed") return { kind: "onboarding_closed", status };
  return o.progress.state === "on_hold" ? { kind: "on_hold" } : null;
}

/** What the partner waited for the vendor is given back to the stage's deadline, unless it had passed before. */
export function timeGivenBack(o: Onboarding, deal: DealRegistration, now: Instant): readonly DomainEvent[] {
  const stage = o.stages.first_deal;
  if (stage.state !== "open" || !isUnderReview(deal)) return [];
  const deadline = later(stage.deadline, now - deal.submittedAt);
  return deadline > now
    ? [{ type: "stage.deadline_extended", stage: "first_deal", deadline, cause: "vendor_time" }]
    : [];
}

const decideBy = (o: Onboarding, { program, now }: Context): Instant =>
  addBusinessDays(now, program.firstDeal.decisionDays, {
    country: o.partner.country,
    calendar: program.calendar,
  });

/** Why the form as filled in cannot be taken, as far as these fields go. */
function unfit(form: DealForm, asked: readonly DealField[], { program, now }: Context): Refusal | null {
  const fields = invalidFields(form, program.firstDeal, now).filter((field) => asked.includes(field));
  return fields.length > 0 ? { kind: "deal_invalid", fields } : null;
}

const registerDeal: Rule<"register_deal"> = (o, command, context) => {
  const { contact, form, candidates } = command;
  const closed = closedFor(o, "first_deal");
  if (closed) return refuse(closed);
  if (!contactOf(o, contact)) return refuse({ kind: "unknown_contact" });
  const current = currentDeal(o);
  if (current && !isOver(current)) return refuse({ kind: "deal_exists" });
  const refusal = unfit(form, DEAL_FIELDS, context);
  if (refusal) return refuse(refusal);

  const number = o.deals.length + 1;
  return noted(
    "",
    [
      {
        type: "deal_registration.submitted",
        contact,
        number,
        decideBy: decideBy(o, context),
        duplicates: duplicatesOf(form, candidates, o.id),
      },
    ],
    [{ kind: "deal", key: String(number), value: form }],
  );
};

const correctDeal: Rule<"correct_deal"> = (o, command, context) => {
  const { contact, form, before, candidates } = command;
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  if (deal.review === "submitted" && changedFields(before, form).length === 0) return nothing;
  const closed = closedFor(o, "first_deal");
  if (closed) return refuse(closed);
  if (deal.stage === "lost") return refuse({ kind: "deal_over" });
  if (deal.review !== "action_required") return refuse({ kind: "already_decided", review: deal.review });
  const shut = changedFields(before, form).filter((field) => !deal.fields.includes(field));
  if (shut.length > 0) return refuse({ kind: "field_not_open", fields: shut });
  // What was right when it was registered and cannot be changed now is not held against them.
  const refusal = unfit(form, deal.fields, context);
  if (refusal) return refuse(refusal);

  const { number } = deal;
  return noted(
    "",
    [
      {
        type: "deal_registration.resubmitted",
        contact,
        number,
        decideBy: decideBy(o, context),
        duplicates: duplicatesOf(form, candidates, o.id),
      },
    ],
    [{ kind: "deal", key: String(number), value: form }],
  );
};

const appealDuplicate: Rule<"appeal_duplicate"> = (o, { contact, note }) => {
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  if (deal.appealed) return nothing;
  const closed = closedFor(o, "first_deal");
  if (closed) return refuse(closed);
  if (deal.duplicates.length === 0) return refuse({ kind: "no_duplicates" });
  if (!isUnderReview(deal)) return refuse({ kind: "not_under_review" });
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  return noted(note, [{ type: "deal_registration.appealed", contact, number: deal.number }]);
};

const withdrawDeal: Rule<"withdraw_deal"> = (o, { contact, note }, { now }) => {
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  if (deal.review === "withdrawn") return nothing;
  const closed = closedFor(o, "first_deal");
  if (closed) return refuse(closed);
  if (deal.review === "approved" || isOver(deal)) {
    return refuse({ kind: "already_decided", review: deal.review });
  }
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  return noted(note, [
    { type: "deal_registration.withdrawn", contact, number: deal.number },
    ...timeGivenBack(o, deal, now),
  ]);
};

function won(o: Onboarding, deal: DealRegistration, { program }: Context): readonly DomainEvent[] {
  const completes =
    program.firstDeal.completesOn === "won" &&
    deal.review === "approved" &&
    o.stages.first_deal.state === "open";
  return [
    { type: "deal.won", contact: deal.contact, number: deal.number },
    ...(completes ? [{ type: "stage.completed", stage: "first_deal" } as const] : []),
  ];
}

const changeDealStage: Rule<"change_deal_stage"> = (o, { contact, stage, note }, context) => {
  const deal = currentDeal(o);
  if (!deal) return refuse({ kind: "no_deal" });
  if (deal.stage === stage) return nothing;
  const closed = dealClosed(o);
  if (closed) return refuse(closed);
  if (isOver(deal) || deal.stage === "won") return refuse({ kind: "deal_over" });
  if (stage === "won") return noted(note, won(o, { ...deal, contact }, context));
  const { number } = deal;
  if (stage !== "lost") return noted(note, [{ type: "deal.stage_changed", contact, number, stage }]);
  return note.trim()
    ? noted(note, [{ type: "deal.lost", contact, number }, ...timeGivenBack(o, deal, context.now)])
    : refuse({ kind: "reason_missing" });
};

const requestExtension: Rule<"request_extension"> = (o, { contact, note }, { program }) => {
  const deal = currentDeal(o);
  const closed = dealClosed(o);
  if (closed) return refuse(closed);
  if (deal?.review !== "approved") return refuse({ kind: "not_protected" });
  if (deal.stage === "won" || deal.stage === "lost") return refuse({ kind: "deal_over" });
  if (deal.extensionRequestedAt !== null) return refuse({ kind: "extension_pending" });
  if (deal.extensions >= program.firstDeal.maxExtensions) return refuse({ kind: "no_extensions_left" });
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  return noted(note, [{ type: "deal_registration.extension_requested", contact, number: deal.number }]);
};

export const dealRules: Rules<DealCommand> = {
  register_deal: registerDeal,
  correct_deal: correctDeal,
  appeal_duplicate: appealDuplicate,
  withdraw_deal: withdrawDeal,
  change_deal_stage: changeDealStage,
  request_extension: requestExtension,
};
