import { compileExpression, messageOf, UnsupportedResult } from "./expression.ts";
import type { Bindings, Expression, ExpressionRules } from "./expression.ts";
import { isObject, typeName, type Json } from "./json.ts";

/** JSON in which every string `{% … %}` is an expression, compiled. */
export type Template =
  | { kind: "literal"; value: Json }
  | { kind: "expression"; expression: Expression }
  | { kind: "array"; items: Template[] }
  | { kind: "object"; fields: [string, Template][] };

/** An expression gave an error, nothing, or a value of the wrong type: States.QueryEvaluationError. */
export class EvaluationFault extends Error {
  override readonly name = "EvaluationFault";
  readonly location: string | undefined;

  constructor(message: string, location?: string) {
    super(message);
    this.location = location;
  }
}

/** Calls `refuse` with the place and the reason of each expression that does not compile. */
export function compileTemplate(
  json: Json,
  rules: ExpressionRules,
  refuse: (place: string, reason: string) => void,
): Template {
  if (typeof json === "string") {
    const source = expressionSource(json);
    if (source === undefined) {
      if (rules.sees && HALF_DELIMITED.test(json))
        refuse("", "an expression must begin with {% and end with %}");
      return { kind: "literal", value: json };
    }
    try {
      return { kind: "expression", expression: compileExpression(source, rules) };
    } catch (fault) {
      refuse("", messageOf(fault));
    }
  }
  if (Array.isArray(json)) {
    const items = json.map((item, index) =>
      compileTemplate(item, rules, (place, reason) => refuse(`[${index}]${place}`, reason)),
    );
    return items.every(isLiteral) ? { kind: "literal", value: json } : { kind: "array", items };
  }
  if (isObject(json)) {
    const fields = Object.entries(json).map(([name, field]): [string, Template] => [
      name,
      compileTemplate(field, rules, (place, reason) => refuse(`/${name}${place}`, reason)),
    ]);
    const literal = fields.every(([, field]) => isLiteral(field));
    return literal ? { kind: "literal", value: json } : { kind: "object", fields };
  }
  return { kind: "literal", value: json };
}

/** `location` is the field as AWS names it: `Output/partner/id`. Throws `EvaluationFault`. */
export async function evaluateTemplate(
  template: Template,
  bindings: Bindings,
  location: string,
): Promise<Json> {
  switch (template.kind) {
    case "literal":
      return template.value;
    case "expression":
      return evaluate(template.expression, bindings, location);
    case "array": {
      const items: Json[] = [];
      for (const [index, item] of template.items.entries()) {
        items.push(await evaluateTemplate(item, bindings, `${location}[${index}]`));
      }
      return items;
    }
    case "object": {
      const fields: [string, Json][] = [];
      for (const [name, field] of template.fields) {
        fields.push([name, await evaluateTemplate(field, bindings, `${location}/${name}`)]);
      }
      return Object.fromEntries(fields);
    }
  }
}

type Evaluated = { value: Json; template: Template; location: string };

export async function evaluateText(
  template: Template,
  bindings: Bindings,
  location: string,
): Promise<string> {
  const value = await evaluateTemplate(template, bindings, location);
  return typeof value === "string" ? value : refuseType("string", { value, template, location });
}

export async function evaluateNumber(
  template: Template,
  bindings: Bindings,
  location: string,
): Promise<number> {
  const value = await evaluateTemplate(template, bindings, location);
  return typeof value === "number" ? value : refuseType("number", { value, template, location });
}

/** Throws the `EvaluationFault` for a value that is not of the type its field needs. */
export function refuseType(type: string, { value, template, location }: Evaluated): never {
  const what =
    template.kind === "expression" ? `JSONata expression '${template.expression.source}'` : "value";
  throw new EvaluationFault(
    `The ${what} specified for the field '${location}' returned an unexpected result type. ` +
      `Expected '${type}', but was '${typeName(value)}' for value: ${JSON.stringify(value)}`,
    location,
  );
}

function isLiteral(template: Template): boolean {
  return template.kind === "literal";
}

const HALF_DELIMITED = /^\s*\{%|%\}\s*$/;

function expressionSource(text: string): string | undefined {
  return text.startsWith("{%") && text.endsWith("%}") ? text.slice(2, -2).trim() : undefined;
}

async function evaluate(expression: Expression, bindings: Bindings, location: string): Promise<Json> {
  const what = `The JSONata expression '${expression.source}' specified for the field '${location}'`;
  let result: Json | undefined;
  try {
    result = await expression.evaluate(bindings);
  } catch (fault) {
    if (fault instanceof UnsupportedResult) {
      throw new EvaluationFault(`${what} returned an unsupported result type.`, location);
    }
    throw new EvaluationFault(`${what} threw an error during evaluation. ${messageOf(fault)}`, location);
  }
  if (result === undefined) throw new EvaluationFault(`${what} returned nothing (undefined).`, location);
  return result;
}
