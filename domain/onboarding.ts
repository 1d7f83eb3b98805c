import type { Agreement } from "./agreement.ts";
import type { Locale } from "./content.ts";
import type { DealRegistration } from "./deal.ts";
import type { Certification, ExamProgress } from "./exam.ts";
import type { ContactId, Instant, OnboardingId } from "./ids.ts";
import type { PartnerType, Role, Stage } from "./program.ts";
import { STAGES } from "./program.ts";
import type { Enrollment } from "./training.ts";

export const STATUSES = [
  "in_progress",
  "action_required",
  "on_hold",
  "completed",
  "declined",
  "withdrawn",
  "expired",
] as const;
export type Status = (typeof STATUSES)[number];

/** The company being onboarded, as the vendor's CRM describes it. */
export interface Partner {
  readonly legalName: string;
  readonly type: PartnerType;
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  readonly domain?: string;
  readonly registrationId?: string;
  readonly vatId?: string;
}

/** A person at the partner. Name and mail address live in a `person` record, which can be erased. */
export interface Contact {
  readonly id: ContactId;
  readonly locale: Locale;
  /** IANA name. */
  readonly timeZone: string;
  readonly roles: readonly Role[];
  /** Since when mail to this person comes back: reminders pause and ops are asked. */
  readonly bouncedAt: Instant | null;
  /** Since when mail goes to another address than before. */
  readonly movedAt?: Instant;
}

/** One stage of the run. Opened by the workflow; satisfied by the people, or waived. */
export type StageState =
  | { readonly state: "pending" }
  | {
      readonly state: "open";
      readonly openedAt: Instant;
      readonly deadline: Instant;
      /** Since when it is past its deadline; `null` while in time. */
      readonly overdueAt: Instant | null;
      /** Reminders sent, by contact. */
      readonly reminded: Readonly<Record<string, { readonly count: number; readonly lastAt: Instant }>>;
    }
  | { readonly state: "completed"; readonly openedAt: Instant; readonly at: Instant }
  | {
      readonly state: "waived";
      readonly openedAt: Instant | null;
      readonly at: Instant;
      readonly reason: WaiverReason;
    };

export const WAIVER_REASONS = ["tested_out", "equivalent", "outside_activity", "administrative"] as const;
/** cmi5's four reasons, section 9.3.7 of its specification, in our spelling. */
export type WaiverReason = (typeof WAIVER_REASONS)[number];

export type Progress =
  | { readonly state: "open" }
  | { readonly state: "on_hold"; readonly since: Instant }
  | { readonly state: "completed"; readonly at: Instant }
  | { readonly state: "declined" | "withdrawn" | "expired"; readonly at: Instant; readonly during: Stage };

/** One run of a program for a partner: the fold of its events. Certificates and deals live on after it ends. */
export interface Onboarding {
  readonly id: OnboardingId;
  readonly externalPartnerId: string;
  /** 1 for the first onboarding of this partner in this program, 2 for the next after that closed. */
  readonly ordinal: number;
  readonly program: { readonly id: string; readonly version: string };
  readonly partner: Partner;
  readonly contacts: readonly Contact[];
  readonly startedAt: Instant;
  readonly progress: Progress;
  readonly stages: Readonly<Record<Stage, StageState>>;
  readonly agreement: Agreement;
  readonly enrollments: readonly Enrollment[];
  readonly exams: readonly ExamProgress[];
  readonly certifications: readonly Certification[];
  /** The last one is the current one; the earlier ones were rejected, withdrawn, expired or lost. */
  readonly deals: readonly DealRegistration[];
  /** Revisions above 1 of links, by `<contactId>.<stage>`. */
  readonly links: Readonly<Record<string, number>>;
}

export const isClosed = ({ progress }: Onboarding): boolean =>
  progress.state !== "open" && progress.state !== "on_hold";

/** The first stage that is neither completed nor waived; `null` when all are. */
export const currentStage = ({ stages }: Onboarding): Stage | null =>
  STAGES.find((stage) => stages[stage].state === "pending" || stages[stage].state === "open") ?? null;

/** The stage people can act on now; `null` between stages, and when the onboarding is closed. */
export function openStage(onboarding: Onboarding): Stage | null {
  if (isClosed(onboarding)) return null;
  return STAGES.find((stage) => onboarding.stages[stage].state === "open") ?? null;
}

export const contactOf = (onboarding: Onboarding, id: ContactId): Contact | undefined =>
  onboarding.contacts.find((contact) => contact.id === id);

export const linkRevision = (onboarding: Onboarding, contact: ContactId, stage: Stage): number =>
  onboarding.links[`${contact}.${stage}`] ?? 1;

export const currentDeal = ({ deals }: Onboarding): DealRegistration | null => deals.at(-1) ?? null;
