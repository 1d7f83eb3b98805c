import type { DomainEvent, EventOf, EventType } from "../../domain/events.ts";
import { calendarMoment } from "./when.ts";
import type { EventWords } from "./event-word-table.ts";
import { dealEventWords } from "./event-words-deal.ts";
import { learningEventWords } from "./event-words-learning.ts";
import type { Names } from "./names.ts";
import { waiverWord } from "./waiver-word.ts";
import { counted, listed, STAGE_WORDS } from "./words.ts";

const DAY = 86_400_000;
const WORDS: EventWords = {
  "onboarding.started": ({ partner, contacts }) =>
    `Onboarding of ${partner.legalName} started with ${counted(contacts.length, "contact")}`,
  "onboarding.put_on_hold": () => "Put on hold; links are read-only",
  "onboarding.resumed": ({ shiftedBy }) =>
    `Resumed; deadlines moved by ${counted(Math.max(1, Math.round(shiftedBy / DAY)), "day")}`,
  "onboarding.completed": () => "Onboarding completed",
  "onboarding.declined": ({ during }) => `Closed as declined during ${STAGE_WORDS[during]}`,
  "onboarding.withdrawn": ({ during }) => `Closed as withdrawn during ${STAGE_WORDS[during]}`,
  "onboarding.expired": ({ during }) => `Closed as expired during ${STAGE_WORDS[during]}`,
  "stage.opened": ({ stage, deadline }) => `${STAGE_WORDS[stage]} opened, due ${calendarMoment(deadline)}`,
  "stage.reminded": ({ stage, contacts }, names) =>
    `${listed(contacts.map(names.person))} reminded of ${STAGE_WORDS[stage]}`,
  "stage.overdue": ({ stage }) => `${STAGE_WORDS[stage]} passed its deadline; it stays open`,
  "stage.deadline_extended": ({ stage, deadline, cause }) =>
    `Deadline of ${STAGE_WORDS[stage]} moved to ${calendarMoment(deadline)}${
      cause === "vendor_time" ? ", to give back the time spent waiting for the vendor" : ""
    }`,
  "stage.completed": ({ stage }) => `${STAGE_WORDS[stage]} completed`,
  "stage.waived": ({ stage, reason }) => `${STAGE_WORDS[stage]} waived (${waiverWord(reason)})`,
  "contact.handed_over": ({ stage, from, to }, names) =>
    `${STAGE_WORDS[stage]} handed over from ${names.person(from)} to ${names.person(to.id)}; the old link ended`,
  "contact.added": ({ contact }, names) => `${names.person(contact.id)} added`,
  "contact.address_corrected": ({ contact, moved, redraft }, names) =>
    `Address of ${names.person(contact)} corrected${moved ? "; the old link ended" : ""}${
      redraft ? "; the agreement is drawn up anew" : ""
    }`,
  "link.reissued": ({ contact, stage }, names) =>
    `${names.person(contact)} got a new link for ${STAGE_WORDS[stage]}; the old one ended`,
  "link.resent": ({ contact, stage }, names) =>
    `Link for ${STAGE_WORDS[stage]} sent to ${names.person(contact)} again`,
  "email.bounced": ({ contact }, names) => `Mail to ${names.person(contact)} came back`,
  "agreement.sent": ({ signatory, document }, names) =>
    `Agreement (${document.locale}, version ${document.templateVersion}) sent to ${names.person(signatory)}`,
  "agreement.opened": ({ contact }, names) => `${names.person(contact)} opened the agreement`,
  "agreement.signed": ({ contact }, names) => `${names.person(contact)} signed the agreement`,
  "agreement.countersignature_overdue": () => "The countersignature is late",
  "agreement.completed": ({ countersigned }) =>
    countersigned ? "Agreement countersigned and completed" : "Agreement completed",
  "agreement.declined": ({ contact }, names) => `${names.person(contact)} declined the agreement`,
  "agreement.expired": () => "The agreement expired",
  ...learningEventWords,
  ...dealEventWords,
};

function say<T extends EventType>(event: EventOf<T>, names: Names): string {
  return WORDS[event.type](event, names);
}

/** What happened, in one sentence. */
export const eventWords = (event: DomainEvent, names: Names): string => say(event, names);
