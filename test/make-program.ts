import type { Block, Localized } from "../domain/content.ts";
import type { AgreementTemplate, Module, Program, Question, Track } from "../domain/program.ts";

export const inBoth = (text: string): Localized => ({ de: `${text} (de)`, en: text });

const paragraph = (text: string): Block => ({ kind: "paragraph", text: [{ text, style: "plain" }] });

/** Option `a` is the right one. */
export const makeQuestion = (id: string): Question => ({
  id,
  text: inBoth(`What is right about ${id}?`),
  options: ["a", "b", "c"].map((option) => ({
    id: option,
    text: inBoth(`Option ${option}`),
    correct: option === "a",
  })),
  explanation: inBoth("Option a, because the text says so."),
});

export const makeModule = (id: string): Module => ({
  id,
  title: inBoth(`Module ${id}`),
  minutes: 10,
  body: { de: [paragraph("Inhalt.")], en: [paragraph("Content.")] },
  check: [makeQuestion(`${id}-q1`)],
});

export const makeTrack = (id: "sales" | "technical", changes: Partial<Track> = {}): Track => ({
  id,
  role: id,
  name: inBoth(`Track ${id}`),
  summary: inBoth("What you will be able to do."),
  modules: [makeModule(`${id}-m1`), makeModule(`${id}-m2`)],
  exam: {
    certificate: inBoth(`Certified in ${id}`),
    criteria: inBoth("Passed the exam."),
    bank: ["q1", "q2", "q3", "q4", "q5", "q6"].map((question) => makeQuestion(`${id}-${question}`)),
    draw: 4,
    passMark: 75,
    attempts: 3,
    timeLimitMinutes: 30,
    coolDownHours: { afterFirst: 24, afterLater: 72 },
    validMonths: 12,
  },
  certifiedPeople: 1,
  ...changes,
});

export const makeTemplate = (changes: Partial<AgreementTemplate> = {}): AgreementTemplate => ({
  id: "standard",
  version: "1",
  partnerTypes: "any",
  countries: "any",
  title: inBoth("Partner agreement"),
  body: {
    de: [
      paragraph("Zwischen {{vendor.name}} und {{partner.legalName}}."),
      paragraph("Für: {{signatory.name}}"),
    ],
    en: [
      paragraph("Between {{vendor.name}} and {{partner.legalName}}."),
      paragraph("For: {{signatory.name}}"),
    ],
  },
  statement: inBoth("I am authorized to sign for {{partner.legalName}}."),
  consent: inBoth("I agree to sign electronically."),
  consentVersion: "1",
  ...changes,
});

const stageRule = (deadlineDays: number) => ({
  deadlineDays,
  minutes: 15,
  reminders: { firstAfterDays: 3, everyDays: 4, atMost: 3 },
});

/** Two tracks, countersigned, the first deal completes on approval. */
export const makeProgram = (changes: Partial<Program> = {}): Program => ({
  id: "reseller",
  version: "a".repeat(64),
  name: inBoth("Reseller program"),
  languages: ["de", "en"],
  stages: {
    contract: stageRule(14),
    training: stageRule(30),
    certification: stageRule(30),
    first_deal: stageRule(90),
  },
  contract: { templates: [makeTemplate()], countersignature: true, countersignDays: 3 },
  tracks: [makeTrack("sales"), makeTrack("technical")],
  firstDeal: {
    completesOn: "approved",
    decisionDays: 3,
    protectionDays: 90,
    reminderDaysBefore: 14,
    extensionDays: 30,
    maxExtensions: 1,
    currencies: ["EUR", "USD"],
  },
  calendar: {
    quietHours: { from: 20, until: 8 },
    weekend: [6, 7],
    holidays: { DE: ["2026-10-03", "2026-12-25", "2026-12-26"] },
  },
  ...changes,
});
