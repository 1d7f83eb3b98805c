/** Throws for what is JSONata but Step Functions refuses when a state machine is created. */
export function checkExpression(ast: unknown): void {
  if (mentionsEval(ast)) throw new Error("$eval is not available in Step Functions");
  const reference = topLevelReference(ast);
  if (reference === undefined) return;
  throw new Error(
    `Reference to '${reference}' at the top level is not supported; begin with $states or a variable`,
  );
}

/** The fields of `$states` that only some fields of some states see. */
const RESULTS = ["result", "errorOutput"] as const;
export type StateResult = (typeof RESULTS)[number];

/** Throws when the expression reads what `$states` never holds where it stands. */
export function checkStateResults(ast: unknown, sees: readonly StateResult[]): void {
  const hidden = RESULTS.find((name) => !sees.includes(name) && readsOfStates(ast, name));
  if (hidden !== undefined) throw new Error(`$states.${hidden} ${PLACES[hidden]}`);
}

const PLACES: Record<StateResult, string> = {
  result: "is only there in Output and Assign of a Task, Map or Parallel",
  errorOutput: "is only there in Output and Assign of a Catch",
};

function readsOfStates(node: unknown, name: StateResult): boolean {
  if (!isNode(node)) return false;
  const [first, second] = Array.isArray(node["steps"]) ? node["steps"] : [];
  const reads = first?.type === "variable" && first.value === "states" && second?.value === name;
  return reads || Object.values(node).some((child) => readsOfStates(child, name));
}

function mentionsEval(node: unknown): boolean {
  if (!isNode(node)) return false;
  return (node["type"] === "variable" && node["value"] === "eval") || Object.values(node).some(mentionsEval);
}

// Within these a name is a field of the value at hand, not of the missing top-level input.
const CONTEXTUAL = ["predicate", "stages", "group"];
const INPUTS = new Map<unknown, string>([
  ["", "$"],
  ["$", "$$"],
]);
const OPAQUE = ["lambda", "transform"];

/** The first name, `$` or `$$` that would be looked up in the input, which a state does not have. */
function topLevelReference(node: unknown): string | undefined {
  if (Array.isArray(node)) return node.map(topLevelReference).find((found) => found !== undefined);
  if (!isNode(node) || OPAQUE.includes(String(node["type"]))) return undefined;
  const { type, value, steps } = node;
  if (type === "name") return String(value);
  if (type === "variable") return INPUTS.get(value);
  if (type === "path" && Array.isArray(steps)) return topLevelReference(steps[0]);
  const children = Object.entries(node).flatMap(([key, child]) => (CONTEXTUAL.includes(key) ? [] : [child]));
  return topLevelReference(children);
}

function isNode(node: unknown): node is Record<string, unknown> {
  return typeof node === "object" && node !== null;
}
