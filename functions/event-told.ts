import type { DomainEvent } from "../domain/events.ts";

/** Where the unsigned document is kept is ours alone to know. */
const NOT_TOLD: ReadonlySet<string> = new Set(["type", "key"]);

const without = (fields: object): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !NOT_TOLD.has(name)));

/** What the vendor's systems are told of an event beside its type: by the API and by webhook the same. */
export const eventTold = (event: DomainEvent): Readonly<Record<string, unknown>> =>
  event.type === "agreement.sent" ? { ...without(event), document: without(event.document) } : without(event);
