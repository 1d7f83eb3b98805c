import type { AgreementDocument } from "./agreement.ts";
import type { DealField, DealStage, DuplicateReason } from "./deal.ts";
import type { ContactId, EventId, Instant } from "./ids.ts";
import type { Contact, Partner, WaiverReason } from "./onboarding.ts";
import type { Stage } from "./program.ts";

/** Who did it. */
export type Actor =
  | { readonly kind: "vendor"; readonly webhookId: string }
  | { readonly kind: "contact"; readonly contact: ContactId }
  | { readonly kind: "operator"; readonly operator: string }
  | { readonly kind: "system"; readonly name: "workflow" | "dispatch" | "tick" };

interface Named {
  "onboarding.started": {
    externalPartnerId: string;
    ordinal: number;
    program: { id: string; version: string };
    partner: Partner;
    contacts: readonly Contact[];
    signatory: ContactId;
  };
  "onboarding.put_on_hold": {};
  /** Deadlines and clocks move by `shiftedBy` milliseconds. */
  "onboarding.resumed": { shiftedBy: number };
  "onboarding.completed": {};
  "onboarding.declined": { during: Stage };
  "onboarding.withdrawn": { during: Stage };
  "onboarding.expired": { during: Stage };

  "stage.opened": { stage: Stage; deadline: Instant };
  "stage.reminded": { stage: Stage; contacts: readonly ContactId[] };
  "stage.overdue": { stage: Stage };
  /** `vendor_time`: the time the partner waited for the vendor is given back. */
  "stage.deadline_extended": { stage: Stage; deadline: Instant; cause: "operator" | "vendor_time" };
  "stage.completed": { stage: Stage };
  "stage.waived": { stage: Stage; reason: WaiverReason };

  /** Another person takes over one's work in the open stage; the old link ends. */
  "contact.handed_over": { stage: Stage; from: ContactId; to: Contact };
  /** One more person takes part; enrolled or admitted at once when that stage is open. */
  "contact.added": { contact: Contact };
  /**
   * `moved`: the link sent to the old address ended. `movedAt`: when; old logs lack it, so that they amount to the
   * states stored with them. `redraft`: the agreement is drawn up anew with the right name.
   */
  "contact.address_corrected": { contact: ContactId; moved: boolean; movedAt?: Instant; redraft: boolean };
  "link.reissued": { contact: ContactId; stage: Stage; revision: number };
  "link.resent": { contact: ContactId; stage: Stage };
  "email.bounced": { contact: ContactId; email: string };

  "agreement.sent": { signatory: ContactId; document: AgreementDocument };
  "agreement.opened": { contact: ContactId };
  /** `countersignBy` is `null` where the program asks for no countersignature. */
  "agreement.signed": { contact: ContactId; countersignBy: Instant | null };
  "agreement.countersignature_overdue": {};
  "agreement.completed": { countersigned: boolean };
  "agreement.declined": { contact: ContactId };
  "agreement.expired": {};

  "training.enrolled": { contact: ContactId; track: string };
  "training.module_completed": { contact: ContactId; track: string; module: string };
  "training.completed": { contact: ContactId; track: string };
  "training.waived": { contact: ContactId; track: string; reason: WaiverReason };

  "certification.admitted": { contact: ContactId; track: string; allowed: number };
  "certification.attempt_started": { contact: ContactId; track: string; attempt: string; endsAt: Instant };
  "certification.passed": { contact: ContactId; track: string; attempt: string; score: number };
  /** `coolDownUntil` is `null` when no attempt is left. */
  "certification.failed": {
    contact: ContactId;
    track: string;
    attempt: string;
    score: number;
    coolDownUntil: Instant | null;
  };
  "certification.attempt_granted": { contact: ContactId; track: string };
  "certification.waived": { contact: ContactId; track: string; reason: WaiverReason };
  "certification.issued": { contact: ContactId; track: string; certificate: string; expiresAt: Instant };
  "certification.expired": { certificate: string };
  "certification.revoked": { certificate: string };

  "deal_registration.submitted": {
    contact: ContactId;
    number: number;
    decideBy: Instant;
    duplicates: readonly DuplicateReason[];
  };
  /** Somebody at the vendor opened it: the partner sees every look. */
  "deal_registration.viewed": { number: number };
  "deal_registration.review_overdue": { number: number };
  "deal_registration.action_required": { number: number; fields: readonly DealField[] };
  "deal_registration.resubmitted": {
    contact: ContactId;
    number: number;
    decideBy: Instant;
    duplicates: readonly DuplicateReason[];
  };
  "deal_registration.appealed": { contact: ContactId; number: number };
  "deal_registration.approved": { number: number; protectedUntil: Instant };
  "deal_registration.rejected": { number: number };
  "deal_registration.withdrawn": { contact: ContactId; number: number };
  "deal_registration.expiring": { number: number };
  "deal_registration.extension_requested": { contact: ContactId; number: number };
  "deal_registration.extended": { number: number; protectedUntil: Instant };
  "deal_registration.extension_declined": { number: number };
  "deal_registration.expired": { number: number };
  "deal.stage_changed": { contact: ContactId; number: number; stage: DealStage };
  "deal.won": { contact: ContactId; number: number };
  "deal.lost": { contact: ContactId; number: number };
}

export type EventType = keyof Named;

/** The event (or events) of these types. */
export type EventOf<T extends EventType> = { [K in T]: { readonly type: K } & Readonly<Named[K]> }[T];

/** A fact, in the past tense. It holds no name, address or free text: those are records, and can be erased. */
export type DomainEvent = EventOf<EventType>;

/**
 * An event as it stands in the log. `digests`: by `<kind>/<key>`, an HMAC (its key is kept outside the store) of each
 * record written with it that proves something. It shows whether a record was changed, and tells nothing of an erased one.
 */
export interface LoggedEvent {
  readonly id: EventId;
  readonly at: Instant;
  readonly actor: Actor;
  readonly event: DomainEvent;
  readonly digests?: Readonly<Record<string, string>>;
}

/** Whether somebody wrote a text with it; the text itself may have been erased. */
export const hasNote = ({ id, digests }: LoggedEvent): boolean => digests?.[`note/${id}`] !== undefined;
