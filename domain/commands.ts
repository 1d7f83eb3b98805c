import type { AgreementDocument } from "./agreement.ts";
import type { Locale } from "./content.ts";
import type { DealField, DealForm, DealStage } from "./deal.ts";
import type { DuplicateCandidate } from "./duplicate.ts";
import type { Actor, DomainEvent } from "./events.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { Status, WaiverReason } from "./onboarding.ts";
import type { Program, Role, Stage } from "./program.ts";
import type { AttemptSheet, Person, RecordWrite } from "./records.ts";

/** A person named in a hand-over. */
export interface NewContact {
  readonly person: Person;
  readonly locale: Locale;
  readonly timeZone?: string;
}

export type Answers = Readonly<Record<string, readonly string[]>>;

interface OneTrack {
  readonly contact: ContactId;
  readonly track: string;
}

/** Workflow and system. */
type SystemCommand =
  | { readonly kind: "open_stage"; readonly stage: Stage }
  /** `signatory`, `redraftedAt`: the draft the document was made from; nothing happens when it is another by now. */
  | {
      readonly kind: "send_agreement";
      readonly signatory: ContactId;
      readonly redraftedAt?: Instant;
      readonly document: AgreementDocument;
    }
  | { readonly kind: "finish" }
  /** `sheets` by attempt id, of the attempts that are running: one whose time is over is scored from its sheet. */
  | { readonly kind: "tick"; readonly sheets: Readonly<Record<string, AttemptSheet>> }
  /** `sentAt`: when the mail that came back went out; just now when it is not said. */
  | {
      readonly kind: "record_bounce";
      readonly contact: ContactId;
      readonly email: string;
      readonly sentAt?: Instant;
    };

/** What a contact may do on the page of the open stage. The actor of the context is that contact. */
type ContactCommand =
  | { readonly kind: "open_agreement"; readonly contact: ContactId }
  | {
      readonly kind: "sign_agreement";
      readonly contact: ContactId;
      readonly typedName: string;
      readonly authorized: boolean;
      readonly consent: boolean;
      /** SHA-256 of the document the person saw. */
      readonly sha256: string;
      readonly seen: Seen;
    }
  | { readonly kind: "decline_agreement"; readonly contact: ContactId; readonly note: string }
  | ({ readonly kind: "complete_module"; readonly module: string; readonly answers: Answers } & OneTrack)
  | ({
      readonly kind: "start_attempt";
      readonly attempt: string;
      readonly random: readonly number[];
    } & OneTrack)
  | ({
      readonly kind: "submit_attempt";
      readonly attempt: string;
      readonly answers: Answers;
      readonly sheet: AttemptSheet;
    } & OneTrack)
  | {
      readonly kind: "register_deal";
      readonly contact: ContactId;
      readonly form: DealForm;
      readonly candidates: readonly DuplicateCandidate[];
    }
  | {
      readonly kind: "correct_deal";
      readonly contact: ContactId;
      /** The form as it stands, to see that only open fields changed. */
      readonly before: DealForm;
      readonly form: DealForm;
      readonly candidates: readonly DuplicateCandidate[];
    }
  | { readonly kind: "appeal_duplicate"; readonly contact: ContactId; readonly note: string }
  | { readonly kind: "withdraw_deal"; readonly contact: ContactId; readonly note: string }
  | { readonly kind: "request_extension"; readonly contact: ContactId; readonly note: string }
  | {
      readonly kind: "change_deal_stage";
      readonly contact: ContactId;
      readonly stage: DealStage;
      /** Needed for `lost`. */
      readonly note: string;
    };

/** What the request said about itself; goes to the evidence record. */
export interface Seen {
  readonly ip: string;
  readonly userAgent: string;
  readonly linkId: string;
  readonly mailId: string;
  /** The signatory, as the document names them. */
  readonly name: string;
  /** What stood beside the two boxes, as the person read it. */
  readonly statement: string;
  readonly consent: string;
  readonly email: string;
}

