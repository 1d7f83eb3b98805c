/** Throws for what is JSONata but Step Functions refuses when a state machine is created. */
export function checkExpression(ast: unknown): void {
  if (mentionsEval(ast)) throw new Error("$eval is not available in Step Functions");
  const reference = topLevelReference(ast);
  if (reference === undefined) return;
  throw new Error(
    `Reference to '${reference}' at the top level is not supported; begin with $states or a variable`,
  );
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
