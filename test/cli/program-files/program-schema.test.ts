import { readFileSync } from "node:fs";
import { assert, jsonValue, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { jsonSchemas } from "../../../cli/program-files/program-schema.ts";
import { readProgram } from "../../../cli/program-files/read-program.ts";
import { programFile, programFiles, question, questions } from "../../make-program-files.ts";

/** What is said about the program after `spoil` was done to it. */
function problemsAfter(spoil: (file: ReturnType<typeof programFile>) => unknown): readonly string[] {
  const file = programFile();
  spoil(file);
  return problemsWith({ "program.json": file });
}

function problemsWith(changed: Readonly<Record<string, unknown>>): readonly string[] {
  const read = readProgram(programFiles(programFile(), changed));
  return read.ok ? [] : read.error;
}

const withoutGerman = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (key, part: unknown) => (key === "de" ? undefined : part));

describe("a complete program", () => {
  test("is read into one piece, its texts as blocks and its questions in place", () => {
    const read = readProgram(programFiles());
    expect(read).toMatchObject({
      ok: true,
      value: {
        id: "small",
        contract: {
          templates: [
            { body: { en: [{ kind: "heading", level: 2 }, { kind: "paragraph" }] }, countries: "any" },
          ],
        },
        tracks: [{ modules: [{ check: [{ id: "q1" }, { id: "q2" }] }], exam: { draw: 10 } }],
      },
    });
  });

  test("takes an option without `correct` for a wrong one", () => {
    const { options, ...rest } = question("q1");
    const check = { questions: [{ ...rest, options: [options[0], { id: "b", text: options[1]?.text }] }] };
    const read = readProgram(programFiles(programFile(), { "checks/one.json": check }));
    expect(read.ok && read.value.tracks[0]?.modules[0]?.check[0]?.options[1]?.correct).toBe(false);
  });

  test("in one language shows it where the other is asked for", () => {
    const file = { ...programFile(), languages: ["en"] };
    const read = readProgram(
      programFiles(withoutGerman(file), {
        "checks/one.json": withoutGerman(questions(2)),
        "exams/sales.json": withoutGerman(questions(15)),
      }),
    );
    expect(read).toMatchObject({ ok: true, value: { name: { de: "Small", en: "Small" } } });
  });
});

describe("the JSON Schemas in programs/", () => {
  test.each(Object.entries(jsonSchemas()))(
    "%s says what the code checks; `npm run program -- schema programs` brings it up to date",
    (name, schema) => {
      const kept: unknown = JSON.parse(
        readFileSync(new URL(`../../../programs/${name}`, import.meta.url), "utf8"),
      );
      expect(kept).toEqual(JSON.parse(JSON.stringify(schema)));
    },
  );
});

