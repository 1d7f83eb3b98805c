import { threadsOf, type Thread } from "./execution.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Assign } from "./machine.ts";
import { evaluateTemplate, type Template } from "./template.ts";
import { bindings, checkSize, emit, type Scope, type Step, type Turn } from "./turn.ts";

/** What leaving a state needs to know. `via` is a Choice rule or a Catcher when one of these decides instead. */
export type Exit = {
  type: string;
  via: { output: Template | undefined; assign: Assign; next: string | undefined };
  /** The output where the state says none. */
  fallback: Json;
  result?: Json;
  errorOutput?: Json;
  /** Added between evaluation and StateExited, and like it linked to the event before: AWS does so for forks. */
  succeeded?: string;
  /** What AWS puts before the names of the fields: `Catch[0]/`. */
  place?: string;
};

export type At = { turn: Turn; thread: Thread; scope: Scope };

export function newThread(input: Json, last: number): Thread {
  const fresh = { entered: 0, before: 0, enteredAt: 0, tries: [], vars: {} };
  return { ...fresh, state: "", input, last, phase: { kind: "entered" } };
}

/** Enters a state of the scope, with the StateEntered event. */
export function enter({ turn, thread, scope }: At, state: string, input: Json): Step {
  thread.state = state;
  thread.input = input;
  thread.before = thread.last;
  thread.enteredAt = turn.now;
  thread.tries = [];
  thread.phase = { kind: "entered" };
  const type = scope.states.byName.get(state)?.type;
  thread.entered = emit({ turn, thread }, `${type}StateEntered`, { input, name: state });
  return { kind: "moved" };
}

/** Evaluates Output and Assign (both see the old variables), adds StateExited and goes on. Throws `EvaluationFault`. */
export async function leave(at: At, exit: Exit): Promise<Step> {
  const { turn, thread } = at;
  const { via, place = "" } = exit;
  const seen = bindings(at, exit);
  const assigned: JsonObject = {};
  for (const [name, template] of via.assign) {
    assigned[name] = await evaluateTemplate(template, seen, `${place}Assign/${name}`);
  }
  if (via.assign.length > 0) checkVariables(at, assigned);
  const output = via.output ? await evaluateTemplate(via.output, seen, `${place}Output`) : exit.fallback;
  checkSize(output, `The output of the state '${thread.state}'`);

  if (exit.succeeded) {
    const { last } = thread;
    emit({ turn, thread }, exit.succeeded);
    thread.last = last;
  }
  Object.assign(thread.vars, assigned);
  const variables = via.assign.length > 0 ? { assignedVariables: assigned } : {};
  emit({ turn, thread }, `${exit.type}StateExited`, { ...variables, name: thread.state, output });
  return via.next === undefined ? { kind: "ended", output } : enter(at, via.next, output);
}

/** In UTF-8 bytes. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html, "Limits". */
const VARIABLES_LIMIT = 10 * 1024 * 1024;

function checkVariables({ turn, thread }: At, assigned: JsonObject): void {
  checkSize(assigned, `What the state '${thread.state}' assigns`);
  const all = [...threadsOf(turn.execution.thread)].map((one) =>
    one === thread ? { ...one.vars, ...assigned } : one.vars,
  );
  checkSize(all, "What is stored in all variables of the execution", VARIABLES_LIMIT);
}
