import jsonata from "jsonata";
import { checkExpression, checkStateResults, type StateResult } from "./check-expression.ts";
import type { Json } from "./json.ts";
import type { JsonataFunctions } from "./jsonata-functions.ts";
import { serializer } from "./serializer.ts";

export type Bindings = Readonly<Record<string, unknown>>;
export type Expression = {
  source: string;
  /** Undefined is JSONata's "nothing". Throws `UnsupportedResult`, or what JSONata throws. */
  evaluate(bindings: Bindings): Promise<Json | undefined>;
};

export type ExpressionRules = {
  functions: JsonataFunctions;
  /** What `$states` holds beside `input` and `context`. Undefined for a stored definition, which is not checked for it. */
  sees: readonly StateResult[] | undefined;
};

/** The result is a function, or holds something JSON cannot. */
export class UnsupportedResult extends Error {
  override readonly name = "UnsupportedResult";
}

// An expression runs on the engine's only thread, so a runaway one must end before anybody notices.
const BOUNDS = { timeout: 1000, stack: 1000, sequence: 100_000 };
// JSONata's time-out counts what others evaluate meanwhile, so there must be no others.
const alone = serializer<"evaluation">();

/** Throws an Error that says what is wrong when the source is not JSONata that Step Functions takes. */
export function compileExpression(source: string, { functions, sees }: ExpressionRules): Expression {
  const compiled = compile(source);
  const ast: unknown = compiled.ast();
  checkExpression(ast);
  if (sees) checkStateResults(ast, sees);
  for (const [name, run] of Object.entries(functions)) compiled.registerFunction(name, run);
  const path = plainPath(ast);
  return {
    source,
    async evaluate(bindings) {
      const direct = path && follow(path, bindings);
      if (direct !== undefined) return toJson(direct);
      const result: unknown = await alone.run("evaluation", () => compiled.evaluate(undefined, bindings));
      return result === undefined ? undefined : toJson(result);
    },
  };
}

/** JSONata throws plain objects. */
export function messageOf(fault: unknown): string {
  if (typeof fault !== "object" || fault === null || !("message" in fault)) return String(fault);
  return "code" in fault ? `${String(fault.code)}: ${String(fault.message)}` : String(fault.message);
}

function compile(source: string): jsonata.Expression {
  try {
    return jsonata(source, BOUNDS);
  } catch (fault) {
    throw new Error(messageOf(fault), { cause: fault });
  }
}

/** `$states.input.partner.id` as its names. Most expressions are such paths, and JSONata is slow at them. */
function plainPath(ast: unknown): string[] | undefined {
  const steps = stepsOf(ast);
  const names = steps.map((step, index) => plainName(step, index === 0 ? "variable" : "name"));
  return names.every((name) => name !== undefined) && names.length > 0 ? names : undefined;
}

function stepsOf(ast: unknown): unknown[] {
  if (typeof ast !== "object" || ast === null || !("type" in ast)) return [];
  if (ast.type === "variable") return [ast];
  const plain = Object.keys(ast).every((key) => key === "type" || key === "steps");
  return ast.type === "path" && plain && "steps" in ast && Array.isArray(ast.steps) ? ast.steps : [];
}

function plainName(step: unknown, type: "variable" | "name"): string | undefined {
  if (typeof step !== "object" || step === null) return undefined;
  const plain = Object.keys(step).every((key) => key === "type" || key === "value" || key === "position");
  if (!plain || !("type" in step) || step.type !== type || !("value" in step)) return undefined;
  return typeof step.value === "string" && step.value !== "" ? step.value : undefined;
}

/** Undefined as soon as anything but plain objects is met: then JSONata's own rules must decide. */
function follow(path: readonly string[], bindings: Bindings): unknown {
  let value: unknown = bindings;
  for (const name of path) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    if (!Object.hasOwn(value, name)) return undefined;
    value = Reflect.get(value, name);
  }
  return Array.isArray(value) ? undefined : value;
}

function toJson(value: unknown): Json {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value !== "object" || "_jsonata_function" in value || "_jsonata_lambda" in value) {
    throw new UnsupportedResult("not JSON");
  }
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  return Object.fromEntries(fields.map(([name, field]) => [name, toJson(field)]));
}