/** What ops may do. Each carries the reason they gave. */
type OperatorCommand =
  | { readonly kind: "countersign"; readonly note: string }
  | { readonly kind: "extend_deadline"; readonly deadline: Instant; readonly note: string }
  | {
      readonly kind: "waive_stage";
      readonly stage: Stage;
      readonly reason: WaiverReason;
      readonly note: string;
    }
  | ({ readonly kind: "waive_training"; readonly reason: WaiverReason; readonly note: string } & OneTrack)
  | ({
      readonly kind: "waive_certification";
      readonly reason: WaiverReason;
      readonly note: string;
    } & OneTrack)
  | ({ readonly kind: "grant_attempt"; readonly note: string } & OneTrack)
  | { readonly kind: "revoke_certification"; readonly certificate: string; readonly note: string }
  | { readonly kind: "resend_link"; readonly contact: ContactId; readonly note: string }
  /** As resend, and the old link ends. */
  | { readonly kind: "reissue_link"; readonly contact: ContactId; readonly note: string }
  | {
      readonly kind: "correct_address";
      readonly contact: ContactId;
      readonly person: Person;
      /** The name is another one than before. */
      readonly renamed: boolean;
      /** The mail address is another one than before. */
      readonly moved: boolean;
      readonly note: string;
    }
  | { readonly kind: "view_deal" }
  | {
      readonly kind: "review_deal";
      readonly decision: "approve" | "reject" | "action_required";
      /** The fields the partner may correct; only for `action_required`. */
      readonly fields: readonly DealField[];
      readonly note: string;
    }
  | { readonly kind: "decide_extension"; readonly grant: boolean; readonly note: string }
  | { readonly kind: "put_on_hold"; readonly note: string }
  | { readonly kind: "resume"; readonly note: string }
  | {
      readonly kind: "close";
      readonly as: Extract<Status, "declined" | "withdrawn" | "expired">;
      readonly note: string;
    };

/** By the contact ("not me") or by ops. `to` is a new person or one who is known already. */
type HandOver = {
  readonly kind: "hand_over";
  readonly contact: ContactId;
  readonly to: NewContact | ContactId;
  readonly note: string;
};

/** One more person for the tracks of these roles. */
type AddContact = {
  readonly kind: "add_contact";
  readonly to: NewContact;
  readonly roles: readonly Role[];
  readonly note: string;
};

export type Command = SystemCommand | ContactCommand | OperatorCommand | HandOver | AddContact;
export type CommandKind = Command["kind"];
export type CommandOf<K extends CommandKind> = { [P in K]: Extract<Command, { kind: P }> & { kind: P } }[K];

/** Why the rules say no. Nothing has changed. */
export type Refusal =
  | { readonly kind: "onboarding_closed"; readonly status: Status }
  | { readonly kind: "on_hold" }
  | { readonly kind: "not_on_hold" }
  /** The stage is over, or not yet open. `open` is the one people can act on. */
  | { readonly kind: "stage_not_open"; readonly stage: Stage; readonly open: Stage | null }
  | { readonly kind: "stages_left"; readonly stage: Stage }
  | { readonly kind: "unknown_contact" }
  | { readonly kind: "not_yours" }
  | { readonly kind: "agreement_not_ready" }
  | { readonly kind: "agreement_not_opened" }
  | { readonly kind: "agreement_changed" }
  | { readonly kind: "not_signed" }
  | { readonly kind: "name_missing" }
  | { readonly kind: "not_authorized" }
  | { readonly kind: "no_consent" }
  | { readonly kind: "unknown_track" }
  | { readonly kind: "unknown_module" }
  | { readonly kind: "check_failed"; readonly wrong: readonly string[] }
  | { readonly kind: "cooling_down"; readonly until: Instant }
  | { readonly kind: "no_attempts_left" }
  | { readonly kind: "already_passed" }
  | { readonly kind: "attempt_running"; readonly attempt: string }
  | { readonly kind: "unknown_attempt" }
  | { readonly kind: "attempts_left" }
  | { readonly kind: "unknown_certificate" }
  | { readonly kind: "deal_invalid"; readonly fields: readonly DealField[] }
  | { readonly kind: "deal_exists" }
  | { readonly kind: "no_deal" }
  | { readonly kind: "field_not_open"; readonly fields: readonly DealField[] }
  | { readonly kind: "not_under_review" }
  | { readonly kind: "already_decided"; readonly review: string }
  | { readonly kind: "fields_missing" }
  | { readonly kind: "no_duplicates" }
  | { readonly kind: "not_protected" }
  | { readonly kind: "extension_pending" }
  | { readonly kind: "no_extension_pending" }
  | { readonly kind: "no_extensions_left" }
  | { readonly kind: "deal_over" }
  | { readonly kind: "reason_missing" }
  | { readonly kind: "deadline_in_past" }
  | { readonly kind: "same_person" };

/** What a decision needs besides the state. */
export interface Context {
  readonly now: Instant;
  readonly actor: Actor;
  readonly program: Program;
}

/** An event with the free text somebody gave for it. */
export interface Fact {
  readonly event: DomainEvent;
  readonly note?: string;
}

/** What comes of a command: nothing at all (`facts` empty) when it had been done before. */
export interface Decision {
  readonly facts: readonly Fact[];
  readonly records: readonly RecordWrite[];
}
