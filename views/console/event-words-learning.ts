import type { EventType } from "../../domain/events.ts";
import type { EventWords } from "./event-word-table.ts";
import { waiverWord } from "./waiver-word.ts";
import { calendarMoment } from "./when.ts";

type LearningEvent = Extract<EventType, `training.${string}` | `certification.${string}`>;

export const learningEventWords: EventWords<LearningEvent> = {
  "training.enrolled": ({ contact, track }, names) =>
    `${names.person(contact)} enrolled in ${names.track(track)}`,
  "training.module_completed": ({ contact, track, module }, names) =>
    `${names.person(contact)} completed “${names.module(track, module)}”`,
  "training.completed": ({ contact, track }, names) =>
    `${names.person(contact)} completed the training ${names.track(track)}`,
  "training.waived": ({ contact, track, reason }, names) =>
    `Training ${names.track(track)} waived for ${names.person(contact)} (${waiverWord(reason)})`,
  "certification.admitted": ({ contact, track, allowed }, names) =>
    `${names.person(contact)} may sit the exam ${names.track(track)}, at most ${allowed} times`,
  "certification.attempt_started": ({ contact, track, endsAt }, names) =>
    `${names.person(contact)} began the exam ${names.track(track)}, to hand in by ${calendarMoment(endsAt)}`,
  "certification.passed": ({ contact, track, score }, names) =>
    `${names.person(contact)} passed the exam ${names.track(track)} with ${score}%`,
  "certification.failed": ({ contact, track, score, coolDownUntil }, names) =>
    `${names.person(contact)} failed the exam ${names.track(track)} with ${score}%; ${
      coolDownUntil === null
        ? "no attempt is left"
        : `the next attempt is possible from ${calendarMoment(coolDownUntil)}`
    }`,
  "certification.attempt_granted": ({ contact, track }, names) =>
    `${names.person(contact)} got one more attempt at ${names.track(track)}`,
  "certification.waived": ({ contact, track, reason }, names) =>
    `Exam ${names.track(track)} waived for ${names.person(contact)} (${waiverWord(reason)})`,
  "certification.issued": ({ contact, track, expiresAt }, names) =>
    `Certificate ${names.track(track)} issued to ${names.person(contact)}, valid until ${calendarMoment(expiresAt)}`,
  "certification.expired": ({ certificate }) => `Certificate ${certificate} expired`,
  "certification.revoked": ({ certificate }) => `Certificate ${certificate} revoked`,
};
