import type { Locale } from "./content.ts";
import type { ContactId, Instant } from "./ids.ts";
import type { AgreementTemplate, Program } from "./program.ts";
import type { Partner } from "./onboarding.ts";

/** The unsigned PDF as it was sent; its SHA-256 (hex) is shown before signing. */
export interface AgreementDocument {
  readonly template: string;
  readonly templateVersion: string;
  readonly locale: Locale;
  readonly consentVersion: string;
  readonly sha256: string;
  /** Where `Documents` keeps it. */
  readonly key: string;
}

interface Sent {
  readonly signatory: ContactId;
  readonly document: AgreementDocument;
  readonly sentAt: Instant;
}

export type Agreement =
  | {
      readonly state: "draft";
      readonly signatory: ContactId;
      /** Since when it is drawn up anew, because the signatory's name was another one. */
      readonly redraftedAt?: Instant;
    }
  | ({ readonly state: "sent" } & Sent)
  | ({ readonly state: "opened"; readonly openedAt: Instant } & Sent)
  | ({
      readonly state: "signed";
      readonly signedAt: Instant;
      readonly countersignBy: Instant;
      readonly late: boolean;
    } & Sent)
  | ({ readonly state: "completed"; readonly signedAt: Instant; readonly completedAt: Instant } & Sent)
  | { readonly state: "declined"; readonly signatory: ContactId; readonly at: Instant }
  | { readonly state: "expired"; readonly signatory: ContactId; readonly at: Instant };

/** What a template's text may ask for. */
export const PLACEHOLDERS = [
  "vendor.name",
  "vendor.address",
  "partner.legalName",
  "partner.country",
  "partner.registrationId",
  "partner.vatId",
  "signatory.name",
  "program.name",
  "date",
] as const;

const fits = (wanted: readonly string[] | "any", value: string): boolean =>
  wanted === "any" || wanted.includes(value);

/** The first template that fits the partner's type and country. */
export const templateFor = (program: Program, partner: Partner): AgreementTemplate | undefined =>
  program.contract.templates.find(
    (template) => fits(template.partnerTypes, partner.type) && fits(template.countries, partner.country),
  );
