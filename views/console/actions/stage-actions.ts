import { currentDeal, currentStage, WAIVER_REASONS } from "../../../domain/onboarding.ts";
import { isUnderReview } from "../../../domain/deal.ts";
import { STAGES } from "../../../domain/program.ts";
import { html } from "../../markup.ts";
import type { Markup } from "../../markup.ts";
import { namesOf } from "../names.ts";
import { STAGE_WORDS, STATUS_WORDS, WAIVER_WORDS } from "../words.ts";
import { choiceField } from "./fields.ts";
import type { FormState } from "./fields.ts";
import type { ActionSpec, Target } from "./spec.ts";
import { whenever } from "./spec.ts";
import { stillOpen } from "./time-actions.ts";

export const waiverField = (form: FormState): Markup =>
  choiceField(form, {
    name: "reason",
    label: "Kind of waiver",
    options: WAIVER_REASONS.map((reason) => ({ value: reason, label: WAIVER_WORDS[reason] })),
  });

export const countersign: ActionSpec = {
  title: "Countersign the agreement",
  group: "contract",
  targets: ({ stored }) =>
    whenever(stored.onboarding.progress.state === "open" && stored.onboarding.agreement.state === "signed"),
  says: (run) => {
    const signatory = namesOf(run.people, run.program).person(run.stored.onboarding.agreement.signatory);
    return `The agreement that ${signatory} signed takes effect. Both sides get a copy, and training opens.`;
  },
  button: "Countersign",
};

export const waiveStage: ActionSpec = {
  title: "Waive a whole stage",
  group: "end",
  targets: (run) =>
    stillOpen(run)
      ? STAGES.filter((stage) => {
          const { state } = run.stored.onboarding.stages[stage];
          return state === "open" || state === "pending";
        }).map((stage): Target => ({ value: stage, label: STAGE_WORDS[stage] }))
      : [],
  says: ({ stored }, { value, label }) =>
    value === currentStage(stored.onboarding)
      ? `${label} ends now for everybody, its links end, and the run goes on to the next stage.`
      : `${label} is skipped when the run reaches it; nobody gets a mail about it.`,
  fields: (_run, form) => waiverField(form),
  button: "Waive the stage",
};

export const close: ActionSpec = {
  title: "Close the run",
  group: "end",
  targets: (run) => whenever(stillOpen(run)),
  says: ({ stored }) =>
    `The run of ${stored.onboarding.partner.legalName} ends for good: every link ends and the people are told. What was signed, learned and certified stays.${
      isUnderReview(currentDeal(stored.onboarding)) ? " The deal under review stays undecided." : ""
    }`,
  fields: (_run, form) =>
    html`${choiceField(form, {
      name: "as",
      label: "Closed as",
      options: (["withdrawn", "declined", "expired"] as const).map((status) => ({
        value: status,
        label: STATUS_WORDS[status],
      })),
    })}`,
  button: "Close the run",
  danger: true,
};
