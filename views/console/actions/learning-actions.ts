import type { ContactId } from "../../../domain/ids.ts";
import { namesOf } from "../names.ts";
import type { RunView } from "../run-view.ts";
import type { ActionSpec, Target } from "./spec.ts";
import { waiverField } from "./stage-actions.ts";
import { stillOpen } from "./time-actions.ts";

interface Place {
  readonly contact: ContactId;
  readonly track: string;
}

function places(run: RunView, items: readonly Place[]): readonly Target[] {
  const names = namesOf(run.people, run.program);
  return items.map(({ contact, track }) => ({
    value: `${contact}/${track}`,
    label: `${names.person(contact)}, ${names.track(track)}`,
  }));
}

export const waiveTraining: ActionSpec = {
  title: "Waive a training",
  group: "learning",
  targets: (run) =>
    stillOpen(run) && run.stored.onboarding.stages.training.state === "open"
      ? places(
          run,
          run.stored.onboarding.enrollments.filter(
            ({ state }) => state === "enrolled" || state === "in_progress",
          ),
        )
      : [],
  says: (_run, { label }) => `Counts as trained: ${label}. The exam still has to be passed.`,
  fields: (_run, form) => waiverField(form),
  button: "Waive the training",
};

export const waiveCertification: ActionSpec = {
  title: "Waive an exam",
  group: "learning",
  targets: (run) =>
    stillOpen(run) && run.stored.onboarding.stages.certification.state === "open"
      ? places(
          run,
          run.stored.onboarding.exams.filter(({ state }) => state !== "passed" && state !== "waived"),
        )
      : [],
  says: (_run, { label }) =>
    `Counts toward the company’s certification: ${label}. No certificate is issued to the person.`,
  fields: (_run, form) => waiverField(form),
  button: "Waive the exam",
};

export const grantAttempt: ActionSpec = {
  title: "Grant one more attempt",
  group: "learning",
  targets: (run) =>
    stillOpen(run)
      ? places(
          run,
          run.stored.onboarding.exams.filter(({ state }) => state === "exhausted"),
        )
      : [],
  says: (_run, { label }) => `May sit the exam once more, at once: ${label}.`,
  button: "Grant an attempt",
};

export const revokeCertification: ActionSpec = {
  title: "Revoke a certificate",
  group: "learning",
  targets: (run) => {
    const names = namesOf(run.people, run.program);
    return run.stored.onboarding.certifications
      .filter(({ state }) => state === "active")
      .map(({ id, contact, track }) => ({
        value: id,
        label: `${names.person(contact)}, ${names.track(track)}`,
      }));
  },
  says: (_run, { label }) =>
    `The certificate (${label}) is invalid at once: its public page and whoever verifies it say so. This cannot be taken back.`,
  button: "Revoke the certificate",
  danger: true,
};
