import type { EventOf, EventType } from "./events.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";

/** How each kind of event changes the state. */
export type Handlers<T extends EventType = EventType> = {
  readonly [K in T]: (onboarding: Onboarding, event: EventOf<K>, at: Instant) => Onboarding;
};
