import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const both = (text: string) => ({ de: `${text} (de)`, en: text });
const markdown = (name: string) => ({ de: `de/${name}.md`, en: `en/${name}.md` });

const stage = () => ({
  deadlineDays: 14,
  minutes: 10,
  reminders: { firstAfterDays: 3, everyDays: 4, atMost: 3 },
});

export const question = (id: string) => ({
  id,
  text: both("Which one?"),
  options: [
    { id: "a", text: both("This one"), correct: true },
    { id: "b", text: both("That one"), correct: false },
  ],
  explanation: both("Because."),
});

export const questions = (count: number) => ({
  questions: Array.from({ length: count }, (_, index) => question(`q${index + 1}`)),
});

/** A small valid `program.json`, new at each call so that a test may spoil it. */
export const programFile = () => ({
  id: "small",
  name: both("Small"),
  languages: ["de", "en"],
  stages: { contract: stage(), training: stage(), certification: stage(), first_deal: stage() },
  contract: {
    templates: [
      {
        id: "all",
        version: "1",
        partnerTypes: "any" as "any" | string[],
        countries: "any" as "any" | string[],
        title: both("Agreement"),
        body: markdown("agreement"),
        statement: both("I may sign for {{partner.legalName}}."),
        consent: both("I agree."),
        consentVersion: "1",
      },
    ],
    countersignature: false,
    countersignDays: 3,
  },
  tracks: [
    {
      id: "sales",
      role: "sales",
      name: both("Sales"),
      summary: both("Selling"),
      modules: [
        { id: "one", title: both("One"), minutes: 10, body: markdown("one"), check: "checks/one.json" },
      ],
      exam: {
        certificate: both("Certified"),
        criteria: both("Passed"),
        bank: "exams/sales.json",
        draw: 10,
        passMark: 80,
        attempts: 3,
        timeLimitMinutes: 30,
        coolDownHours: { afterFirst: 1, afterLater: 24 },
        validMonths: 24,
      },
      certifiedPeople: 1,
    },
  ],
  firstDeal: {
    completesOn: "approved",
    decisionDays: 3,
    protectionDays: 180,
    reminderDaysBefore: 30,
    extensionDays: 90,
    maxExtensions: 2,
    currencies: ["EUR"],
  },
  calendar: { quietHours: { from: 18, until: 8 }, weekend: [6, 7], holidays: { DE: ["2026-12-25"] } },
});

/** The files of that program by their path; a test replaces what it is about. */
export const programFiles = (
  program: unknown = programFile(),
  changed: Readonly<Record<string, unknown>> = {},
): Map<string, string> => {
  const files: Readonly<Record<string, unknown>> = {
    "program.json": program,
    "de/agreement.md": "## 1. Gegenstand\n\n{{vendor.name}} und {{partner.legalName}}",
    "en/agreement.md": "## 1. Subject\n\n{{vendor.name}} and {{partner.legalName}}",
    "de/one.md": "Ein Satz.",
    "en/one.md": "A sentence.",
    "checks/one.json": questions(2),
    "exams/sales.json": questions(15),
    ...changed,
  };
  return new Map(
    Object.entries(files).map(([path, content]) => [
      path,
      typeof content === "string" ? content : JSON.stringify(content),
    ]),
  );
};

export function writeProgramFiles(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, content] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
