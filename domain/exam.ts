import type { ContactId, Instant } from "./ids.ts";
import type { WaiverReason } from "./onboarding.ts";

interface Place {
  readonly contact: ContactId;
  readonly track: string;
  /** Attempts begun so far, and how many are allowed (ops may grant more). */
  readonly attempts: number;
  readonly allowed: number;
}

/** One person and one track's exam. What was drawn and answered is in an `attempt` record. */
export type ExamProgress =
  | ({ readonly state: "ready" } & Place)
  | ({
      readonly state: "in_attempt";
      readonly attempt: string;
      readonly startedAt: Instant;
      readonly endsAt: Instant;
    } & Place)
  | ({ readonly state: "cooling_down"; readonly until: Instant; readonly lastScore: number } & Place)
  | ({ readonly state: "exhausted"; readonly since: Instant; readonly lastScore: number } & Place)
  | ({ readonly state: "passed"; readonly at: Instant; readonly score: number } & Place)
  | ({ readonly state: "waived"; readonly at: Instant; readonly reason: WaiverReason } & Place);

interface Issued {
  /** Public: part of the certificate's address. */
  readonly id: string;
  readonly contact: ContactId;
  readonly track: string;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

export type Certification =
  | ({ readonly state: "active" } & Issued)
  | ({ readonly state: "expired" } & Issued)
  | ({ readonly state: "revoked"; readonly revokedAt: Instant } & Issued);
