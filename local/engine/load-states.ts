import { fieldReader, refuseUnknown, type FieldReader, type Loading } from "./field-reader.ts";
import { isObject, type Json, type JsonObject } from "./json.ts";
import { loadCatchers, loadRetriers } from "./load-error-handlers.ts";
import { loadTask } from "./load-task.ts";
import type {
  ChoiceRule,
  ChoiceState,
  MapState,
  ParallelState,
  State,
  States,
  WaitState,
} from "./machine.ts";

/** `assigned` holds the variables of the enclosing scopes, which an inner scope may read but not assign. */
type Around = { language: string; where: string; assigned: ReadonlySet<string> };
type Source = { loading: Loading; name: string; source: JsonObject; reader: FieldReader; around: Around };

const COMMON = ["Type", "Comment", "QueryLanguage"];
const ONWARD = [...COMMON, "Next", "End", "Output", "Assign"];
const WITH_RESULT: unknown[] = ["Task", "Parallel", "Map"];
const FIELDS: Record<State["type"], string[]> = {
  Task: [...ONWARD, "Resource", "Arguments", "TimeoutSeconds", "HeartbeatSeconds", "Retry", "Catch"],
  Pass: ONWARD,
  Choice: [...COMMON, "Choices", "Default", "Output", "Assign"],
  Wait: [...ONWARD, "Seconds", "Timestamp"],
  Succeed: [...COMMON, "Output"],
  Fail: [...COMMON, "Error", "Cause"],
  Parallel: [...ONWARD, "Branches", "Arguments", "Retry", "Catch"],
  Map: [...ONWARD, "Items", "ItemSelector", "ItemProcessor", "MaxConcurrency", "Retry", "Catch"].concat([
    "ToleratedFailurePercentage",
    "ToleratedFailureCount",
  ]),
};

export function loadStates(loading: Loading, source: JsonObject, around: Around): States {
  const reader = fieldReader(loading, around.where, source);
  const sources = Object.entries(reader.object("States") ?? {});
  if (sources.length === 0) reader.refuse("States", "must hold at least one state");
  const assigned = new Set([...around.assigned, ...sources.flatMap(([, state]) => namesAssigned(state))]);

  const byName = new Map<string, State>();
  for (const [name, state] of sources) {
    const loaded = isObject(state) ? loadState(loading, [name, state], { ...around, assigned }) : undefined;
    if (loaded) byName.set(name, loaded);
    for (const variable of namesAssigned(state)) {
      if (around.assigned.has(variable)) {
        reader.refuse(`States/${name}/Assign/${variable}`, "is a variable of the scope around it");
      }
    }
  }
  const startAt = reader.text("StartAt") ?? "";
  if (byName.size === sources.length) checkPaths(reader, startAt, byName);
  return { startAt, byName };
}

function loadState(
  loading: Loading,
  [name, source]: [string, JsonObject],
  around: Around,
): State | undefined {
  const sees = WITH_RESULT.includes(source["Type"]) ? (["result"] as const) : [];
  const reader = fieldReader({ ...loading, sees }, `State '${name}'`, source);
  if (name.length > 80) reader.refuse("", "the name is longer than 80 characters");
  if (loading.names.has(name)) reader.refuse("", "another state has the same name");
  loading.names.add(name);
  const language = reader.text("QueryLanguage") ?? around.language;
  if (language !== "JSONata") {
    reader.refuse("QueryLanguage", `is ${language}; this engine runs JSONata only`);
    return undefined;
  }
  const type = reader.text("Type");
  if (!isStateType(type)) {
    reader.refuse("Type", `must be one of ${Object.keys(FIELDS).join(", ")}`);
    return undefined;
  }
  refuseUnknown(reader, source, FIELDS[type]);
  return loadByType(type, { loading, name, source, reader, around });
}

function loadByType(type: State["type"], state: Source): State | undefined {
  const { reader, name } = state;
  switch (type) {
    case "Task":
      return loadTask({ ...onward(state), ...fallible(state) }, reader);
    case "Pass":
      return { type, ...onward(state) };
    case "Choice":
      return loadChoice(state);
    case "Wait":
      return loadWait(state);
    case "Succeed":
      return { type, name, ...leaving(reader) };
    case "Fail":
      return { type, name, error: reader.template("Error"), cause: reader.template("Cause") };
    case "Parallel":
      return loadParallel(state);
    case "Map":
      return loadMap(state);
  }
}

function leaving(reader: FieldReader) {
  return { output: reader.template("Output"), assign: reader.assign() };
}

function onward({ reader, name }: Source) {
  const next = reader.text("Next");
  const end = reader.raw("End");
  if (end !== undefined && typeof end !== "boolean") reader.refuse("End", "must be true or false");
  if ((next === undefined) === (end !== true))
    reader.refuse("Next", "exactly one of Next and End must be given");
  return { name, next, ...leaving(reader) };
}

function fallible({ loading, reader, name }: Source) {
  return { retry: loadRetriers(loading, name, reader), catchers: loadCatchers(loading, name, reader) };
}

