import { machineName, readExecutionArn } from "./arn.ts";
import { EngineError } from "./engine-error.ts";
import type { EngineStore } from "./engine-store.ts";
import type { Execution, ExecutionStatus, Failure } from "./execution.ts";
import type { HistoryEvent } from "./history-event.ts";
import { isObject, parseJson } from "./json.ts";

/** Times are milliseconds since the epoch. */
export type ExecutionSummary = {
  executionArn: string;
  stateMachineArn: string;
  name: string;
  status: ExecutionStatus;
  startedAt: number;
  stoppedAt?: number;
};

/** `input` and `output` are JSON text, as on AWS. */
export type ExecutionDescription = ExecutionSummary & Failure & { input: string; output?: string };

export type ListExecutions = {
  /** Name or ARN. Without it, those of every state machine. */
  stateMachine?: string;
  statusFilter?: ExecutionStatus;
  /** Lists closed executions in the order they stopped, from this time on, instead of the newest start first. */
  stoppedFrom?: number;
  /** At most 1,000; 100 unless told. */
  maxResults?: number;
  nextToken?: string;
};

export type HistoryPage = {
  executionArn: string;
  /** At most 1,000; 100 unless told. */
  maxResults?: number;
  nextToken?: string;
  /** Newest first. */
  reverseOrder?: boolean;
};

export type ExecutionReads = {
  describeExecution(executionArn: string): ExecutionDescription;
  listExecutions(list?: ListExecutions): { executions: ExecutionSummary[]; nextToken?: string };
  getExecutionHistory(page: HistoryPage): { events: HistoryEvent[]; nextToken?: string };
};

export function executionReads(store: EngineStore): ExecutionReads {
  return {
    describeExecution: (arn) => description(find(store, arn)),
    listExecutions: (list = {}) => listPage(store, list),
    getExecutionHistory: (page) => historyPage(store, page),
  };
}

function find(store: EngineStore, arn: string): Execution {
  const named = readExecutionArn(arn);
  if (!named) throw new EngineError("InvalidArn", `Invalid Arn: '${arn}'`);
  const found = store.find(named.machine, named.name);
  if (!found) throw new EngineError("ExecutionDoesNotExist", `Execution Does Not Exist: '${arn}'`);
  return found.execution;
}

function summary({ arn, machineArn, name, status, startedAt, stoppedAt }: Execution): ExecutionSummary {
  const stopped = stoppedAt === undefined ? {} : { stoppedAt };
  return { executionArn: arn, stateMachineArn: machineArn, name, status, startedAt, ...stopped };
}

function description(execution: Execution): ExecutionDescription {
  const { input, output, failure } = execution;
  const texts = output === undefined ? {} : { output: JSON.stringify(output) };
  return { ...summary(execution), input: JSON.stringify(input), ...texts, ...failure };
}

function listPage(store: EngineStore, list: ListExecutions) {
  const limit = pageSize(list.maxResults);
  const filter = list.stateMachine === undefined ? {} : { machine: machineName(list.stateMachine) };
  const status = list.statusFilter === undefined ? {} : { status: list.statusFilter };
  const from = readToken(list.nextToken);
  const found =
    list.stoppedFrom === undefined
      ? store.newest({
          ...filter,
          ...status,
          before: from["id"] ?? Number.MAX_SAFE_INTEGER,
          limit: limit + 1,
        })
      : store.stopped({
          ...filter,
          ...status,
          after: { at: from["at"] ?? list.stoppedFrom, id: from["id"] ?? 0 },
          limit: limit + 1,
        });
  const last = found[limit - 1];
  const more =
    found.length > limit && last ? { nextToken: token({ at: last.stoppedAt ?? 0, id: last.id }) } : {};
  return { executions: found.slice(0, limit).map(summary), ...more };
}

function historyPage(store: EngineStore, page: HistoryPage) {
  const execution = find(store, page.executionArn);
  const limit = pageSize(page.maxResults);
  const { next } = readToken(page.nextToken);
  if (page.reverseOrder) {
    const last = next ?? execution.events;
    const first = Math.max(last - limit + 1, 1);
    const events = store.history(execution.id, first, last).toReversed();
    return { events, ...(first > 1 ? { nextToken: token({ next: first - 1 }) } : {}) };
  }
  const first = next ?? 1;
  const last = Math.min(first + limit - 1, execution.events);
  const events = store.history(execution.id, first, last);
  return { events, ...(last < execution.events ? { nextToken: token({ next: last + 1 }) } : {}) };
}

/** 0 means the default, as on AWS. */
function pageSize(maxResults = 0): number {
  if (!Number.isInteger(maxResults) || maxResults < 0 || maxResults > 1000) {
    throw new EngineError("ValidationException", "maxResults must be a whole number between 0 and 1000");
  }
  return maxResults === 0 ? 100 : maxResults;
}

function token(place: Record<string, number>): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

function readToken(text: string | undefined): Record<string, number> {
  if (text === undefined) return {};
  const place = parseJson(Buffer.from(text, "base64url").toString());
  if (!isObject(place) || !Object.values(place).every(Number.isSafeInteger)) {
    throw new EngineError("InvalidToken", "Invalid Token: 'nextToken'");
  }
  return Object.fromEntries(Object.entries(place).map(([name, value]) => [name, Number(value)]));
}
