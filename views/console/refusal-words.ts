import type { Refusal } from "../../domain/commands.ts";
import { calendarMoment } from "./when.ts";
import { DEAL_FIELD_WORDS, listed, STAGE_WORDS, STATUS_WORDS } from "./words.ts";

/** What may come back when ops act: the domain's refusals, and two of the console's own. */
export type ConsoleRefusal =
  | Refusal
  | { readonly kind: "no_such_onboarding" }
  | { readonly kind: "changed_meanwhile" };

type Words = { readonly [K in ConsoleRefusal["kind"]]: (refusal: RefusalOf<K>) => string };
type RefusalOf<K extends ConsoleRefusal["kind"]> = {
  [P in K]: Extract<ConsoleRefusal, { kind: P }> & { kind: P };
}[K];

const WORDS: Words = {
  no_such_onboarding: () => "This run does not exist any more.",
  changed_meanwhile: () =>
    "The partner changed the registration after you opened it. Open it again, then decide.",
  onboarding_closed: ({ status }) =>
    `This run is closed (${STATUS_WORDS[status].toLowerCase()}). Nothing was changed.`,
  on_hold: () => "This run is on hold. Resume it first.",
  not_on_hold: () => "This run is not on hold any more.",
  stage_not_open: ({ stage, open }) =>
    `${STAGE_WORDS[stage]} is not open. ${open ? `${STAGE_WORDS[open]} is.` : "No stage is open right now; try again in a moment."}`,
  stages_left: ({ stage }) => `${STAGE_WORDS[stage]} is not done yet.`,
  unknown_contact: () => "This person is not part of the run.",
  not_yours: () => "This person has no work in the open stage.",
  agreement_not_ready: () => "The agreement is still being drawn up. Try again in a minute.",
  agreement_not_opened: () => "The signatory has not opened the agreement yet.",
  agreement_changed: () => "The agreement has changed since it was read.",
  not_signed: () => "The partner has not signed yet, so there is nothing to countersign.",
  name_missing: () => "A name is needed.",
  not_authorized: () => "The person did not say that they may sign.",
  no_consent: () => "The person did not agree to sign electronically.",
  unknown_track: () => "The program has no such track, or the person is not in it.",
  unknown_module: () => "The track has no such module.",
  check_failed: () => "Some answers were wrong.",
  cooling_down: ({ until }) => `The next attempt is possible from ${calendarMoment(until)}.`,
  no_attempts_left: () => "No attempt is left. Grant one.",
  already_passed: () => "The person has passed this exam already.",
  attempt_running: () => "An exam is running right now. Try again when it has ended.",
  unknown_attempt: () => "There is no such attempt.",
  attempts_left: () => "The person still has an attempt, so none needs to be granted.",
  unknown_certificate: () => "There is no such certificate, or it was revoked before.",
  deal_invalid: ({ fields }) => `These fields are not right: ${fieldList(fields)}.`,
  deal_exists: () => "There is a registration already.",
  no_deal: () => "The partner has not registered a deal.",
  field_not_open: ({ fields }) => `These fields were not open for correction: ${fieldList(fields)}.`,
  not_under_review: () => "This registration is not under review.",
  already_decided: ({ review }) => `This registration was decided before: ${review.replaceAll("_", " ")}.`,
  fields_missing: () => "Choose at least one field that the partner shall correct.",
  no_duplicates: () => "No duplicate was found, so there is nothing to appeal.",
  not_protected: () => "The deal is not protected.",
  extension_pending: () => "A request for longer protection waits for an answer already.",
  no_extension_pending: () => "No request for longer protection waits for an answer.",
  no_extensions_left: () => "The program allows no further extension.",
  deal_over: () => "This deal is over.",
  reason_missing: () => "Please give a reason. It goes into the log.",
  deadline_in_past: () => "The new deadline must lie ahead.",
  same_person: () => "This is the same person.",
};

const fieldList = (fields: readonly (keyof typeof DEAL_FIELD_WORDS)[]): string =>
  listed(fields.map((field) => DEAL_FIELD_WORDS[field].toLowerCase()));

function say<K extends ConsoleRefusal["kind"]>(refusal: RefusalOf<K>): string {
  return WORDS[refusal.kind](refusal);
}

/** Why nothing was changed, and what to do. */
export const refusalWords = (refusal: ConsoleRefusal): string => say(refusal);
