import { DEAL_FIELDS, isUnderReview } from "../../../domain/deal.ts";
import { currentDeal } from "../../../domain/onboarding.ts";
import { html } from "../../markup.ts";
import type { RunView } from "../run-view.ts";
import { calendarMoment } from "../when.ts";
import { DEAL_FIELD_WORDS } from "../words.ts";
import { choiceField, ticksField } from "./fields.ts";
import type { ActionSpec } from "./spec.ts";
import { whenever } from "./spec.ts";

const underReview = ({ stored }: RunView): boolean => isUnderReview(currentDeal(stored.onboarding));

export const viewDeal: ActionSpec = {
  title: "Open the registration",
  group: "deal",
  targets: (run) => whenever(underReview(run) && run.deal?.opened === false),
  says: () => "You see what the partner registered. The partner sees that the vendor took a look, and when.",
  button: "Open the registration",
};

export const reviewDeal: ActionSpec = {
  title: "Decide about the deal",
  group: "deal",
  targets: (run) => whenever(underReview(run) && run.deal?.opened === true),
  says: ({ program }) =>
    `Approval protects the deal for ${program.firstDeal.protectionDays} days. Sent back, the partner may correct only the fields you tick. The partner reads your reason.`,
  fields: (run, form) =>
    html`<input type="hidden" name="version" value="${run.deal?.version ?? ""}" />${choiceField(form, {
        name: "decision",
        label: "Decision",
        options: [
          { value: "", label: "Choose …" },
          { value: "approve", label: "Approve" },
          { value: "action_required", label: "Send back to correct" },
          { value: "reject", label: "Reject" },
        ],
      })}${ticksField(form, {
        name: "fields",
        label: "Fields to correct, when sent back",
        options: DEAL_FIELDS.map((field) => ({ value: field, label: DEAL_FIELD_WORDS[field] })),
      })}`,
  button: "Decide",
};

export const decideExtension: ActionSpec = {
  title: "Answer the request for longer protection",
  group: "deal",
  targets: ({ stored }) => {
    const deal = currentDeal(stored.onboarding);
    return whenever(deal?.review === "approved" && deal.extensionRequestedAt !== null);
  },
  says: ({ stored, program }) => {
    const deal = currentDeal(stored.onboarding);
    const until = deal?.review === "approved" ? calendarMoment(deal.protectedUntil) : "";
    return `Protection ends ${until}. Granted, it lasts ${program.firstDeal.extensionDays} days longer. The partner reads your reason.`;
  },
  fields: (_run, form) =>
    html`${choiceField(form, {
      name: "grant",
      label: "Answer",
      options: [
        { value: "", label: "Choose …" },
        { value: "yes", label: "Grant" },
        { value: "no", label: "Decline" },
      ],
    })}`,
  button: "Answer",
};
