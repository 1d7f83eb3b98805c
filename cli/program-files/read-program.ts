import type { z } from "zod";
import { PLACEHOLDERS } from "../../domain/agreement.ts";
import { LOCALES } from "../../domain/content.ts";
import type { Block, Locale } from "../../domain/content.ts";
import { ok, refuse } from "../../domain/result.ts";
import type { Result } from "../../domain/result.ts";
import { assembleProgram } from "./assemble-program.ts";
import type { UnversionedProgram } from "./assemble-program.ts";
import { everything, missingLanguages, wrongPlaceholders } from "./check-program.ts";
import { explainShape, jsonPointer } from "./explain-shape.ts";
import { parseMarkdown } from "./parse-markdown.ts";
import { FILE_NAME, programFileSchema, questionsSchema } from "./program-schema.ts";
import type { ProgramFile, QuestionsFile } from "./program-schema.ts";

const PROGRAM_FILE = "program.json";
const SMALLEST_BANK = 15;

/** The files of a folder by their path in it. */
type Files = ReadonlyMap<string, string>;

interface Reading {
  readonly files: Files;
  readonly problems: string[];
  readonly languages: readonly Locale[];
}

/** The files `program.json` names, each with where it does so. Paths that leave the folder are left out. */
export const filesNamedIn = (raw: unknown): (readonly [path: string, where: string])[] =>
  [...everything(raw)].flatMap(([path, value]) =>
    typeof value === "string" && path[0] !== "$schema" && FILE_NAME.test(value)
      ? [[value, jsonPointer(path)] as const]
      : [],
  );

/** The value, or the reason why the text is not JSON. */
export function parseJson(source: string): Result<unknown, string> {
  try {
    const value: unknown = JSON.parse(source.replace(/^\uFEFF/, ""));
    return ok(value);
  } catch (cause) {
    return refuse(`is not valid JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

function shaped<T>(schema: z.ZodType<T>, raw: unknown, report: (line: string) => void): T | undefined {
  const parsed = schema.safeParse(raw, { error: explainShape });
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) report(`${jsonPointer(issue.path)}: ${issue.message}`);
  return undefined;
}

const isFilled = (path: readonly (string | number)[]): boolean =>
  path[1] === "templates" && (path[3] === "statement" || path[3] === "consent");

/** In agreements `{{names}}` are filled; everywhere else they would be shown as they are. */
function placeholderProblems(raw: unknown): string[] {
  return [...everything(raw)].flatMap(([path, value]) =>
    typeof value === "string"
      ? wrongPlaceholders(value, isFilled(path) ? PLACEHOLDERS : []).map(
          (message) => `${jsonPointer(path)}: ${message}`,
        )
      : [],
  );
}

function readText(path: string, source: string, inAgreement: boolean) {
  const { blocks, problems } = parseMarkdown(source);
  const slips = source.split("\n").flatMap((line, index) =>
    wrongPlaceholders(line, inAgreement ? PLACEHOLDERS : []).map((message) => ({
      line: index + 1,
      message,
    })),
  );
  const lines = [...problems, ...slips].map(({ line, message }) => `${path}: line ${line}: ${message}`);
  return { blocks, lines };
}

function readQuestions(path: string, source: string, reading: Reading): QuestionsFile | undefined {
  const report = (line: string) => reading.problems.push(`${path}: ${line}`);
  const raw = parseJson(source);
  if (!raw.ok) {
    report(raw.error);
    return undefined;
  }
  const questions = shaped(questionsSchema, raw.value, report);
  missingLanguages(raw.value, reading.languages).forEach(report);
  placeholderProblems(raw.value).forEach(report);
  return questions;
}

function readNamedFiles(raw: unknown, reading: Reading) {
  const texts = new Map<string, readonly Block[]>();
  const questions = new Map<string, QuestionsFile>();
  for (const [path, where] of filesNamedIn(raw)) {
    const source = reading.files.get(path);
    if (source === undefined) {
      reading.problems.push(
        `${PROGRAM_FILE}: ${where}: the file "${path}" is not in the folder; create it or correct its name`,
      );
    } else if (path.endsWith(".md")) {
      const { blocks, lines } = readText(path, source, where.startsWith("/contract/"));
      reading.problems.push(...lines);
      texts.set(path, blocks);
    } else {
      const read = readQuestions(path, source, reading);
      if (read) questions.set(path, read);
    }
  }
  return { texts, questions };
}

function checkBanks(
  file: ProgramFile,
  questions: ReadonlyMap<string, QuestionsFile>,
  problems: string[],
): void {
  for (const { exam } of file.tracks) {
    const size = questions.get(exam.bank)?.questions.length;
    if (size === undefined) continue;
    const needed = Math.max(exam.draw, SMALLEST_BANK);
    if (size < needed)
      problems.push(
        `${exam.bank}: /questions: has ${size} questions; an exam that draws ${exam.draw} needs at least ${needed}`,
      );
  }
}

function languagesOf(raw: unknown): readonly Locale[] {
  const named = [...everything(raw)].flatMap(([path, value]) =>
    path.length === 2 && path[0] === "languages" ? LOCALES.filter((locale) => locale === value) : [],
  );
  return named;
}

/** Checks all of it and tells everything that is wrong at once, one line each: file, place, what to do. */
export function readProgram(files: Files): Result<UnversionedProgram, readonly string[]> {
  const source = files.get(PROGRAM_FILE);
  if (source === undefined) return refuse([`${PROGRAM_FILE}: is missing; a program's folder must have one`]);
  const raw = parseJson(source);
  if (!raw.ok) return refuse([`${PROGRAM_FILE}: ${raw.error}`]);

  const problems: string[] = [];
  const report = (line: string) => problems.push(`${PROGRAM_FILE}: ${line}`);
  const file = shaped(programFileSchema, raw.value, report);
  const languages = languagesOf(raw.value);
  missingLanguages(raw.value, languages).forEach(report);
  placeholderProblems(raw.value).forEach(report);
  const { texts, questions } = readNamedFiles(raw.value, { files, problems, languages });
  if (file) checkBanks(file, questions, problems);

  return file && problems.length === 0
    ? ok(assembleProgram({ file, texts, questions }))
    : refuse([...new Set(problems)]);
}
