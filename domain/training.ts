import type { ContactId, Instant } from "./ids.ts";
import type { WaiverReason } from "./onboarding.ts";

interface Place {
  readonly contact: ContactId;
  readonly track: string;
}

/** One person in one track. */
export type Enrollment =
  | ({ readonly state: "enrolled" } & Place)
  | ({ readonly state: "in_progress"; readonly modules: readonly string[] } & Place)
  | ({ readonly state: "completed"; readonly at: Instant } & Place)
  | ({ readonly state: "waived"; readonly at: Instant; readonly reason: WaiverReason } & Place);

export const isOver = ({ state }: Enrollment): boolean => state === "completed" || state === "waived";
