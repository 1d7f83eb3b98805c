import { isStateMachineArn } from "./arn.ts";
import { EngineError } from "./engine-error.ts";
import type { Engine } from "./engine.ts";
import type { ExecutionSummary } from "./execution-reads.ts";
import type { ExecutionStatus, Failure } from "./execution.ts";
import { withoutData, type HistoryEvent } from "./history-event.ts";
import type { Json, JsonObject } from "./json.ts";
import { ROLE_ARN } from "./turn.ts";

export type WireOperations = Record<string, (input: JsonObject) => Promise<JsonObject> | JsonObject>;

const STATUSES: readonly ExecutionStatus[] = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];
const LONGEST = [
  ["error", 256],
  ["cause", 32_768],
] as const;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export function wireOperations(engine: Engine): WireOperations {
  return { ...machineOperations(engine), ...executionOperations(engine), ...taskOperations(engine) };
}

function machineOperations(engine: Engine): WireOperations {
  return {
    async CreateStateMachine(input) {
      if ((input["type"] ?? "STANDARD") !== "STANDARD") throw invalid("type", "must be STANDARD");
      const machine = { name: text(input, "name"), definition: text(input, "definition"), mayReplace: false };
      const { stateMachineArn, createdAt } = await engine.createStateMachine(machine);
      return { stateMachineArn, creationDate: createdAt / 1000 };
    },
    DescribeStateMachine(input) {
      const found = engine.describeStateMachine(machineOf(input));
      const { name, definition, stateMachineArn, createdAt } = found;
      const fixed = { status: "ACTIVE", type: "STANDARD", roleArn: ROLE_ARN };
      return { name, definition, stateMachineArn, creationDate: createdAt / 1000, ...fixed };
    },
  };
}

function executionOperations(engine: Engine): WireOperations {
  return {
    async StartExecution(input) {
      const start = { ...optionalText(input, "name"), ...optionalText(input, "input") };
      const stateMachine = machineOf(input);
      const { executionArn, startedAt } = await engine.startExecution({ stateMachine, ...start });
      return { executionArn, startDate: startedAt / 1000 };
    },
    DescribeExecution(input) {
      const found = engine.describeExecution(text(input, "executionArn"));
      const { input: given, output, error, cause } = found;
      return { ...summary(found), ...defined({ input: given, output, error, cause }) };
    },
    ListExecutions(input) {
      const { stateMachineArn: stateMachine } = engine.describeStateMachine(machineOf(input));
      const list = { stateMachine, ...statusFilter(input), ...paging(input) };
      const { executions, nextToken } = engine.listExecutions(list);
      return { executions: executions.map(summary), ...defined({ nextToken }) };
    },
    GetExecutionHistory(input) {
      const { events, nextToken } = engine.getExecutionHistory({
        executionArn: text(input, "executionArn"),
        reverseOrder: input["reverseOrder"] === true,
        ...paging(input),
      });
      const shown = input["includeExecutionData"] === false ? events.map(withoutData) : events;
      return { events: shown.map(event), ...defined({ nextToken }) };
    },
    async StopExecution(input) {
      const executionArn = text(input, "executionArn");
      const { stoppedAt } = await engine.stopExecution({ executionArn, ...failure(input) });
      return { stopDate: stoppedAt / 1000 };
    },
  };
}

function taskOperations(engine: Engine): WireOperations {
  return {
    async SendTaskSuccess(input) {
      await engine.sendTaskSuccess({ taskToken: text(input, "taskToken"), output: text(input, "output") });
      return {};
    },
    async SendTaskFailure(input) {
      await engine.sendTaskFailure({ taskToken: text(input, "taskToken"), ...failure(input) });
      return {};
    },
    async SendTaskHeartbeat(input) {
      await engine.sendTaskHeartbeat({ taskToken: text(input, "taskToken") });
      return {};
    },
  };
}

function summary(execution: ExecutionSummary): JsonObject {
  const { executionArn, stateMachineArn, name, status, startedAt, stoppedAt } = execution;
  const stopped = stoppedAt === undefined ? {} : { stopDate: stoppedAt / 1000 };
  return { executionArn, stateMachineArn, name, status, startDate: startedAt / 1000, ...stopped };
}

function event({ id, previousEventId, timestamp, type, details }: HistoryEvent): JsonObject {
  const plain = { id, previousEventId, timestamp: timestamp / 1000, type };
  return details ? { ...plain, [detailsName(type)]: details } : plain;
}

function detailsName(type: string): string {
  const shared = /State(Entered|Exited)$/.exec(type);
  const name = shared ? `State${shared[1]}` : type;
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}EventDetails`;
}

function machineOf(input: JsonObject): string {
  const arn = text(input, "stateMachineArn");
  if (!isStateMachineArn(arn)) throw new EngineError("InvalidArn", `Invalid Arn: '${arn}'`);
  return arn;
}

function statusFilter({ statusFilter: asked }: JsonObject): { statusFilter?: ExecutionStatus } {
  if (isAbsent(asked)) return {};
  const status = STATUSES.find((known) => known === asked);
  if (!status) throw invalid("statusFilter", `must be one of ${STATUSES.join(", ")}`);
  return { statusFilter: status };
}

function paging(input: JsonObject): { nextToken?: string; maxResults?: number } {
  const { maxResults } = input;
  const token = optionalText(input, "nextToken");
  if (isAbsent(maxResults)) return token;
  if (typeof maxResults !== "number") throw invalid("maxResults", "must be a number");
  return { ...token, maxResults };
}

function failure(input: JsonObject): Failure {
  const given: Failure = { ...optionalText(input, "error"), ...optionalText(input, "cause") };
  for (const [name, longest] of LONGEST) {
    if ((given[name]?.length ?? 0) > longest) throw invalid(name, `must have at most ${longest} characters`);
  }
  return given;
}

function text(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== "string") throw invalid(name, "must be a string");
  return value;
}

function optionalText<Name extends string>(input: JsonObject, name: Name): { [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  if (!isAbsent(input[name])) found[name] = text(input, name);
  return found;
}

function isAbsent(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null;
}

function defined(fields: Record<string, string | undefined>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}

function invalid(name: string, reason: string): EngineError {
  return new EngineError("ValidationException", `${name} ${reason}`);
}
