import { instant } from "../../../domain/ids.ts";
import { isClosed, openStage } from "../../../domain/onboarding.ts";
import { html } from "../../markup.ts";
import type { RunView } from "../run-view.ts";
import { calendarMoment } from "../when.ts";
import { STAGE_WORDS } from "../words.ts";
import { textField } from "./fields.ts";
import type { ActionSpec } from "./spec.ts";
import { whenever } from "./spec.ts";

const DAY = 86_400_000;

function deadlineOf({ stored, desk }: RunView) {
  const stage = openStage(stored.onboarding);
  const state = stage && stored.onboarding.stages[stage];
  return state?.state === "open" ? state.deadline : desk.now;
}

/** A week more, from the deadline or from today, whichever is later. */
const suggested = (run: RunView): string =>
  new Date(Math.max(deadlineOf(run), run.desk.now) + 7 * DAY).toISOString().slice(0, 10);

const stageName = ({ stored }: RunView): string => {
  const stage = openStage(stored.onboarding);
  return stage ? STAGE_WORDS[stage] : "The stage";
};

export const extendDeadline: ActionSpec = {
  title: "Extend the deadline",
  group: "time",
  targets: ({ stored }) =>
    whenever(stored.onboarding.progress.state === "open" && openStage(stored.onboarding) !== null),
  says: (run) =>
    `${stageName(run)} is due ${calendarMoment(deadlineOf(run))}. It will be due at the end of the day you choose, reminders go on, and it no longer counts as late.`,
  fields: (run, form) =>
    html`${textField(form, {
      name: "deadline",
      label: "New deadline",
      type: "date",
      initial: suggested(run),
      hint: "Until 23:59 UTC of that day.",
    })}`,
  button: "Extend the deadline",
};

export const putOnHold: ActionSpec = {
  title: "Put on hold",
  group: "time",
  targets: ({ stored }) => whenever(stored.onboarding.progress.state === "open"),
  says: () =>
    "Links become read-only, reminders and deadlines stand still. When you resume, every deadline moves by the time on hold.",
  button: "Put on hold",
};

export const resume: ActionSpec = {
  title: "Resume",
  group: "time",
  targets: ({ stored }) => whenever(stored.onboarding.progress.state === "on_hold"),
  says: ({ stored, desk }) => {
    const { progress } = stored.onboarding;
    const since = progress.state === "on_hold" ? progress.since : desk.now;
    const days = Math.max(1, Math.round((desk.now - since) / DAY));
    return `It was put on hold ${calendarMoment(instant(since))}. Links work again and every deadline moves by about ${days === 1 ? "a day" : `${days} days`}.`;
  },
  button: "Resume",
};

export const stillOpen = ({ stored }: RunView): boolean => !isClosed(stored.onboarding);
