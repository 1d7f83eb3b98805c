import type { ContactId } from "../../../domain/ids.ts";
import { openStage } from "../../../domain/onboarding.ts";
import { assignees } from "../../../domain/participants.ts";
import { ROLES } from "../../../domain/program.ts";
import { html } from "../../markup.ts";
import type { Markup } from "../../markup.ts";
import { namesOf } from "../names.ts";
import type { RunView } from "../run-view.ts";
import { ROLE_WORDS, STAGE_WORDS } from "../words.ts";
import { choiceField, textField, ticksField } from "./fields.ts";
import type { FormState } from "./fields.ts";
import type { ActionSpec, Target } from "./spec.ts";
import { whenever } from "./spec.ts";
import { stillOpen } from "./time-actions.ts";

const nameIn = (run: RunView, id: ContactId): string => namesOf(run.people, run.program).person(id);

const personTarget = (run: RunView, id: ContactId): Target => ({ value: id, label: nameIn(run, id) });

/** Those who have, or had, work in the open stage. */
function busyPeople(run: RunView): readonly Target[] {
  const { onboarding } = run.stored;
  const stage = openStage(onboarding);
  if (!stage || onboarding.progress.state === "on_hold") return [];
  return assignees(onboarding, stage).map((id) => personTarget(run, id));
}

const stageName = ({ stored }: RunView): string => {
  const stage = openStage(stored.onboarding);
  return stage ? STAGE_WORDS[stage] : "the open stage";
};

export const resendLink: ActionSpec = {
  title: "Send the link again",
  group: "people",
  targets: busyPeople,
  says: (run, { label }) =>
    `${label} gets the same link for ${stageName(run)} once more. Earlier mails keep working.`,
  button: "Send the link again",
};

export const reissueLink: ActionSpec = {
  title: "Issue a new link",
  group: "people",
  targets: busyPeople,
  says: (run, { label }) =>
    `${label} gets a new link for ${stageName(run)}, the old one ends. Use this when a link was passed on or has leaked.`,
  button: "Issue a new link",
};

export const correctAddress: ActionSpec = {
  title: "Correct an address",
  group: "people",
  targets: (run) =>
    stillOpen(run)
      ? [...run.stored.onboarding.contacts.map(({ id }) => personTarget(run, id)), managerTarget(run)]
      : [],
  says: (_run, { label }) =>
    `Mail to ${label} goes to the new address from now on, the link sent to the old one ends, and what could not be ` +
    `sent is sent. An agreement that waits for a signature is drawn up anew when its signatory gets another name.`,
  fields: (run, form) => {
    const person = run.people[form.target.value];
    return html`${textField(form, { name: "name", label: "Name", initial: person?.name ?? "" })}
    ${textField(form, { name: "email", label: "E-mail", type: "email", initial: person?.email ?? "" })}
    ${textField(form, { name: "phone", label: "Telephone", optional: true, initial: person?.phone ?? "" })}`;
  },
  button: "Correct the address",
};

const managerTarget = (run: RunView): Target => ({
  value: "manager",
  label: `${run.people["manager"]?.name ?? "Partner manager"} (partner manager)`,
});

const newPerson = (form: FormState, optional: boolean): Markup =>
  html`${textField(form, { name: "name", label: "Name", optional })}
  ${textField(form, { name: "email", label: "E-mail", type: "email", optional })}
  ${textField(form, { name: "phone", label: "Telephone", optional: true })}
  ${choiceField(form, {
    name: "locale",
    label: "Language",
    options: [
      { value: "de", label: "German" },
      { value: "en", label: "English" },
    ],
  })}
  ${textField(form, {
    name: "timeZone",
    label: "Time zone",
    optional: true,
    hint: "Such as Europe/Berlin. Empty: as the other contacts.",
  })}`;

export const handOver: ActionSpec = {
  title: "Hand over to another person",
  group: "people",
  targets: busyPeople,
  says: (run, { label }) =>
    `${label}’s link for ${stageName(run)} ends. The other person gets a link of their own and begins what ${label} had not finished.`,
  fields: (run, form) => {
    const others = run.stored.onboarding.contacts.filter(({ id }) => id !== form.target.value);
    return html`${choiceField(form, {
      name: "to",
      label: "To",
      options: [
        ...others.map(({ id }) => ({ value: id, label: nameIn(run, id) })),
        { value: "new", label: "Somebody new, named here:" },
      ],
    })}
    ${newPerson(form, true)}`;
  },
  button: "Hand over",
};

export const addContact: ActionSpec = {
  title: "Add a person",
  group: "people",
  targets: (run) => whenever(stillOpen(run)),
  says: () =>
    "One more person takes part. If training or certification is open, they get a place in the tracks of their roles and a link at once.",
  fields: (_run, form) =>
    html`${ticksField(form, {
      name: "roles",
      label: "Roles",
      options: ROLES.filter((role) => role === "sales" || role === "technical").map((role) => ({
        value: role,
        label: ROLE_WORDS[role],
      })),
    })}
    ${newPerson(form, false)}`,
  button: "Add the person",
};
