import { PLACEHOLDERS } from "../../domain/agreement.ts";
import { LOCALES, placeholdersIn } from "../../domain/content.ts";
import type { Locale } from "../../domain/content.ts";
import { jsonPointer } from "./explain-shape.ts";

type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Every value below `value` (itself included) with the way to it. */
export function* everything(value: unknown, path: Path = []): Generator<readonly [Path, unknown]> {
  yield [path, value];
  const parts = Array.isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  for (const [key, part] of parts) yield* everything(part, [...path, key]);
}

const isLocalized = (value: unknown): value is Readonly<Partial<Record<Locale, unknown>>> => {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  const known: readonly string[] = LOCALES;
  return keys.length > 0 && keys.every((key) => known.includes(key));
};

/** A text that lacks a language of the program. */
export const missingLanguages = (value: unknown, languages: readonly Locale[]): string[] =>
  [...everything(value)].flatMap(([path, part]) =>
    isLocalized(part)
      ? languages
          .filter((language) => part[language] === undefined)
          .map(
            (language) =>
              `${jsonPointer([...path, language])}: is missing; the program's languages include "${language}"`,
          )
      : [],
  );

/** `{{names}}` nobody can fill. Braces that name nothing at all are a slip too. */
export function wrongPlaceholders(text: string, allowed: readonly string[] = PLACEHOLDERS): string[] {
  const names = placeholdersIn(text).filter((name) => !allowed.includes(name));
  const hint = allowed.length > 0 ? `known are ${allowed.join(", ")}` : "they are filled in agreements only";
  const unknown = [...new Set(names)].map((name) => `the placeholder {{${name}}} is not known; ${hint}`);
  const opened = text.split("{{").length - 1;
  return opened === placeholdersIn(text).length
    ? unknown
    : [...unknown, `a placeholder is not complete; write it as {{name}}; ${hint}`];
}
