import { LOCALES } from "../../domain/content.ts";
import type { Block, Locale, Localized } from "../../domain/content.ts";
import type { AgreementTemplate, Exam, Module, Program, Question, Track } from "../../domain/program.ts";
import type { ProgramFile, QuestionsFile } from "./program-schema.ts";

/** A program whose version is not yet known. */
export type UnversionedProgram = Omit<Program, "version">;

/** `program.json` and the files it names, all of them read and found right. */
export interface ProgramParts {
  readonly file: ProgramFile;
  readonly texts: ReadonlyMap<string, readonly Block[]>;
  readonly questions: ReadonlyMap<string, QuestionsFile>;
}

type PerLanguage<T> = { readonly [L in Locale]?: T | undefined };
type Full = <T>(value: PerLanguage<T>) => Localized<T>;

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`A program was assembled before it was checked: no ${what}.`);
  return value;
}

/** A language the program does not have shows its first one. */
const filled =
  (languages: readonly Locale[]): Full =>
  (value) => {
    const first = languages.find((language) => value[language] !== undefined) ?? LOCALES[0];
    const of = (locale: Locale) => found(value[locale] ?? value[first], locale);
    return { de: of("de"), en: of("en") };
  };

interface Tools {
  readonly full: Full;
  readonly texts: (files: PerLanguage<string>) => Localized<readonly Block[]>;
  readonly questions: (file: string) => readonly Question[];
}

function toolsFor({ file, texts, questions }: ProgramParts): Tools {
  const full = filled(file.languages);
  return {
    full,
    texts(files) {
      const paths = full(files);
      return {
        de: found(texts.get(paths.de), paths.de),
        en: found(texts.get(paths.en), paths.en),
      };
    },
    questions: (path) =>
      found(questions.get(path), path).questions.map((question) => ({
        id: question.id,
        text: full(question.text),
        options: question.options.map((one) => ({ ...one, text: full(one.text) })),
        explanation: full(question.explanation),
      })),
  };
}

const templateOf = (
  one: ProgramFile["contract"]["templates"][number],
  { full, texts }: Tools,
): AgreementTemplate => ({
  ...one,
  title: full(one.title),
  body: texts(one.body),
  statement: full(one.statement),
  consent: full(one.consent),
});

type TrackFile = ProgramFile["tracks"][number];

const moduleOf = (one: TrackFile["modules"][number], { full, texts, questions }: Tools): Module => ({
  ...one,
  title: full(one.title),
  body: texts(one.body),
  check: questions(one.check),
});

const examOf = (one: TrackFile["exam"], { full, questions }: Tools): Exam => ({
  ...one,
  certificate: full(one.certificate),
  criteria: full(one.criteria),
  bank: questions(one.bank),
});

const trackOf = (one: TrackFile, tools: Tools): Track => ({
  ...one,
  name: tools.full(one.name),
  summary: tools.full(one.summary),
  modules: one.modules.map((module) => moduleOf(module, tools)),
  exam: examOf(one.exam, tools),
});

/** The program as the domain knows it, in one piece. */
export function assembleProgram(parts: ProgramParts): UnversionedProgram {
  const tools = toolsFor(parts);
  const { id, name, languages, stages, contract, tracks, firstDeal, calendar } = parts.file;
  return {
    id,
    name: tools.full(name),
    languages,
    stages,
    contract: { ...contract, templates: contract.templates.map((one) => templateOf(one, tools)) },
    tracks: tracks.map((track) => trackOf(track, tools)),
    firstDeal,
    calendar,
  };
}
