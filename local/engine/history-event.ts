import { isObject, type Json, type JsonObject } from "./json.ts";
import { lambdaResponse } from "./lambda-response.ts";

/** As stored: values stay values, and what AWS would repeat in every event is added when read. */
export type HistoryRecord = [type: string, previousEventId: number, details?: JsonObject];

/** One event of `getExecutionHistory`. In `details`, payloads are JSON text, as on AWS. */
export type HistoryEvent = {
  id: number;
  previousEventId: number;
  /** Milliseconds since the epoch. */
  timestamp: number;
  type: string;
  details?: JsonObject;
};

const PAYLOADS = ["input", "output", "parameters"];

export function toHistoryEvent(record: HistoryRecord, id: number, timestamp: number): HistoryEvent {
  const [type, previousEventId, details] = record;
  const event = { id, previousEventId, timestamp, type };
  return details ? { ...event, details: present(details) } : event;
}

const DATA = /^(input|output|parameters|assignedVariables)(Details)?$/;

/** What AWS leaves of an event without `includeExecutionData`. */
export function withoutData(event: HistoryEvent): HistoryEvent {
  const details = Object.entries(event.details ?? {}).filter(([name]) => !DATA.test(name));
  return event.details ? { ...event, details: Object.fromEntries(details) } : event;
}

function present(details: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(details).flatMap(([name, value]) => presentField(name, value)));
}

function presentField(name: string, value: Json): [string, Json][] {
  if (name === "assignedVariables") {
    const texts = Object.entries(value ?? {}).map(([key, one]) => [key, JSON.stringify(one)]);
    return [
      [name, Object.fromEntries(texts)],
      [`${name}Details`, { truncated: false }],
    ];
  }
  if (name === "response" && isObject(value)) return presentField("output", lambdaResponse(value));
  if (!PAYLOADS.includes(name)) return [[name, value]];
  const text: [string, Json] = [name, JSON.stringify(value)];
  return name === "parameters" ? [text] : [text, [`${name}Details`, { truncated: false }]];
}
