import { EngineError } from "./engine-error.ts";
import type { Engine } from "./engine.ts";
import type { ExecutionSummary } from "./execution-reads.ts";
import type { ExecutionStatus } from "./execution.ts";
import type { HistoryEvent } from "./history-event.ts";
import type { JsonObject } from "./json.ts";
import { ROLE_ARN } from "./turn.ts";

export type WireOperations = Record<string, (input: JsonObject) => Promise<JsonObject> | JsonObject>;

const STATUSES: readonly ExecutionStatus[] = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Operations.html */
export function wireOperations(engine: Engine): WireOperations {
  return { ...machineOperations(engine), ...executionOperations(engine), ...taskOperations(engine) };
}

function machineOperations(engine: Engine): WireOperations {
  return {
    async CreateStateMachine(input) {
      if ((input["type"] ?? "STANDARD") !== "STANDARD") throw invalid("type", "must be STANDARD");
      const machine = { name: text(input, "name"), definition: text(input, "definition") };
      const { stateMachineArn, createdAt } = await engine.createStateMachine(machine);
      return { stateMachineArn, creationDate: createdAt / 1000 };
    },
    DescribeStateMachine(input) {
      const found = engine.describeStateMachine(text(input, "stateMachineArn"));
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
      const stateMachine = text(input, "stateMachineArn");
      const { executionArn, startedAt } = await engine.startExecution({ stateMachine, ...start });
      return { executionArn, startDate: startedAt / 1000 };
    },
    DescribeExecution(input) {
      const found = engine.describeExecution(text(input, "executionArn"));
      const { input: given, output, error, cause } = found;
      return { ...summary(found), ...defined({ input: given, output, error, cause }) };
    },
    ListExecutions(input) {
      const status = STATUSES.find((known) => known === input["statusFilter"]);
      const { executions, nextToken } = engine.listExecutions({
        stateMachine: text(input, "stateMachineArn"),
        ...(status ? { statusFilter: status } : {}),
        ...paging(input),
      });
      return { executions: executions.map(summary), ...defined({ nextToken }) };
    },
    GetExecutionHistory(input) {
      const { events, nextToken } = engine.getExecutionHistory({
        executionArn: text(input, "executionArn"),
        reverseOrder: input["reverseOrder"] === true,
        ...paging(input),
      });
      return { events: events.map(event), ...defined({ nextToken }) };
    },
    async StopExecution(input) {
      const executionArn = text(input, "executionArn");
      const reason = { ...optionalText(input, "error"), ...optionalText(input, "cause") };
      const { stoppedAt } = await engine.stopExecution({ executionArn, ...reason });
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
      const failure = { ...optionalText(input, "error"), ...optionalText(input, "cause") };
      await engine.sendTaskFailure({ taskToken: text(input, "taskToken"), ...failure });
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

function paging(input: JsonObject) {
  const { maxResults } = input;
  return {
    ...optionalText(input, "nextToken"),
    ...(typeof maxResults === "number" ? { maxResults } : {}),
  };
}

function text(input: JsonObject, name: string): string {
  const value = input[name];
  if (typeof value !== "string") throw invalid(name, "must be a string");
  return value;
}

function optionalText<Name extends string>(input: JsonObject, name: Name): { [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  if (input[name] !== undefined && input[name] !== null) found[name] = text(input, name);
  return found;
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
