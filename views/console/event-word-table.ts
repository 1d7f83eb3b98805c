import type { EventOf, EventType } from "../../domain/events.ts";
import type { Names } from "./names.ts";

/** A sentence for each kind of event. */
export type EventWords<T extends EventType = EventType> = {
  readonly [K in T]: (event: EventOf<K>, names: Names) => string;
};
