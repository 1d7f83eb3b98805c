import type { Localized } from "../../domain/content.ts";
import type { Program, Question, Track } from "../../domain/program.ts";

const inBoth = (text: string): Localized => ({ de: text, en: text });

/** Option `a` is the right one. */
const question = (id: string): Question => ({
  id,
  text: inBoth(id),
  options: ["a", "b"].map((option) => ({ id: option, text: inBoth(option), correct: option === "a" })),
  explanation: inBoth("a"),
});

const body = { de: [], en: [] };

const track = (id: "sales" | "technical"): Track => ({
  id,
  role: id,
  name: inBoth(id),
  summary: inBoth(id),
  modules: [`${id}-m1`, `${id}-m2`].map((module) => ({
    id: module,
    title: inBoth(module),
    minutes: 5,
    body,
    check: [question(`${module}-q`)],
  })),
  exam: {
    certificate: inBoth(`Certified in ${id}`),
    criteria: inBoth("Passed the exam."),
    bank: ["q1", "q2", "q3"].map((one) => question(`${id}-${one}`)),
    draw: 2,
    passMark: 50,
    attempts: 2,
    timeLimitMinutes: 30,
    coolDownHours: { afterFirst: 1, afterLater: 2 },
    validMonths: 12,
  },
  certifiedPeople: 1,
});

const stage = (deadlineDays: number) => ({
  deadlineDays,
  minutes: 10,
  reminders: { firstAfterDays: 1, everyDays: 2, atMost: 3 },
});

/** A program whose rules differ with the seed where the paths through it do. */
export const simulatedProgram = (random: () => number): Program => ({
  id: "reseller",
  version: "5".repeat(64),
  name: inBoth("Reseller program"),
  languages: ["de", "en"],
  stages: { contract: stage(5), training: stage(7), certification: stage(7), first_deal: stage(10) },
  contract: {
    templates: [
      {
        id: "standard",
        version: "1",
        partnerTypes: "any",
        countries: "any",
        title: inBoth("Agreement"),
        body,
        statement: inBoth("I am authorized."),
        consent: inBoth("I agree."),
        consentVersion: "1",
      },
    ],
    countersignature: random() < 0.5,
    countersignDays: 2,
  },
  tracks: [track("sales"), track("technical")],
  firstDeal: {
    completesOn: random() < 0.5 ? "approved" : "won",
    decisionDays: 2,
    protectionDays: 30,
    reminderDaysBefore: 5,
    extensionDays: 10,
    maxExtensions: 1,
    currencies: ["EUR"],
  },
  calendar: {
    quietHours: random() < 0.3 ? { from: 20, until: 8 } : { from: 24, until: 0 },
    weekend: random() < 0.3 ? [6, 7] : [],
    holidays: {},
  },
});
