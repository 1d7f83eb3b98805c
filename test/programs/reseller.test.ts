import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { PLACEHOLDERS } from "../../domain/agreement.ts";
import { LOCALES, placeholdersIn, plainText } from "../../domain/content.ts";
import type { Block, Locale, Span } from "../../domain/content.ts";
import type { Question } from "../../domain/program.ts";

const read = await readProgramFolder(fileURLToPath(new URL("../../programs/reseller", import.meta.url)));
if (!read.ok) throw new Error(read.error.join("\n"));
const program = read.value;
const { templates } = program.contract;

function runs(block: Block): (readonly Span[])[] {
  switch (block.kind) {
    case "heading":
    case "paragraph":
    case "note":
      return [block.text];
    case "list":
      return [...block.items];
    case "table":
      return [...block.head, ...block.rows.flat()];
  }
}

const textOf = (blocks: readonly Block[]): string => blocks.flatMap(runs).map(plainText).join("\n");
const words = (blocks: readonly Block[]): number => textOf(blocks).split(/\s+/).length;
const shape = (blocks: readonly Block[]): string[] =>
  blocks.map((block) => `${block.kind} ${runs(block).length}`);
const right = (question: Question): number[] =>
  question.options.flatMap((option, index) => (option.correct ? [index] : []));

const agreements = templates.flatMap((template) =>
  LOCALES.map((locale) => [`${template.id} ${locale}`, template.body[locale]] as const),
);
const modules = program.tracks.flatMap((track) =>
  track.modules.map((module) => [`${track.id}/${module.id}`, module] as const),
);
const banks = program.tracks.map((track) => [track.id, track.exam.bank] as const);
const allQuestions = [
  ...banks.flatMap(([name, bank]) => bank.map((question) => [`${name} ${question.id}`, question] as const)),
  ...modules.flatMap(([name, { check }]) =>
    check.map((question) => [`${name} ${question.id}`, question] as const),
  ),
];

describe("the agreements", () => {
  test.each(agreements)("%s has 10 to 14 numbered clauses and fills every placeholder", (_name, body) => {
    const clauses = body.filter((block) => block.kind === "heading").map((one) => plainText(one.text));
    expect(clauses.length).toBeGreaterThanOrEqual(10);
    expect(clauses.length).toBeLessThanOrEqual(14);
    expect(clauses.map((clause) => Number.parseInt(clause, 10))).toEqual(
      clauses.map((_clause, index) => index + 1),
    );
    expect(new Set(placeholdersIn(textOf(body)))).toEqual(new Set(PLACEHOLDERS));
  });

  test.each(templates.map((one) => [one.id, one] as const))("%s says the same in both", (_id, { body }) => {
    expect(shape(body.de)).toEqual(shape(body.en));
  });

  test("promise what the program does", () => {
    const { decisionDays, protectionDays, extensionDays } = program.firstDeal;
    for (const [, body] of agreements)
      for (const days of [decisionDays, protectionDays, extensionDays])
        expect(textOf(body)).toMatch(new RegExp(String.raw`\b${days} (business )?(Werktagen|Tage|days)`));
    expect(program.firstDeal.maxExtensions).toBe(2);
    expect(program.tracks.map((track) => track.certifiedPeople)).toEqual([1, 1]);
    expect(program.tracks.map((track) => track.exam.validMonths)).toEqual([24, 24]);
  });
});

describe("the modules", () => {
  test.each(modules)(
    "%s is 700 to 1,000 words in each language, with a table or a list",
    (_name, { body }) => {
      for (const locale of LOCALES) {
        expect(words(body[locale])).toBeGreaterThanOrEqual(700);
        expect(words(body[locale])).toBeLessThanOrEqual(1000);
        expect(body[locale].some((block) => block.kind === "table")).toBe(true);
      }
    },
  );

  test.each(modules)("%s has the same structure in both languages", (_name, { body }) => {
    expect(shape(body.de)).toEqual(shape(body.en));
  });

  test.each(modules)("%s ends with three or four questions", (_name, { check }) => {
    expect([3, 4]).toContain(check.length);
  });
});

describe("the questions", () => {
  test.each(banks)("the bank of %s has at least 18, single and multiple choice", (_name, bank) => {
    expect(bank.length).toBeGreaterThanOrEqual(18);
    const several = bank.filter((question) => right(question).length > 1).length;
    expect(several).toBeGreaterThanOrEqual(3);
    expect(several).toBeLessThan(bank.length / 2);
  });

  test.each(banks)("the right answers of %s are spread over the positions", (_name, bank) => {
    const positions = bank.flatMap(right);
    for (const position of [0, 1, 2, 3]) {
      const share = positions.filter((one) => one === position).length / positions.length;
      expect(share).toBeGreaterThan(0.15);
      expect(share).toBeLessThan(0.35);
    }
  });

  test.each(LOCALES)("the longest option is seldom the right one (%s)", (locale) => {
    const single = allQuestions.filter(([, question]) => right(question).length === 1);
    const longest = single.filter(([, { options }]) => {
      const others = options.filter((one) => !one.correct).map((one) => one.text[locale].length);
      return options.some((one) => one.correct && one.text[locale].length > Math.max(...others));
    });
    expect(longest.length / single.length).toBeLessThan(0.3);
  });

  test.each(allQuestions)(
    "%s has distinct options, none of which stands for the others",
    (_name, question) => {
      for (const locale of LOCALES) {
        const texts = question.options.map((option) => option.text[locale]);
        expect(new Set(texts).size).toBe(texts.length);
        expect(texts.join("\n")).not.toMatch(
          /all of the above|none of the above|alle (genannten|Antworten)/i,
        );
      }
    },
  );

  test.each(allQuestions)("%s says how many are right when there are several", (_name, question) => {
    const several = right(question).length > 1;
    expect(/\bWelche (zwei|drei)\b/.test(question.text.de)).toBe(several);
    expect(/\bWhich (two|three)\b/.test(question.text.en)).toBe(several);
  });
});

const written = (locale: Locale): string =>
  [...templates.map((one) => one.body), ...modules.map(([, module]) => module.body)]
    .map((body) => textOf(body[locale]))
    .join("\n");

test("German speaks to the reader as Sie, save where it quotes", () => {
  const own = written("de").replaceAll(/„[^“]*“/g, "");
  expect(own).not.toMatch(/\b(du|dir|dich|dein|deine[rnms]?|euch|euer)\b/i);
});

test("English is American", () => {
  expect(written("en")).not.toMatch(/\b(\w*isation|colours?|behaviour|programme|licence|centre)\b/i);
});
