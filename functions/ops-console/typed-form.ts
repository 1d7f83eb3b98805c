/** What was typed, by field. */
export type Typed = Readonly<Record<string, readonly string[]>>;
/** What is wrong with it, by field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Reads a form and collects what is wrong, so that everything is said at once. */
export interface FormReader {
  readonly errors: Record<string, string>;
  /** Trimmed; an error when it is missing or too long. */
  readonly text: (name: string, missing: string) => string;
  readonly optional: (name: string) => string;
  /** One of the values, or an error. */
  readonly oneOf: <T extends string>(name: string, values: readonly T[], missing: string) => T;
  readonly someOf: <T extends string>(name: string, values: readonly T[]) => readonly T[];
  readonly wrong: (name: string, message: string) => void;
}

const LONGEST = 2000;
// Line breaks belong into a reason; nothing else of this kind is typed by people.
const CONTROL = /[^\P{Cc}\n\r\t]/gu;

export function formReader(typed: Typed): FormReader {
  const errors: Record<string, string> = {};
  const wrong = (name: string, message: string): void => {
    errors[name] ??= message;
  };
  const optional = (name: string): string => {
    const text = (typed[name]?.[0] ?? "").replaceAll(CONTROL, "").trim();
    if (text.length > LONGEST) wrong(name, `At most ${LONGEST} characters, please.`);
    return text;
  };
  return {
    errors,
    wrong,
    optional,
    text(name, missing) {
      const text = optional(name);
      if (!text) wrong(name, missing);
      return text;
    },
    oneOf<T extends string>(name: string, values: readonly T[], missing: string): T {
      const found = values.find((value) => value === typed[name]?.[0]);
      if (found === undefined) wrong(name, missing);
      return found ?? firstOf(values);
    },
    someOf: (name, values) => values.filter((value) => typed[name]?.includes(value)),
  };
}

/** Stands in where there is an error; nobody reads it. */
function firstOf<T>([first]: readonly T[]): T {
  if (first === undefined) throw new Error("A choice without values was asked for.");
  return first;
}