describe("what is wrong with program.json is named by its place", () => {
  test.each<[string, (file: ReturnType<typeof programFile>) => unknown, string]>([
    [
      "a missing value",
      (file) => Reflect.deleteProperty(file, "id"),
      "program.json: /id: is missing; add a text",
    ],
    [
      "an unknown key",
      (file) => Object.assign(file.stages.training, { deadline: 3 }),
      'program.json: /stages/training: has what is not known here: "deadline"; remove it or correct its spelling',
    ],
    [
      "a word that is none of the possible ones",
      (file) => (file.firstDeal.completesOn = "signed"),
      'program.json: /firstDeal/completesOn: must be one of "approved", "won"',
    ],
    [
      "a deadline of no days",
      (file) => (file.stages.contract = { ...file.stages.contract, deadlineDays: 0 }),
      "program.json: /stages/contract/deadlineDays: must be 1 or more",
    ],
    [
      "half a day",
      (file) => (file.stages.contract.minutes = 1.5),
      "program.json: /stages/contract/minutes: must be a whole number",
    ],
    [
      "reminders after the deadline",
      (file) => (file.stages.training.reminders.atMost = 4),
      "program.json: /stages/training/reminders: the last reminder would come on day 15, but the deadline is day 14; send fewer, or earlier",
    ],
    [
      "a pass mark above 100",
      (file) => (file.tracks[0]!.exam.passMark = 101),
      "program.json: /tracks/0/exam/passMark: must be 100 or less",
    ],
    [
      "no cool-down",
      (file) => (file.tracks[0]!.exam.coolDownHours.afterFirst = 0),
      "program.json: /tracks/0/exam/coolDownHours/afterFirst: must be 1 or more",
    ],
    [
      "nobody to be certified",
      (file) => (file.tracks[0]!.certifiedPeople = 0),
      "program.json: /tracks/0/certifiedPeople: must be 1 or more",
    ],
    ["no track", (file) => (file.tracks = []), "program.json: /tracks: needs at least 1 entry"],
    [
      "the same id twice",
      (file) => file.tracks[0]!.modules.push(file.tracks[0]!.modules[0]!),
      'program.json: /tracks/0/modules/1/id: "one" is used twice; each must be another',
    ],
    [
      "a partner type without a fallback",
      (file) =>
        (file.contract.templates[0]!.partnerTypes = [
          "reseller",
          "distributor",
          "referral",
          "system_integrator",
          "technology",
        ]),
      'program.json: /contract/templates: no template is left for a partner of type "msp" in a country that is not listed; add one, last, with "countries": "any"',
    ],
    [
      "a template that nobody would be sent",
      (file) => file.contract.templates.push({ ...file.contract.templates[0]!, id: "late" }),
      'program.json: /contract/templates/1: "late" is never sent, because "all" before it fits every partner; move it up',
    ],
    [
      "a language named twice",
      (file) => file.languages.push("de"),
      'program.json: /languages/2: "de" is used twice; each must be another',
    ],
    [
      "a country written in small letters",
      (file) => (file.contract.templates[0]!.countries = ["de"]),
      'program.json: /contract/templates/0/countries/0: must be a country code of two capital letters, such as "DE"',
    ],
    [
      "a list that is neither that nor a word for it",
      (file) => Object.assign(file.contract.templates[0]!, { countries: "all" }),
      'program.json: /contract/templates/0/countries: must be "any", or must be a list',
    ],
    [
      "a day that does not exist",
      (file) => (file.calendar.holidays.DE = ["2026-02-30"]),
      'program.json: /calendar/holidays/DE/0: must be a date such as "2026-12-24"',
    ],
    [
      "a text without a language of the program",
      (file) => Reflect.deleteProperty(file.tracks[0]!.name, "de"),
      'program.json: /tracks/0/name/de: is missing; the program\'s languages include "de"',
    ],
    ["an empty text", (file) => (file.name.en = "  "), "program.json: /name/en: must not be empty"],
    [
      "an unknown placeholder",
      (file) => (file.contract.templates[0]!.consent.en = "{{partner.owner}}"),
      "program.json: /contract/templates/0/consent/en: the placeholder {{partner.owner}} is not known; known are vendor.name, vendor.address, partner.legalName, partner.country, partner.registrationId, partner.vatId, signatory.name, program.name, date",
    ],
    [
      "a placeholder where nothing is filled",
      (file) => (file.tracks[0]!.summary.en = "For {{partner.legalName}}"),
      "program.json: /tracks/0/summary/en: the placeholder {{partner.legalName}} is not known; they are filled in agreements only",
    ],
    [
      "a file that is not there",
      (file) => (file.tracks[0]!.modules[0]!.body.de = "de/two.md"),
      'program.json: /tracks/0/modules/0/body/de: the file "de/two.md" is not in the folder; create it or correct its name',
    ],
    [
      "a path that leaves the folder",
      (file) => (file.tracks[0]!.exam.bank = "../exams/sales.json"),
      'program.json: /tracks/0/exam/bank: must name a .json file inside the program\'s folder, such as "en/name.json"',
    ],
    [
      "a reminder before protection begins",
      (file) => (file.firstDeal.reminderDaysBefore = 180),
      "program.json: /firstDeal/reminderDaysBefore: must be less than protectionDays (180)",
    ],
  ])("%s", (_name, spoil, line) => {
    expect(problemsAfter(spoil)).toContain(line);
  });

  test("text that is not JSON", () => {
    expect(problemsWith({ "program.json": "{" })[0]).toMatch(/^program\.json: is not valid JSON: /);
  });

  test("no program.json at all", () => {
    expect(readProgram(new Map())).toEqual({
      ok: false,
      error: ["program.json: is missing; a program's folder must have one"],
    });
  });
});

