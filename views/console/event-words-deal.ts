import type { DuplicateReason } from "../../domain/deal.ts";
import type { EventType } from "../../domain/events.ts";
import type { EventWords } from "./event-word-table.ts";
import { calendarMoment } from "./when.ts";
import { counted, DEAL_FIELD_WORDS, DEAL_STAGE_WORDS, listed } from "./words.ts";

type DealEvent = Extract<EventType, `deal.${string}` | `deal_registration.${string}`>;

const doubles = (duplicates: readonly DuplicateReason[]): string =>
  duplicates.length === 0 ? "" : `; ${counted(duplicates.length, "possible duplicate")}`;

export const dealEventWords: EventWords<DealEvent> = {
  "deal_registration.submitted": ({ contact, number, decideBy, duplicates }, names) =>
    `${names.person(contact)} registered deal ${number}, to be decided by ${calendarMoment(decideBy)}${doubles(duplicates)}`,
  "deal_registration.viewed": ({ number }) => `Deal ${number} was looked at; the partner sees this`,
  "deal_registration.review_overdue": ({ number }) => `The decision about deal ${number} is late`,
  "deal_registration.action_required": ({ number, fields }) =>
    `Deal ${number} sent back to correct: ${listed(fields.map((field) => DEAL_FIELD_WORDS[field].toLowerCase()))}`,
  "deal_registration.resubmitted": ({ contact, number, decideBy, duplicates }, names) =>
    `${names.person(contact)} corrected deal ${number}, to be decided by ${calendarMoment(decideBy)}${doubles(duplicates)}`,
  "deal_registration.appealed": ({ contact, number }, names) =>
    `${names.person(contact)} says that deal ${number} is no duplicate`,
  "deal_registration.approved": ({ number, protectedUntil }) =>
    `Deal ${number} approved, protected until ${calendarMoment(protectedUntil)}`,
  "deal_registration.rejected": ({ number }) => `Deal ${number} rejected`,
  "deal_registration.withdrawn": ({ contact, number }, names) =>
    `${names.person(contact)} withdrew deal ${number}`,
  "deal_registration.expiring": ({ number }) => `The protection of deal ${number} ends soon`,
  "deal_registration.extension_requested": ({ contact, number }, names) =>
    `${names.person(contact)} asked for longer protection of deal ${number}`,
  "deal_registration.extended": ({ number, protectedUntil }) =>
    `Protection of deal ${number} extended until ${calendarMoment(protectedUntil)}`,
  "deal_registration.extension_declined": ({ number }) => `Longer protection of deal ${number} was declined`,
  "deal_registration.expired": ({ number }) => `The protection of deal ${number} ended`,
  "deal.stage_changed": ({ contact, number, stage }, names) =>
    `${names.person(contact)} moved deal ${number} to ${DEAL_STAGE_WORDS[stage]}`,
  "deal.won": ({ contact, number }, names) => `${names.person(contact)} won deal ${number}`,
  "deal.lost": ({ contact, number }, names) => `${names.person(contact)} lost deal ${number}`,
};
