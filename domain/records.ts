import type { Locale } from "./content.ts";
import type { DealForm } from "./deal.ts";
import type { Instant } from "./ids.ts";

/**
 * Rows beside the state: what grows, and what can be erased without touching the log. Keyed `<kind>/<key>`. What proves
 * something (evidence, deals, notes) has its digest in the event that wrote it.
 */
export interface Records {
  /** Key: contact id (`c1`, `manager`). */
  readonly person: Person;
  /** Key: `agreement`. */
  readonly evidence: SignatureEvidence;
  /** Key: attempt id. */
  readonly attempt: AttemptSheet;
  /** Key: deal number. */
  readonly deal: DealForm;
  /** Key: event id. Free text somebody wrote with that event. */
  readonly note: Note;
  /** Key: certificate id. The signed credential as issued (a compact JWT). */
  readonly credential: { readonly jwt: string; readonly holder: string };
}
export type RecordKind = keyof Records;

export interface Person {
  readonly name: string;
  readonly email: string;
  readonly phone?: string;
}

/** What is kept of a signature, and printed on the evidence page. */
export interface SignatureEvidence {
  readonly typedName: string;
  /** As the document names them: the person's record may be corrected later, what was signed may not. */
  readonly name: string;
  readonly email: string;
  readonly statement: string;
  readonly consent: string;
  readonly consentVersion: string;
  readonly ip: string;
  readonly userAgent: string;
  readonly linkId: string;
  /** Message id of the mail that carried the link. */
  readonly mailId: string;
  readonly locale: Locale;
  readonly sentAt: Instant;
  readonly openedAt: Instant;
  readonly signedAt: Instant;
}

/** What one exam attempt drew and what was answered, by question id. */
export interface AttemptSheet {
  readonly questions: readonly { readonly id: string; readonly options: readonly string[] }[];
  readonly answers: Readonly<Record<string, readonly string[]>>;
}

export interface Note {
  readonly text: string;
}

/** One record to be written with a commit. */
export type RecordWrite = {
  [K in RecordKind]: { readonly kind: K; readonly key: string; readonly value: Records[K] };
}[RecordKind];
