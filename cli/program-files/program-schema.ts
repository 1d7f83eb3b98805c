import * as z from "zod";
import { PARTNER_TYPES } from "../../domain/program.ts";
import { LOCALES } from "../../domain/content.ts";

const text = z.string().regex(/\S/, "must not be empty");
const id = z
  .string()
  .regex(
    /^[a-z][a-z0-9-]{0,47}$/,
    "must be 1 to 48 lower-case letters, digits or hyphens, and begin with a letter",
  );
const country = z.string().regex(/^[A-Z]{2}$/, 'must be a country code of two capital letters, such as "DE"');
/** A Markdown or JSON file inside the program's folder. */
export const FILE_NAME = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9_./-]*\.(md|json)$/;
const fileNamed = (ending: "md" | "json") =>
  z
    .string()
    .regex(
      new RegExp(FILE_NAME.source.replace("(md|json)", ending)),
      `must name a .${ending} file inside the program's folder, such as "en/name.${ending}"`,
    );
const whole = (least: number, most: number) => z.int().min(least).max(most);

/** A value for each language of the program; the reader says which of them is missing. */
const perLanguage = <T extends z.ZodType>(value: T) =>
  z.strictObject({ de: value.optional(), en: value.optional() });

const localized = perLanguage(text);
const markdownFiles = perLanguage(fileNamed("md"));

type Path = PropertyKey[];
type Issues = z.core.$ZodRawIssue[];

function refuseDuplicates(ids: readonly string[], issues: Issues, path: (index: number) => Path): void {
  for (const [index, name] of ids.entries())
    if (ids.indexOf(name) < index)
      issues.push({
        code: "custom",
        input: name,
        path: path(index),
        message: `"${name}" is used twice; each must be another`,
      });
}

const ids = (things: readonly { readonly id: string }[]): string[] => things.map((thing) => thing.id);

const option = z.strictObject({ id, text: localized, correct: z.boolean().default(false) });

const question = z
  .strictObject({
    id,
    text: localized,
    options: z.array(option).min(2).max(8),
    explanation: localized,
  })
  .check(({ value, issues }) => {
    refuseDuplicates(ids(value.options), issues, (index) => ["options", index, "id"]);
    const right = value.options.filter((one) => one.correct).length;
    if (right > 0 && right < value.options.length) return;
    const message =
      right === 0
        ? 'no option is right; mark at least one with "correct": true'
        : "every option is right; add at least one wrong one";
    issues.push({ code: "custom", input: value.options, path: ["options"], message });
  });

/** A file of questions: the check of a module, or the bank of an exam. */
export const questionsSchema = z
  .strictObject({ $schema: z.string().optional(), questions: z.array(question).min(1) })
  .check(({ value, issues }) => {
    refuseDuplicates(ids(value.questions), issues, (index) => ["questions", index, "id"]);
  });

const stageRule = z
  .strictObject({
    deadlineDays: whole(1, 365),
    minutes: whole(1, 6000),
    reminders: z.strictObject({
      firstAfterDays: whole(1, 365),
      everyDays: whole(1, 365),
      atMost: whole(0, 20),
    }),
  })
  .check(({ value, issues }) => {
    const { firstAfterDays, everyDays, atMost } = value.reminders;
    const last = firstAfterDays + everyDays * Math.max(atMost - 1, 0);
    if (atMost === 0 || last < value.deadlineDays) return;
    issues.push({
      code: "custom",
      input: value.reminders,
      path: ["reminders"],
      message: `the last reminder would come on day ${last}, but the deadline is day ${value.deadlineDays}; send fewer, or earlier`,
    });
  });

const template = z.strictObject({
  id,
  version: text,
  partnerTypes: z.union([z.literal("any"), z.array(z.enum(PARTNER_TYPES)).min(1)]),
  countries: z.union([z.literal("any"), z.array(country).min(1)]),
  title: localized,
  body: markdownFiles,
  statement: localized,
  consent: localized,
  consentVersion: text,
});

/** Fits partners of this type in whatever country. */
const isFallback = (
  { partnerTypes, countries }: z.infer<typeof template>,
  type: (typeof PARTNER_TYPES)[number],
): boolean => countries === "any" && (partnerTypes === "any" || partnerTypes.includes(type));

