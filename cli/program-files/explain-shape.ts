import type { z } from "zod";

const NAMES: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const escaped = (part: PropertyKey): string => String(part).replaceAll("~", "~0").replaceAll("/", "~1");

/** RFC 6901; the whole document is `/`, so that a line never lacks its place. */
export const jsonPointer = (path: readonly PropertyKey[]): string => `/${path.map(escaped).join("/")}`;

const quoted = (values: readonly unknown[]): string => values.map((one) => JSON.stringify(one)).join(", ");

const UNITS: Readonly<Record<string, readonly [one: string, more: string]>> = {
  array: ["entry", "entries"],
  string: ["character", "characters"],
};

function sizeOf(issue: Extract<z.core.$ZodRawIssue, { code: "too_small" | "too_big" }>): string {
  const least = issue.code === "too_small";
  const limit = least ? issue.minimum : issue.maximum;
  const [one, more] = UNITS[issue.origin] ?? [];
  if (!one) return least ? `must be ${limit} or more` : `must be ${limit} or less`;
  return `${least ? "needs at least" : "may have at most"} ${limit} ${Number(limit) === 1 ? one : more}`;
}

/** Plain words for what the schema found, saying what to do. */
export function explainShape(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return issue.input === undefined
        ? `is missing; add ${NAMES[issue.expected] ?? issue.expected}`
        : `must be ${NAMES[issue.expected] ?? issue.expected}`;
    case "unrecognized_keys":
      return `has what is not known here: ${quoted(issue.keys)}; remove it or correct its spelling`;
    case "invalid_value":
      return `must be ${issue.values.length === 1 ? "" : "one of "}${quoted(issue.values)}`;
    case "invalid_union":
      return issue.input === undefined ? "is missing" : unionOf(issue.errors);
    case "invalid_key":
      return issue.issues[0]?.message;
    case "too_small":
    case "too_big":
      return sizeOf(issue);
    case "custom":
    case "invalid_element":
    case "invalid_format":
    case "not_multiple_of":
      return undefined;
  }
}

const unionOf = (branches: readonly (readonly z.core.$ZodIssue[])[]): string =>
  [...new Set(branches.flatMap((issues) => issues.map((issue) => issue.message)))].join(", or ");