function bankWith(spoil: (one: ReturnType<typeof question>) => unknown): readonly string[] {
  const bank = questions(15);
  spoil(bank.questions[3]!);
  return problemsWith({ "exams/sales.json": bank });
}

describe("what is wrong with questions is named by file and place", () => {
  test("no right option", () => {
    expect(bankWith((one) => (one.options[0]!.correct = false))).toEqual([
      'exams/sales.json: /questions/3/options: no option is right; mark at least one with "correct": true',
    ]);
  });

  test("no wrong option", () => {
    expect(bankWith((one) => (one.options[1]!.correct = true))).toEqual([
      "exams/sales.json: /questions/3/options: every option is right; add at least one wrong one",
    ]);
  });

  test("a question's id used before, and an option's", () => {
    expect(bankWith((one) => Object.assign(one, { id: "q1" }))).toEqual([
      'exams/sales.json: /questions/3/id: "q1" is used twice; each must be another',
    ]);
    expect(bankWith((one) => (one.options[1]!.id = "a"))).toEqual([
      'exams/sales.json: /questions/3/options/1/id: "a" is used twice; each must be another',
    ]);
  });

  test("an explanation in one language only", () => {
    expect(bankWith((one) => Reflect.deleteProperty(one.explanation, "en"))).toEqual([
      'exams/sales.json: /questions/3/explanation/en: is missing; the program\'s languages include "en"',
    ]);
  });

  test("a bank smaller than 15", () => {
    expect(problemsWith({ "exams/sales.json": questions(14) })).toEqual([
      "exams/sales.json: /questions: has 14 questions; an exam that draws 10 needs at least 15",
    ]);
  });

  test("a bank smaller than what is drawn", () => {
    expect(problemsAfter((file) => (file.tracks[0]!.exam.draw = 20))).toEqual([
      "exams/sales.json: /questions: has 15 questions; an exam that draws 20 needs at least 20",
    ]);
  });

  test("a file that is not JSON", () => {
    expect(problemsWith({ "checks/one.json": "[" })[0]).toMatch(/^checks\/one\.json: is not valid JSON: /);
  });
});

test("a placeholder in a module, where nobody would fill it, is refused", () => {
  expect(problemsWith({ "en/one.md": "For you:\n\n{{partner.legalName}}" })).toEqual([
    "en/one.md: line 3: the placeholder {{partner.legalName}} is not known; they are filled in agreements only",
  ]);
});

test("everything wrong in several files is told at once", () => {
  const file = programFile();
  file.tracks[0]!.exam.passMark = 0;
  const read = readProgram(
    programFiles(file, {
      "en/agreement.md": "# Agreement\n\nFor {{partner.owner}}",
      "checks/one.json": { questions: [] },
      "exams/sales.json": questions(3),
    }),
  );
  expect(read.ok ? [] : read.error.map((line) => line.split(": ").slice(0, 2).join(" "))).toEqual([
    "program.json /tracks/0/exam/passMark",
    "en/agreement.md line 1",
    "en/agreement.md line 3",
    "checks/one.json /questions",
  ]);
});

test("whatever JSON stands in the files, the answer names a file in every line", () => {
  assert(
    property(jsonValue(), jsonValue(), (program, bank) => {
      const lines = [
        readProgram(programFiles(program)),
        readProgram(programFiles(programFile(), { "exams/sales.json": bank })),
      ].flatMap((read) => (read.ok ? ["no problem"] : read.error));
      expect(lines.filter((line) => !/^(program|exams\/sales)\.json: \S/.test(line))).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
