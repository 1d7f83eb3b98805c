import { UnknownInTemplate } from "./intrinsics.ts";

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const OPERATORS: Readonly<Record<string, (wanted: unknown, actual: unknown) => boolean>> = {
  prefix: (wanted, actual) => typeof actual === "string" && actual.startsWith(String(wanted)),
  suffix: (wanted, actual) => typeof actual === "string" && actual.endsWith(String(wanted)),
  exists: (wanted, actual) => (actual !== undefined) === wanted,
  "anything-but": (wanted, actual) =>
    actual !== undefined && !(Array.isArray(wanted) ? wanted : [wanted]).includes(actual),
  "equals-ignore-case": (wanted, actual) => String(actual).toLowerCase() === String(wanted).toLowerCase(),
};

function fitsOne(wanted: unknown, actual: unknown): boolean {
  if (!isObject(wanted)) return Array.isArray(actual) ? actual.includes(wanted) : wanted === actual;
  return Object.entries(wanted).every(([name, argument]) => {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (!operator) throw new UnknownInTemplate(`the operator ${name} of a pattern is not known here`);
    return operator(argument, actual);
  });
}

/**
 * Whether an event fits a pattern of EventBridge, which Lambda's event filters are too: every field that the pattern
 * names must hold one of the values listed for it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export function fitsPattern(pattern: unknown, event: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((wanted) => fitsOne(wanted, event));
  if (!isObject(pattern)) throw new UnknownInTemplate(`not a pattern: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([name, inner]) =>
    fitsPattern(inner, isObject(event) ? event[name] : undefined),
  );
}