function loadChoice({ loading, name, reader }: Source): ChoiceState {
  if (reader.list("Choices").length === 0) reader.refuse("Choices", "must hold at least one rule");
  const rules = reader.list("Choices").map((source, index): ChoiceRule => {
    const rule = fieldReader(loading, `State '${name}', Choices[${index}]`, source);
    refuseUnknown(rule, source, ["Comment", "Condition", "Next", "Output", "Assign"]);
    const condition = rule.template("Condition");
    if (!condition) rule.refuse("Condition", "is missing");
    const next = rule.text("Next");
    if (next === undefined) rule.refuse("Next", "is missing");
    return { condition: condition ?? { kind: "literal", value: false }, next: next ?? "", ...leaving(rule) };
  });
  return { type: "Choice", name, rules, fallback: reader.text("Default"), ...leaving(reader) };
}

function loadWait(state: Source): WaitState {
  const { reader } = state;
  if (reader.has("Seconds") === reader.has("Timestamp")) {
    reader.refuse("Seconds", "exactly one of Seconds and Timestamp must be given");
  }
  const timestamp = reader.template("Timestamp");
  if (timestamp?.kind === "literal" && !isTime(timestamp.value)) {
    reader.refuse("Timestamp", "must be an ISO-8601 time or a JSONata expression");
  }
  return { type: "Wait", ...onward(state), seconds: reader.amount("Seconds", 0), timestamp };
}

function isTime(value: Json): boolean {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function loadParallel(state: Source): ParallelState {
  const { reader, loading, name, around } = state;
  if (reader.list("Branches").length === 0) reader.refuse("Branches", "must hold at least one branch");
  const branches = reader.list("Branches").map((source, index) => {
    const where = `State '${name}', Branches[${index}]`;
    refuseUnknown(fieldReader(loading, where, source), source, ["Comment", "StartAt", "States"]);
    return loadStates(loading, source, { ...around, where });
  });
  return {
    type: "Parallel",
    ...onward(state),
    ...fallible(state),
    branches,
    arguments: reader.template("Arguments"),
  };
}

function loadMap(state: Source): MapState {
  const { reader, loading, name, around } = state;
  const source = reader.object("ItemProcessor") ?? {};
  if (!reader.has("ItemProcessor")) reader.refuse("ItemProcessor", "is missing");
  const where = `State '${name}', ItemProcessor`;
  const processor = fieldReader(loading, where, source);
  refuseUnknown(processor, source, ["Comment", "ProcessorConfig", "StartAt", "States"]);
  const config = processor.object("ProcessorConfig");
  if (config && JSON.stringify(config) !== '{"Mode":"INLINE"}') {
    processor.refuse("ProcessorConfig", "only { Mode: INLINE } is run, not the distributed Map");
  }
  const limits = (["MaxConcurrency", "ToleratedFailurePercentage", "ToleratedFailureCount"] as const).flatMap(
    (field): MapState["limits"] => {
      const limit = reader.amount(field, 0);
      return limit ? [[field, limit]] : [];
    },
  );
  return {
    type: "Map",
    ...onward(state),
    ...fallible(state),
    items: reader.template("Items"),
    itemSelector: reader.template("ItemSelector"),
    processor: loadStates(loading, source, { ...around, where }),
    limits,
  };
}

function namesAssigned(state: unknown): string[] {
  if (typeof state !== "object" || state === null) return [];
  const nested = ["Catch", "Choices"].flatMap((field) => Object.values(Object(Reflect.get(state, field))));
  return [...Object.keys(Object(Reflect.get(state, "Assign"))), ...nested.flatMap(namesAssigned)];
}

function isStateType(type: string | undefined): type is State["type"] {
  return type !== undefined && Object.hasOwn(FIELDS, type);
}

function checkPaths(reader: FieldReader, startAt: string, byName: ReadonlyMap<string, State>): void {
  if (!byName.has(startAt)) return reader.refuse("StartAt", `there is no state '${startAt}'`);
  const reached = new Set([startAt]);
  for (const name of reached) {
    const state = byName.get(name);
    for (const target of state ? targetsOf(state) : []) {
      if (byName.has(target)) reached.add(target);
      else reader.refuse("", `State '${name}' goes on to '${target}', which is not there`);
    }
  }
  for (const name of byName.keys()) {
    if (!reached.has(name)) reader.refuse("", `State '${name}' cannot be reached`);
  }
  if (![...byName.values()].some(isEnd))
    reader.refuse("", "no state ends it: one needs End, or the type Succeed or Fail");
}

function isEnd(state: State): boolean {
  if (state.type === "Succeed" || state.type === "Fail") return true;
  return state.type !== "Choice" && state.next === undefined;
}

function targetsOf(state: State): string[] {
  if (state.type === "Succeed" || state.type === "Fail") return [];
  if (state.type === "Choice") return [...state.rules.map((rule) => rule.next), state.fallback ?? []].flat();
  const caught = "catchers" in state ? state.catchers.map((catcher) => catcher.next) : [];
  return [...caught, state.next ?? []].flat();
}
