import type { Block, Locale, Localized } from "./content.ts";

export const STAGES = ["contract", "training", "certification", "first_deal"] as const;
export type Stage = (typeof STAGES)[number];

export const PARTNER_TYPES = [
  "reseller",
  "distributor",
  "referral",
  "system_integrator",
  "msp",
  "technology",
] as const;
export type PartnerType = (typeof PARTNER_TYPES)[number];

export const ROLES = ["signatory", "sales", "technical", "primary"] as const;
export type Role = (typeof ROLES)[number];

/** What a vendor asks of a partner: data, published once and never changed (`version` is its SHA-256). */
export interface Program {
  readonly id: string;
  readonly version: string;
  readonly name: Localized;
  /** The first is used where a contact's language is not among them. */
  readonly languages: readonly Locale[];
  readonly stages: Readonly<Record<Stage, StageRule>>;
  readonly contract: ContractRule;
  readonly tracks: readonly Track[];
  readonly firstDeal: DealRule;
  readonly calendar: Calendar;
}

export interface StageRule {
  readonly deadlineDays: number;
  /** What a person needs for it, for "about 12 minutes". */
  readonly minutes: number;
  readonly reminders: {
    readonly firstAfterDays: number;
    readonly everyDays: number;
    readonly atMost: number;
  };
}

export interface ContractRule {
  /** The first that fits the partner's type and country is sent. */
  readonly templates: readonly AgreementTemplate[];
  readonly countersignature: boolean;
  /** Business days the vendor has to countersign before it is escalated. */
  readonly countersignDays: number;
}

export interface AgreementTemplate {
  readonly id: string;
  readonly version: string;
  readonly partnerTypes: readonly PartnerType[] | "any";
  /** ISO 3166-1 alpha-2. */
  readonly countries: readonly string[] | "any";
  readonly title: Localized;
  /** May hold `{{placeholders}}`, see PLACEHOLDERS in agreement.ts. */
  readonly body: Localized<readonly Block[]>;
  /** "I am authorized to sign for {{partner.legalName}}." */
  readonly statement: Localized;
  readonly consent: Localized;
  readonly consentVersion: string;
}

export interface Track {
  readonly id: string;
  /** Contacts with this role are enrolled; the primary contact where nobody has it. */
  readonly role: "sales" | "technical";
  readonly name: Localized;
  readonly summary: Localized;
  readonly modules: readonly Module[];
  readonly exam: Exam;
  /** How many certified people make the company certified in this track. */
  readonly certifiedPeople: number;
}

export interface Module {
  readonly id: string;
  readonly title: Localized;
  readonly minutes: number;
  readonly body: Localized<readonly Block[]>;
  /** Answered rightly at the end; may be tried again at once. */
  readonly check: readonly Question[];
}

/** One or several options are right; an answer counts only when it names exactly those. */
export interface Question {
  readonly id: string;
  readonly text: Localized;
  readonly options: readonly { readonly id: string; readonly text: Localized; readonly correct: boolean }[];
  readonly explanation: Localized;
}

export interface Exam {
  /** The certificate's name: "Certified AI Sales Advisor". */
  readonly certificate: Localized;
  readonly criteria: Localized;
  readonly bank: readonly Question[];
  readonly draw: number;
  /** Percent of the drawn questions. */
  readonly passMark: number;
  readonly attempts: number;
  readonly timeLimitMinutes: number;
  /** Hours to wait after the first failed attempt, and after each later one. */
  readonly coolDownHours: { readonly afterFirst: number; readonly afterLater: number };
  readonly validMonths: number;
}

export interface DealRule {
  readonly completesOn: "approved" | "won";
  /** Business days the vendor has to decide. */
  readonly decisionDays: number;
  readonly protectionDays: number;
  readonly reminderDaysBefore: number;
  readonly extensionDays: number;
  readonly maxExtensions: number;
  /** ISO 4217. */
  readonly currencies: readonly string[];
}

/** When people may be disturbed. Times are local to the contact, holidays by country. */
export interface Calendar {
  /** Hours of the day, 0 to 24: no reminder from `from` until `until` of the next morning. */
  readonly quietHours: { readonly from: number; readonly until: number };
  /** ISO weekdays, 1 = Monday. */
  readonly weekend: readonly number[];
  /** Country to `YYYY-MM-DD`. */
  readonly holidays: Readonly<Record<string, readonly string[]>>;
}

export const trackOf = (program: Program, trackId: string): Track | undefined =>
  program.tracks.find((track) => track.id === trackId);
