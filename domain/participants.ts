import { isUnderReview } from "./deal.ts";
import type { ContactId } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { currentDeal } from "./onboarding.ts";
import type { Program, Role, Stage, Track } from "./program.ts";

/** Contacts with the role; the primary contact where nobody has it; the first one where nobody is primary. */
export function holders({ contacts }: Onboarding, role: Role): readonly ContactId[] {
  const having = (wanted: Role) => contacts.filter((contact) => contact.roles.includes(wanted));
  const found = [having(role), having("primary")].find((some) => some.length > 0) ?? contacts.slice(0, 1);
  return found.map((contact) => contact.id);
}

/** Who takes the exam of a track: whoever was enrolled in it, or would have been. */
export function candidatesFor(onboarding: Onboarding, track: Track): readonly ContactId[] {
  const enrolled = onboarding.enrollments.filter((item) => item.track === track.id);
  return enrolled.length > 0 ? enrolled.map((item) => item.contact) : holders(onboarding, track.role);
}

const unique = (ids: readonly ContactId[]): readonly ContactId[] => [...new Set(ids)];

/** The people a stage is for. */
export function assignees(onboarding: Onboarding, stage: Stage): readonly ContactId[] {
  switch (stage) {
    case "contract":
      return [onboarding.agreement.signatory];
    case "training":
      return unique(onboarding.enrollments.map((item) => item.contact));
    case "certification":
      return unique(onboarding.exams.map((item) => item.contact));
    case "first_deal":
      return holders(onboarding, "sales");
  }
}

/** The people who still have something to do in it. */
export function pending(onboarding: Onboarding, stage: Stage): readonly ContactId[] {
  switch (stage) {
    case "contract":
    case "first_deal":
      return isWithVendor(onboarding, stage) ? [] : assignees(onboarding, stage);
    case "training":
      return unique(
        onboarding.enrollments
          .filter((item) => item.state === "enrolled" || item.state === "in_progress")
          .map((item) => item.contact),
      );
    case "certification":
      return unique(
        onboarding.exams
          .filter((item) => item.state !== "passed" && item.state !== "waived" && item.state !== "exhausted")
          .map((item) => item.contact),
      );
  }
}

/** Whether somebody has work in this stage that another person can take over. */
export function hasWork(onboarding: Onboarding, contact: ContactId, stage: Stage): boolean {
  switch (stage) {
    case "contract":
    case "first_deal":
      return assignees(onboarding, stage).includes(contact);
    case "training":
      return pending(onboarding, stage).includes(contact);
    case "certification":
      return onboarding.exams.some(
        (item) => item.contact === contact && item.state !== "passed" && item.state !== "waived",
      );
  }
}

/** The ball is in the vendor's court: the partner's deadline does not run. */
export function isWithVendor(onboarding: Onboarding, stage: Stage): boolean {
  if (stage === "contract") return onboarding.agreement.state === "signed";
  return stage === "first_deal" && isUnderReview(currentDeal(onboarding));
}

/** Enough certified people in every track. */
export function isCertified(onboarding: Onboarding, program: Program): boolean {
  return program.tracks.every((track) => certifiedIn(onboarding, track) >= track.certifiedPeople);
}

export const certifiedIn = (onboarding: Onboarding, track: Track): number =>
  onboarding.exams.filter(
    (item) => item.track === track.id && (item.state === "passed" || item.state === "waived"),
  ).length;

/** Tracks that need more people than take part in them. */
export const tracksShortOfPeople = (onboarding: Onboarding, program: Program): readonly Track[] =>
  program.tracks.filter(
    (track) => onboarding.exams.filter((item) => item.track === track.id).length < track.certifiedPeople,
  );
