import type { TaskPhase } from "./execution.ts";
import { guarded } from "./handle-failure.ts";
import type { ChoiceState, FailState, State, TaskState, WaitState } from "./machine.ts";
import { offsetDateTime } from "./offset-date-time.ts";
import { resumeFork, startMap, startParallel } from "./run-fork.ts";
import { failTask, finishInvocation, finishTask, startTask, timeOutTask, type Answer } from "./run-task.ts";
import {
  EvaluationFault,
  evaluateNumber,
  evaluateTemplate,
  evaluateText,
  refuseType,
  type Template,
} from "./template.ts";
import { leave, type At } from "./transition.ts";
import { bindings, inState, StateFault, type Outcome, type Step } from "./turn.ts";

/** What makes an execution go on. Results carry the id of the attempt they belong to. */
export type Happening =
  | { kind: "time" }
  | { kind: "invoked"; scheduled: number; answer: Answer }
  | { kind: "answered"; scheduled: number; answer: Answer }
  | { kind: "heartbeat"; scheduled: number };

/** Moves a thread by what has happened, if that concerns it, and on from there until it waits, ends or fails. */
export async function drive(at: At, happening: Happening): Promise<Outcome> {
  let step = await react(at, happening);
  while (step.kind === "moved") step = await begin(at);
  return step;
}

async function react(at: At, happening: Happening): Promise<Step> {
  const { phase } = at.thread;
  const state = currentState(at);
  switch (phase.kind) {
    case "entered":
      return { kind: "moved" };
    case "backoff":
      return isPast(at, happening, phase.due) ? { kind: "moved" } : { kind: "waiting" };
    case "wait":
      if (!isPast(at, happening, phase.due) || state.type !== "Wait") return { kind: "waiting" };
      return guarded(at, state, () => leave(at, { type: "Wait", via: state, fallback: at.thread.input }));
    case "task":
      if (state.type !== "Task") return { kind: "waiting" };
      return guarded(at, state, () => reactTask(at, state, { phase, happening }));
    case "fork":
      if (state.type !== "Map" && state.type !== "Parallel") return { kind: "waiting" };
      return guarded(at, state, () => resumeFork(at, state, (below) => drive(below, happening)));
  }
}

async function reactTask(
  at: At,
  state: TaskState,
  { phase, happening }: { phase: TaskPhase; happening: Happening },
): Promise<Step> {
  if (happening.kind === "time") return timeOutTask(at, state, phase) ?? { kind: "waiting" };
  if (happening.scheduled !== phase.scheduled) return { kind: "waiting" };
  switch (happening.kind) {
    case "heartbeat":
      at.turn.touched = true;
      if (phase.heartbeatEvery !== undefined) phase.heartbeatAt = at.turn.now + phase.heartbeatEvery;
      return { kind: "waiting" };
    case "invoked":
      return finishInvocation(at, state, happening.answer);
    case "answered":
      return happening.answer.ok
        ? finishTask(at, state, happening.answer.output)
        : failTask(at, state, happening.answer.failure);
  }
}

async function begin(at: At): Promise<Step> {
  const state = currentState(at);
  at.thread.phase = { kind: "entered" };
  return guarded(at, state, () => beginState(at, state));
}

async function beginState(at: At, state: State): Promise<Step> {
  const { input } = at.thread;
  switch (state.type) {
    case "Task":
      return startTask(at, state);
    case "Pass":
      return leave(at, { type: "Pass", via: state, fallback: input });
    case "Succeed":
      return leave(at, { type: "Succeed", via: { ...state, next: undefined }, fallback: input });
    case "Choice":
      return choose(at, state);
    case "Wait":
      return wait(at, state);
    case "Fail":
      return fail(at, state);
    case "Parallel":
      return startParallel(at, state, driveNew);
    case "Map":
      return startMap(at, state, driveNew);
  }
}

function driveNew(at: At): Promise<Outcome> {
  return drive(at, { kind: "time" });
}

async function choose(at: At, state: ChoiceState): Promise<Step> {
  const fallback = at.thread.input;
  for (const [index, rule] of state.rules.entries()) {
    const place = `Choices[${index}]/`;
    const location = `${place}Condition`;
    const value = await evaluateTemplate(rule.condition, bindings(at), location);
    if (typeof value !== "boolean") refuseType("boolean", { value, template: rule.condition, location });
    if (value) return leave(at, { type: "Choice", via: rule, fallback, place });
  }
  if (state.fallback === undefined) {
    throw new StateFault("States.Runtime", inState(at.thread, "Failed to transition: no rule matched."));
  }
  return leave(at, { type: "Choice", via: { ...state, next: state.fallback }, fallback });
}

async function wait(at: At, state: WaitState): Promise<Step> {
  const due = state.seconds
    ? at.turn.now + (await seconds(at, state.seconds)) * 1000
    : await timestamp(at, state.timestamp);
  if (due > at.turn.now) {
    at.thread.phase = { kind: "wait", due };
    return { kind: "waiting" };
  }
  return leave(at, { type: "Wait", via: state, fallback: at.thread.input });
}

async function seconds(at: At, template: Template): Promise<number> {
  const value = await evaluateNumber(template, bindings(at), "Seconds");
  if (value >= 0) return value;
  throw new EvaluationFault(`The Seconds field must not be negative: ${value}`, "Seconds");
}

async function timestamp(at: At, template: Template | undefined): Promise<number> {
  const value = template ? await evaluateText(template, bindings(at), "Timestamp") : "";
  const time = offsetDateTime(value);
  if (time !== undefined) return time;
  // AWS links this fault to the StateEntered event, unlike those of evaluation.
  at.thread.before = at.thread.entered;
  throw new EvaluationFault(
    `The Timestamp field cannot be parsed as an ISO-8601 extended offset date-time format string: ${value}`,
    "Timestamp",
  );
}

async function fail(at: At, state: FailState): Promise<Step> {
  const error = state.error && (await evaluateText(state.error, bindings(at), "Error"));
  const cause = state.cause && (await evaluateText(state.cause, bindings(at), "Cause"));
  const failure = { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
  return { kind: "failed", failure };
}

function isPast(at: At, happening: Happening, due: number): boolean {
  return happening.kind === "time" && due <= at.turn.now;
}

function currentState({ scope, thread }: At): State {
  const state = scope.states.byName.get(thread.state);
  if (!state) throw new Error(`The definition has no state ${thread.state}`);
  return state;
}
