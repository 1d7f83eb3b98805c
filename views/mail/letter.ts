import type { MailData } from "./mail-data.ts";

/** What one mail says, in the language of its reader. The layout draws it once as HTML and once as plain text. */
export interface Letter {
  readonly audience: "contact" | "manager";
  /** Under 60 characters, see `subjectLine`. */
  readonly subject: string;
  /** Who wants what until when: shown by mail programs beside the subject. */
  readonly preview: string;
  readonly title: string;
  readonly lead: readonly string[];
  /** Label and value. */
  readonly facts?: readonly (readonly [string, string])[];
  /** Somebody else's words, kept as they are. */
  readonly quote?: { readonly label: string; readonly text: string } | null;
  /** `label` stands on the button, `invitation` before the same address in words. */
  readonly action: { readonly label: string; readonly invitation: string; readonly href: string };
  /** The link is public, so the reader may pass it on. */
  readonly sharable?: true;
  readonly also?: readonly { readonly label: string; readonly href: string }[];
  readonly closing: readonly string[];
}

export type WriteLetter = (data: MailData) => Letter;

/** For what only this kind of mail has: without it the mail must not go out. */
export function given<T>(value: T | null | undefined, name: string): T {
  if (value === null || value === undefined) throw new Error(`This mail needs ${name}.`);
  return value;
}
