import { EngineError } from "./engine-error.ts";
import { fieldReader, refuseUnknown, type Loading, type LoadOptions } from "./field-reader.ts";
import { isObject, parseJson } from "./json.ts";
import { loadStates } from "./load-states.ts";
import type { Machine } from "./machine.ts";

const LARGEST_DEFINITION = 1_048_576;

/**
 * Reads an Amazon States Language definition. Throws InvalidDefinition, naming state and field of everything that is
 * wrong or that this engine does not implement: nothing is ignored.
 */
export function loadMachine(definition: string, options: LoadOptions): Machine {
  const source = definition.length > LARGEST_DEFINITION ? undefined : parseJson(definition);
  if (!isObject(source))
    throw new EngineError("InvalidDefinition", "The definition is not a JSON object up to 1 MB.");

  const loading: Loading = { ...options, problems: [], names: new Set(), sees: [] };
  const reader = fieldReader(loading, "", source);
  refuseUnknown(reader, source, [
    "Comment",
    "QueryLanguage",
    "StartAt",
    "States",
    "TimeoutSeconds",
    "Version",
  ]);
  reader.text("Comment");
  if (reader.has("Version") && reader.raw("Version") !== "1.0") reader.refuse("Version", "must be '1.0'");
  const language = reader.text("QueryLanguage") ?? "JSONPath";
  const states = loadStates(loading, source, { language, where: "", assigned: new Set() });
  const timeoutSeconds = reader.number("TimeoutSeconds", 1);

  if (loading.problems.length > 0) throw new EngineError("InvalidDefinition", loading.problems.join("\n"));
  return { states, timeoutSeconds };
}