const module = z.strictObject({
  id,
  title: localized,
  minutes: whole(1, 600),
  body: markdownFiles,
  check: fileNamed("json"),
});

const exam = z.strictObject({
  certificate: localized,
  criteria: localized,
  bank: fileNamed("json"),
  draw: whole(1, 200),
  passMark: whole(1, 100),
  attempts: whole(1, 20),
  timeLimitMinutes: whole(1, 480),
  coolDownHours: z.strictObject({ afterFirst: whole(1, 8760), afterLater: whole(1, 8760) }),
  validMonths: whole(1, 120),
});

const track = z
  .strictObject({
    id,
    role: z.enum(["sales", "technical"]),
    name: localized,
    summary: localized,
    modules: z.array(module).min(1),
    exam,
    certifiedPeople: whole(1, 100),
  })
  .check(({ value, issues }) => {
    refuseDuplicates(ids(value.modules), issues, (index) => ["modules", index, "id"]);
  });

const dealRule = z.strictObject({
  completesOn: z.enum(["approved", "won"]),
  decisionDays: whole(1, 90),
  protectionDays: whole(1, 1095),
  reminderDaysBefore: whole(1, 365),
  extensionDays: whole(1, 1095),
  maxExtensions: whole(0, 20),
  currencies: z
    .array(z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capital letters, such as "EUR"'))
    .min(1),
});

const calendar = z.strictObject({
  quietHours: z.strictObject({ from: whole(0, 24), until: whole(0, 24) }),
  weekend: z.array(whole(1, 7)).max(6),
  holidays: z.record(country, z.array(z.iso.date('must be a date such as "2026-12-24"'))),
});

const contract = z
  .strictObject({
    templates: z.array(template).min(1),
    countersignature: z.boolean(),
    countersignDays: whole(1, 90),
  })
  .check(({ value: { templates }, issues }) => {
    refuseDuplicates(ids(templates), issues, (index) => ["templates", index, "id"]);
    const refuse = (path: Path, message: string) =>
      issues.push({ code: "custom", input: templates, path: ["templates", ...path], message });
    for (const type of PARTNER_TYPES.filter((one) => !templates.some((other) => isFallback(other, one))))
      refuse(
        [],
        `no template is left for a partner of type "${type}" in a country that is not listed; add one, last, with "countries": "any"`,
      );
    const all = templates.findIndex((one) => one.partnerTypes === "any" && one.countries === "any");
    for (const [index, one] of templates.entries())
      if (all >= 0 && index > all)
        refuse(
          [index],
          `"${one.id}" is never sent, because "${templates[all]?.id}" before it fits every partner; move it up`,
        );
  });

/** `program.json` of a program's folder. Long texts and questions are files beside it, named here. */
export const programFileSchema = z
  .strictObject({
    $schema: z.string().optional(),
    id,
    name: localized,
    languages: z
      .array(z.enum(LOCALES))
      .min(1)
      .check(({ value, issues }) => refuseDuplicates(value, issues, (index) => [index])),
    stages: z.strictObject({
      contract: stageRule,
      training: stageRule,
      certification: stageRule,
      first_deal: stageRule,
    }),
    contract,
    tracks: z.array(track).min(1),
    firstDeal: dealRule.check(({ value, issues }) => {
      if (value.reminderDaysBefore < value.protectionDays) return;
      issues.push({
        code: "custom",
        input: value.reminderDaysBefore,
        path: ["reminderDaysBefore"],
        message: `must be less than protectionDays (${value.protectionDays})`,
      });
    }),
    calendar,
  })
  .check(({ value, issues }) => {
    refuseDuplicates(ids(value.tracks), issues, (index) => ["tracks", index, "id"]);
  });

export type ProgramFile = z.infer<typeof programFileSchema>;
export type QuestionsFile = z.infer<typeof questionsSchema>;

/** The schemas as JSON Schema, for editors: kept in `programs/`, a test holds both equal. */
export const jsonSchemas = () => ({
  "program.schema.json": z.toJSONSchema(programFileSchema, { io: "input" }),
  "questions.schema.json": z.toJSONSchema(questionsSchema, { io: "input" }),
});
