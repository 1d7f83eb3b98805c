import type { StateResult } from "./check-expression.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import type { JsonataFunctions } from "./jsonata-functions.ts";
import type { Assign } from "./machine.ts";
import { compileTemplate, type Template } from "./template.ts";

export type LoadOptions = {
  functions: JsonataFunctions;
  /** A stored definition is spared the checks that were added since: its executions must go on. */
  isNew: boolean;
};

/** Gathers everything that is wrong with a definition, so that one look mends all of it. */
export type Loading = LoadOptions & {
  problems: string[];
  names: Set<string>;
  /** What `$states` holds here, in Output and Assign alone, beside `input` and `context`. */
  sees: readonly StateResult[];
};

export type FieldReader = {
  refuse(field: string, reason: string): void;
  has(field: string): boolean;
  raw(field: string): Json | undefined;
  text(field: string): string | undefined;
  number(field: string, atLeast: number): number | undefined;
  list(field: string): JsonObject[];
  texts(field: string): string[];
  object(field: string): JsonObject | undefined;
  template(field: string): Template | undefined;
  /** A number, or an expression that gives one. */
  amount(field: string, atLeast: number): Template | undefined;
  assign(): Assign;
};

const JSONPATH = new Set(
  `InputPath OutputPath ResultPath Parameters ResultSelector Result SecondsPath TimestampPath ItemsPath
  TimeoutSecondsPath HeartbeatSecondsPath ErrorPath CausePath MaxConcurrencyPath Variable And Or Not`.split(
    /\s+/,
  ),
);
const LEAVING = ["Output", "Assign"];
const DISTRIBUTED = new Set(
  `ItemReader ItemBatcher ResultWriter Label ToleratedFailureCountPath ToleratedFailurePercentagePath`.split(
    /\s+/,
  ),
);

/** Reads the fields of one JSON object and refuses, by name, those it does not know. `where` is said in each problem. */
export function fieldReader(loading: Loading, where: string, source: JsonObject): FieldReader {
  const refuse = (field: string, reason: string) => {
    loading.problems.push(`${where}${where && field ? ", " : ""}${field && `field '${field}'`}: ${reason}`);
  };

  function typed<T extends Json>(
    field: string,
    is: (value: Json) => value is T,
    what: string,
  ): T | undefined {
    const value = source[field];
    if (value === undefined || is(value)) return value;
    refuse(field, `must be ${what}`);
    return undefined;
  }

  const raw = (field: string) => source[field];
  function template(field: string): Template | undefined {
    const value = source[field];
    if (value === undefined) return undefined;
    const refuseAt = (place: string, reason: string) => refuse(`${field}${place}`, reason);
    const sees = LEAVING.includes(field) ? loading.sees : [];
    const rules = { functions: loading.functions, sees: loading.isNew ? sees : undefined };
    return compileTemplate(value, rules, refuseAt);
  }

  return {
    refuse,
    raw,
    template,
    has: (field) => source[field] !== undefined,
    text: (field) => typed(field, isText, "a string"),
    object: (field) => typed(field, isObject, "an object"),
    list: (field) => typed(field, isListOfObjects, "an array of objects") ?? [],
    texts: (field) => typed(field, isListOfTexts, "an array of strings with at least one member") ?? [],
    number(field, atLeast) {
      const value = typed(field, isNumber, "a number");
      if (value !== undefined && value < atLeast) refuse(field, `must be at least ${atLeast}`);
      return value;
    },
    amount(field, atLeast) {
      const compiled = template(field);
      if (compiled?.kind === "expression") return compiled;
      const value = typed(field, isNumber, "a number or a JSONata expression");
      if (value !== undefined && value < atLeast) refuse(field, `must be at least ${atLeast}`);
      return compiled;
    },
    assign() {
      const fields = Object.keys(typed("Assign", isObject, "an object") ?? {});
      for (const name of fields) {
        const reason = reasonToRefuseVariable(name, loading.isNew);
        if (reason !== undefined) refuse(`Assign/${name}`, reason);
      }
      const compiled = template("Assign");
      if (compiled?.kind === "object") return compiled.fields;
      return fields.map((name) => [name, { kind: "literal", value: Object(source["Assign"])[name] }]);
    },
  };
}

/** Refuses every field of `source` that is not among `known`, saying what it belongs to where that is known. */
export function refuseUnknown(reader: FieldReader, source: JsonObject, known: readonly string[]): void {
  for (const field of Object.keys(source)) {
    if (!known.includes(field)) reader.refuse(field, reasonToRefuse(field));
  }
}

function reasonToRefuse(field: string): string {
  if (JSONPATH.has(field)) return "belongs to JSONPath; this engine runs JSONata only";
  if (DISTRIBUTED.has(field)) return "belongs to the distributed Map, which this engine does not run";
  return "is unknown here";
}

// https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, on the names.
const VARIABLE_NAME = /^\p{ID_Start}\p{ID_Continue}{0,79}$/u;

function reasonToRefuseVariable(name: string, isNew: boolean): string | undefined {
  if (name === "states") return "is a reserved name";
  return isNew && !VARIABLE_NAME.test(name) ? "is not a Unicode identifier up to 80 characters" : undefined;
}

function isText(value: Json): value is string {
  return typeof value === "string";
}

function isNumber(value: Json): value is number {
  return typeof value === "number";
}

function isListOfObjects(value: Json): value is JsonObject[] {
  return Array.isArray(value) && value.every(isObject);
}

function isListOfTexts(value: Json): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every(isText);
}
