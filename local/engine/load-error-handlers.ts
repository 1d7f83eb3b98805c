import { fieldReader, refuseUnknown, type FieldReader, type Loading } from "./field-reader.ts";
import type { Catcher, Retrier } from "./machine.ts";

const RETRY_FIELDS = ["Comment", "ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate"].concat([
  "MaxDelaySeconds",
  "JitterStrategy",
]);

export function loadRetriers(loading: Loading, state: string, reader: FieldReader): Retrier[] {
  const sources = reader.list("Retry");
  return sources.map((source, index) => {
    const retrier = fieldReader(loading, `State '${state}', Retry[${index}]`, source);
    refuseUnknown(retrier, source, RETRY_FIELDS);
    const jitter = retrier.text("JitterStrategy") ?? "NONE";
    if (jitter !== "NONE" && jitter !== "FULL") retrier.refuse("JitterStrategy", "must be NONE or FULL");
    return {
      errorEquals: errorNames(retrier, index === sources.length - 1),
      intervalSeconds: retrier.number("IntervalSeconds", 1) ?? 1,
      maxAttempts: retrier.number("MaxAttempts", 0) ?? 3,
      backoffRate: retrier.number("BackoffRate", 1) ?? 2,
      maxDelaySeconds: retrier.number("MaxDelaySeconds", 1) ?? Infinity,
      fullJitter: jitter === "FULL",
    };
  });
}

export function loadCatchers(loading: Loading, state: string, reader: FieldReader): Catcher[] {
  const sources = reader.list("Catch");
  return sources.map((source, index) => {
    const catcher = fieldReader(
      { ...loading, sees: ["errorOutput"] },
      `State '${state}', Catch[${index}]`,
      source,
    );
    refuseUnknown(catcher, source, ["Comment", "ErrorEquals", "Next", "Output", "Assign"]);
    const next = catcher.text("Next");
    if (next === undefined) catcher.refuse("Next", "is missing");
    return {
      errorEquals: errorNames(catcher, index === sources.length - 1),
      next: next ?? "",
      output: catcher.template("Output"),
      assign: catcher.assign(),
    };
  });
}

function errorNames(reader: FieldReader, last: boolean): string[] {
  if (!reader.has("ErrorEquals")) reader.refuse("ErrorEquals", "is missing");
  const names = reader.texts("ErrorEquals");
  if (names.includes("States.ALL") && (names.length > 1 || !last)) {
    reader.refuse("ErrorEquals", "States.ALL must stand alone and come last");
  }
  return names;
}
