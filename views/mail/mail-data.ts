import type { DealField, DuplicateReason } from "../../domain/deal.ts";
import type { Instant } from "../../domain/ids.ts";
import type { StageState, Status } from "../../domain/onboarding.ts";
import type { Stage } from "../../domain/program.ts";
import type { Person } from "../../domain/records.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Reader } from "../format.ts";

/** A track the reader is enrolled in, its names in the reader's language. */
export interface MailTrack {
  readonly name: string;
  readonly certificate: string;
  readonly modules: number;
  readonly minutes: number;
  readonly exam: {
    readonly questions: number;
    readonly minutes: number;
    /** Percent. */
    readonly passMark: number;
    readonly attempts: number;
  };
}

export interface MailCertificate {
  readonly name: string;
  readonly holder: string;
  /** Its public page. */
  readonly url: string;
  readonly expiresAt: Instant;
}

export interface MailDeal {
  readonly customerName: string;
  /** In whole units of the currency. */
  readonly value: number;
  readonly currency: string;
  readonly protectedUntil: Instant | null;
  /** What the vendor wants corrected. */
  readonly fields: readonly DealField[];
  readonly duplicates: readonly DuplicateReason["rule"][];
}

/** What a mail is made from. `Reader`: language and time zone of the person it goes to, and the present time. */
export interface MailData extends Reader {
  readonly vendor: Pick<Vendor, "name" | "legalLines" | "brand">;
  /** Legal name. */
  readonly partner: string;
  /** The program's name in the reader's language. */
  readonly program: string;
  readonly to: Person;
  readonly manager: Person;
  /** In a mail to the manager: the contact it is about. */
  readonly about: Person | null;
  /** Where the button leads: the step's page, the certificate's page or (manager) the run in the console. */
  readonly link: string;
  /** Where the signatory finds the signed agreement, once there is one; for anybody else `null`. */
  readonly signedCopy: string | null;
  readonly stages: Readonly<Record<Stage, StageState>>;
  /** The stage it is about; `null` where it is about none. */
  readonly stage: Stage | null;
  /** Of that stage, while it is open. */
  readonly deadline: Instant | null;
  /** What that stage takes one person. */
  readonly minutes: number | null;
  /** Until when the vendor answers: the countersignature or the decision on the deal. */
  readonly answerBy: Instant | null;
  readonly tracks: readonly MailTrack[];
  readonly certificates: readonly MailCertificate[];
  readonly deal: MailDeal | null;
  /** `extension_decided` only. */
  readonly granted: boolean | null;
  /** `onboarding_closed` only. */
  readonly ended: Extract<Status, "declined" | "withdrawn" | "expired"> | null;
  /** `vendor_overdue` only. */
  readonly overdue: "countersignature" | "deal_review" | null;
  /** What somebody wrote with the event: a reason, a question, an appeal. */
  readonly note: string | null;
}
