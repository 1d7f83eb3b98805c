import { readExecutionName } from "../../adapters/execution-name.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import type { Engine } from "../../local/engine/engine.ts";
import type { ExecutionSummary } from "../../local/engine/execution-reads.ts";
import type { HistoryEvent } from "../../local/engine/history-event.ts";
import { isObject, parseJson, textOf } from "../../local/engine/json.ts";
import { mustHold } from "./failure.ts";

/** How one execution stands, by its history. */
export interface Execution {
  readonly id: OnboardingId;
  readonly n: number;
  readonly status: ExecutionSummary["status"];
  /** The state it was in last. */
  readonly state: string;
  /** That is waited for; `null`: none. */
  readonly token: string | null;
}

type Histories = Pick<Engine, "listExecutions" | "getExecutionHistory">;

const ENDS: Readonly<Record<string, ExecutionSummary["status"]>> = {
  ExecutionSucceeded: "SUCCEEDED",
  ExecutionFailed: "FAILED",
  ExecutionTimedOut: "TIMED_OUT",
  ExecutionAborted: "ABORTED",
};

function allPages<T>(read: (nextToken?: string) => { items: T[]; nextToken?: string | undefined }): T[] {
  const first = read();
  const all = first.items;
  for (let { nextToken } = first; nextToken !== undefined;) {
    const page = read(nextToken);
    all.push(...page.items);
    ({ nextToken } = page);
  }
  return all;
}

const continued = (nextToken: string | undefined) => (nextToken === undefined ? {} : { nextToken });

function historyOf(engine: Histories, executionArn: string): HistoryEvent[] {
  return allPages((from) => {
    const page = engine.getExecutionHistory({ executionArn, maxResults: 1000, ...continued(from) });
    return { items: page.events, nextToken: page.nextToken };
  });
}

/** Its events are numbered without a gap, follow from earlier ones, and end once, as the execution did. */
function checkHistory({ name, status }: ExecutionSummary, events: readonly HistoryEvent[]): void {
  const told = (): string => events.map(({ id, type }) => `${id} ${type}`).join(", ");
  const isChain = events.every(
    ({ id, previousEventId }, index) => id === index + 1 && previousEventId >= 0 && previousEventId < id,
  );
  mustHold(isChain && events[0]?.type === "ExecutionStarted", () => `engine: ${name}: ${told()}`);
  const ends = events.flatMap(({ type }) => ENDS[type] ?? []);
  const fits = status === "RUNNING" ? ends.length === 0 : ends.length === 1 && ends[0] === status;
  mustHold(fits && (ends.length === 0 || ENDS[events.at(-1)?.type ?? ""] === status), () => {
    return `engine: ${name} is ${status}: ${told()}`;
  });
}

/** Of the attempt that was scheduled last and has not come to an end. */
function awaitedToken(events: readonly HistoryEvent[]): string | null {
  const scheduled = events.findLastIndex(({ type }) => type === "TaskScheduled");
  const later = events.slice(scheduled + 1).map(({ type }) => type);
  if (scheduled < 0 || later.some((type) => type !== "TaskStarted" && type !== "TaskSubmitted")) return null;
  const parameters = parseJson(textOf(events[scheduled]?.details?.["parameters"]));
  const payload = isObject(parameters) ? parameters["Payload"] : null;
  return isObject(payload) && typeof payload["token"] === "string" ? payload["token"] : null;
}

function standing(engine: Histories, summary: ExecutionSummary): Execution {
  const named = readExecutionName(summary.name);
  if (!named) throw new Error(`nobody begins an execution named ${summary.name}`);
  const events = historyOf(engine, summary.executionArn);
  checkHistory(summary, events);
  const entered = events.findLast(({ type }) => type.endsWith("StateEntered"));
  return {
    id: named.onboarding,
    n: named.n,
    status: summary.status,
    state: textOf(entered?.details?.["name"]),
    token: summary.status === "RUNNING" ? awaitedToken(events) : null,
  };
}

/** All executions the engine has, each history checked. */
export function executionsIn(engine: Histories): Execution[] {
  const summaries = allPages((from) => {
    const page = engine.listExecutions({ maxResults: 1000, ...continued(from) });
    return { items: page.executions, nextToken: page.nextToken };
  });
  return summaries.map((summary) => standing(engine, summary));
}
