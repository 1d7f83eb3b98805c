import type { Failure, TaskPhase } from "./execution.ts";
import { handleFailure } from "./handle-failure.ts";
import type { HistoryEvent } from "./history-event.ts";
import { isObject, isTooLarge, parseJson, textOf, type Json, type JsonObject } from "./json.ts";
import { lambdaResponse } from "./lambda-response.ts";
import type { TaskState } from "./machine.ts";
import { EvaluationFault, evaluateNumber, evaluateTemplate, type Template } from "./template.ts";
import { leave, type At } from "./transition.ts";
import {
  bindings,
  checkSize,
  emit,
  inState,
  StateFault,
  tooLarge,
  type Invocation,
  type Step,
} from "./turn.ts";

/** What a resource or the holder of a token answered. */
export type Answer = { ok: true; output: Json } | { ok: false; failure: Failure };

/** Schedules the task: the function is invoked after this turn is on disk. */
export async function startTask(at: At, state: TaskState): Promise<Step> {
  const { turn, thread } = at;
  const scheduled = turn.execution.events + 1;
  const token = state.integration === "invoke.waitForTaskToken" ? { token: turn.token(scheduled) } : {};
  const seen = bindings(at, token);
  const parameters = state.arguments
    ? await evaluateTemplate(state.arguments, seen, "Arguments")
    : thread.input;
  checkSize(parameters, `The input of the task '${thread.state}'`);
  const timeout = await seconds(state.timeout, seen, "TimeoutSeconds");
  const heartbeat = await seconds(state.heartbeat, seen, "HeartbeatSeconds");

  const call = { ...invocationOf(at, state, parameters), scheduled };
  const limits = {
    ...(timeout === undefined ? {} : { timeoutInSeconds: timeout }),
    // AWS leaves it out of LambdaFunctionScheduled.
    ...(heartbeat === undefined || state.integration === "function" ? {} : { heartbeatInSeconds: heartbeat }),
  };
  emit({ turn, thread }, `${family(state)}Scheduled`, { ...scheduledDetails(state, parameters), ...limits });
  turn.begun.push({ thread, scheduled, type: `${family(state)}Started`, details: serviceDetails(state) });
  turn.invocations.push(call);
  thread.phase = {
    kind: "task",
    scheduled,
    invoking: true,
    ...(timeout === undefined ? {} : { timeoutAt: turn.now + timeout * 1000 }),
    ...(heartbeat === undefined
      ? {}
      : { heartbeatEvery: heartbeat * 1000, heartbeatAt: turn.now + heartbeat * 1000 }),
  };
  return { kind: "waiting" };
}

/** The function returned. With a task token that only means that the waiting may go on. */
export async function finishInvocation(at: At, state: TaskState, answer: Answer): Promise<Step> {
  const { turn, thread } = at;
  if (!answer.ok) return failTask(at, state, answer.failure);
  if (isTooLarge(answer.output))
    return failTask(at, state, tooLarge(`The result of the task '${state.resource}'`));
  const response = { payload: answer.output, requestId: turn.uuid(), at: turn.now };
  if (state.integration === "function") return finishTask(at, state, answer.output);
  if (state.integration === "invoke") return finishTask(at, state, lambdaResponse(response));
  emit({ turn, thread }, "TaskSubmitted", { response, ...serviceDetails(state) });
  if (thread.phase.kind === "task") thread.phase.invoking = false;
  return { kind: "waiting" };
}

/** The task is done, by its function or by its token. */
export async function finishTask(at: At, state: TaskState, output: Json): Promise<Step> {
  emit(at, `${family(state)}Succeeded`, { output, ...serviceDetails(state) });
  return leave(at, { type: "Task", via: state, fallback: output, result: output });
}

export async function failTask(at: At, state: TaskState, failure: Failure): Promise<Step> {
  emit(at, `${family(state)}Failed`, { ...failure, ...serviceDetails(state) });
  return handleFailure(at, state, failure);
}

/** Undefined while neither of its clocks has run out. */
export function timeOutTask(at: At, state: TaskState, phase: TaskPhase): Promise<Step> | undefined {
  const { now } = at.turn;
  const late = (phase.timeoutAt ?? Infinity) <= now;
  if (!late && (phase.heartbeatAt ?? Infinity) > now) return undefined;
  // AWS records a missing heartbeat under this name too; Retry and Catch know it by its own as well.
  const failure = { error: "States.Timeout" };
  emit(at, `${family(state)}TimedOut`, { ...failure, ...serviceDetails(state) });
  return handleFailure(at, state, late ? failure : { ...failure, alias: "States.HeartbeatTimeout" });
}

/** The call to repeat after a crash, from its TaskScheduled or LambdaFunctionScheduled event. */
export function scheduledInvocation({ id, details }: HistoryEvent): Invocation {
  const parameters = parseJson(textOf(details?.["parameters"]));
  if (isObject(parameters)) return { scheduled: id, ...invokeArguments(parameters) };
  const payload = parseJson(textOf(details?.["input"])) ?? null;
  return { scheduled: id, functionName: textOf(details?.["resource"]), payload };
}

function family(state: TaskState): string {
  return state.integration === "function" ? "LambdaFunction" : "Task";
}

function serviceDetails(state: TaskState): JsonObject | undefined {
  if (state.integration === "function") return undefined;
  return { resource: state.integration, resourceType: "lambda" };
}

function scheduledDetails(state: TaskState, parameters: Json): JsonObject {
  if (state.integration === "function") return { input: parameters, resource: state.resource };
  return { parameters, region: "local", ...serviceDetails(state) };
}

function invocationOf(at: At, state: TaskState, parameters: Json): Omit<Invocation, "scheduled"> {
  if (state.integration === "function") return { functionName: state.resource, payload: parameters };
  if (isObject(parameters) && typeof parameters["FunctionName"] === "string")
    return invokeArguments(parameters);
  throw new StateFault("States.Runtime", inState(at.thread, "The Arguments hold no FunctionName."));
}

function invokeArguments(parameters: JsonObject): Omit<Invocation, "scheduled"> {
  return { functionName: textOf(parameters["FunctionName"]), payload: parameters["Payload"] ?? {} };
}

async function seconds(
  template: Template | undefined,
  seen: ReturnType<typeof bindings>,
  location: string,
): Promise<number | undefined> {
  if (!template) return undefined;
  const value = await evaluateNumber(template, seen, location);
  if (value > 0) return value;
  throw new EvaluationFault(
    `The value specified for the field '${location}' must be positive: ${value}`,
    location,
  );
}
