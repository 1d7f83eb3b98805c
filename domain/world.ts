import type { Block, Locale } from "./content.ts";
import type { Instant, OnboardingId, VendorId } from "./ids.ts";
import type { Program } from "./program.ts";
import type { Vendor } from "./vendor.ts";

export type Clock = () => Instant;
/** Cryptographically random numbers in [0, 1). */
export type Random = () => number;
/** Random lower-case letters and digits. */
export type RandomId = (length: number) => string;

/** HMAC-SHA256 (base64url) under a key of its own for each purpose. The keys live outside the store. */
export type Hmac = (
  purpose: "link" | "session" | "chain" | "api_key" | "cursor" | "erasable",
  text: string,
) => string;

export interface OutgoingMail {
  /** Same key, same mail: an adapter that can tell delivers it once. Also its Message-ID's local part. */
  readonly key: string;
  readonly vendor: VendorId;
  readonly from: string;
  readonly replyTo: string;
  readonly to: { readonly name: string; readonly email: string };
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * `bounced`: refused for good. `not_sent`: surely not sent, try again. `unknown`: the answer was lost, so it may
 * have been sent.
 */
export type MailOutcome =
  | { readonly kind: "sent"; readonly messageId: string }
  | { readonly kind: "bounced" | "not_sent" | "unknown"; readonly reason: string };

export interface Mailer {
  send(mail: OutgoingMail): Promise<MailOutcome>;
}

/** Bytes by key, never changed once written. */
export interface Documents {
  put(key: string, bytes: Uint8Array, contentType: string): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
}

export interface Programs {
  /** The newest published version. */
  current(id: string): Promise<Program | null>;
  version(id: string, version: string): Promise<Program | null>;
  list(): Promise<readonly { readonly id: string; readonly version: string }[]>;
}

export interface Vendors {
  get(id: VendorId): Promise<Vendor | null>;
  byApiKey(digest: string): Promise<Vendor | null>;
  list(): Promise<readonly Vendor[]>;
  put(vendor: Vendor): Promise<void>;
}

/** One try to hand an event to the vendor's endpoint. */
export interface Delivery {
  readonly onboarding: OnboardingId;
  readonly effect: string;
  readonly attempt: number;
  readonly at: Instant;
  /** HTTP status, or `null` when there was no answer. */
  readonly status: number | null;
  readonly error: string | null;
}

export interface Deliveries {
  add(delivery: Delivery): Promise<void>;
  of(id: OnboardingId): Promise<readonly Delivery[]>;
}

/** Sends one outbound webhook; refuses addresses that are not public unless told otherwise. */
export interface Outbound {
  post(
    url: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<{ readonly status: number; readonly retryAfterSeconds: number | null }>;
}

/** Signs verifiable credentials; publishes its keys as a JWKS. */
export interface CredentialSigner {
  /** `payload` with `iss`, `jti`, `nbf`, `sub` already in it; a compact JWT, RS256, `kid` in its header. */
  sign(payload: Readonly<Record<string, unknown>>): Promise<string>;
  jwks(): Promise<{ readonly keys: readonly Readonly<Record<string, unknown>>[] }>;
}

/** Makes the PDFs. */
export interface PdfMaker {
  agreement(input: AgreementPdf): Promise<Uint8Array>;
}

export interface AgreementPdf {
  readonly locale: Locale;
  readonly title: string;
  readonly vendorName: string;
  readonly body: readonly Block[];
  /** The date the document bears. */
  readonly at: Instant;
  /** `null` for the unsigned document. Label and value, in order. */
  readonly evidence: {
    readonly title: string;
    readonly intro: string;
    readonly rows: readonly (readonly [string, string])[];
  } | null;
}
