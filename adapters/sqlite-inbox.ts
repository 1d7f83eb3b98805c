import * as z from "zod";
import { instant, type Instant, type VendorId } from "../domain/ids.ts";
import type { Clock, Mailer, OutgoingMail } from "../domain/world.ts";
import { isMailAddress, messageIdOf, oneLine } from "./mail-identity.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

/** A mail as the built-in inbox shows it. `headers` are those it would have gone out with. */
export interface InboxMessage {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sentAt: Instant;
}

export interface SqliteInbox extends Mailer {
  /** Newest first; `after` is the id of the last one of the page before. */
  messages(query: {
    readonly vendor?: VendorId | undefined;
    readonly after?: string | undefined;
    readonly limit: number;
  }): readonly InboxMessage[];
  message(id: string, vendor?: VendorId): InboxMessage | null;
}

/** The migration that makes this adapter's table. */
export const SQLITE_INBOX_TABLE = `
  CREATE TABLE inbox_message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    vendor TEXT NOT NULL,
    key TEXT NOT NULL,
    message_id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    html TEXT NOT NULL,
    headers TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    UNIQUE (vendor, key)
  ) STRICT;
  CREATE INDEX inbox_message_by_vendor ON inbox_message (vendor, id)`;

const INSERT = `INSERT INTO inbox_message
  (vendor, key, message_id, recipient, subject, text, html, headers, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (vendor, key) DO NOTHING`;
const FIND = "SELECT message_id FROM inbox_message WHERE vendor = ? AND key = ?";
const COLUMNS = "SELECT id, recipient, subject, text, html, headers, sent_at FROM inbox_message";
const WHERE = "(?1 IS NULL OR vendor = ?1)";

/** Domains that can never exist (RFC 2606, section 2) bounce, so that bounces can be seen without a mail server. */
const NEVER_EXISTS = /[@.]invalid\.?$/i;

/** Mail for a machine without an SMTP relay: kept in the database, once per key. */
export function sqliteInbox(db: SqliteDatabase, clock: Clock): SqliteInbox {
  return {
    async send(mail) {
      if (!isMailAddress(mail.to.email)) {
        return { kind: "bounced", reason: `"${oneLine(mail.to.email)}" is not a mail address.` };
      }
      if (NEVER_EXISTS.test(mail.to.email)) {
        return { kind: "bounced", reason: `The domain of ${mail.to.email} does not exist.` };
      }
      const messageId = await db.write(() => {
        db.prepare(INSERT).run(...valuesOf(mail, clock()));
        return z.string().parse(db.prepare(FIND).get(mail.vendor, mail.key)?.["message_id"]);
      });
      return { kind: "sent", messageId };
    },

    messages: ({ vendor, after, limit }) =>
      db
        .prepare(`${COLUMNS} WHERE ${WHERE} AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3`)
        .all(vendor ?? null, after === undefined ? null : rowId(after), limit)
        .map(fromRow),

    message(id, vendor) {
      const row = db.prepare(`${COLUMNS} WHERE ${WHERE} AND id = ?2`).get(vendor ?? null, rowId(id));
      return row ? fromRow(row) : null;
    },
  };
}

function valuesOf(mail: OutgoingMail, now: Instant) {
  const messageId = messageIdOf(mail);
  const headers = {
    From: mail.from,
    To: `${oneLine(mail.to.name)} <${mail.to.email}>`,
    "Reply-To": mail.replyTo,
    "Message-ID": messageId,
    ...mail.headers,
  };
  const { vendor, key, to, subject, text, html } = mail;
  return [
    vendor,
    key,
    messageId,
    to.email,
    oneLine(subject),
    text,
    html,
    JSON.stringify(headers),
    now,
  ] as const;
}

/** An id that is not one of ours finds nothing. */
const rowId = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);

const rowSchema = z.object({
  id: z.number(),
  recipient: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  headers: z.string(),
  sent_at: z.number(),
});

function fromRow(row: unknown): InboxMessage {
  const { id, recipient, subject, text, html, headers, sent_at } = rowSchema.parse(row);
  const named: Record<string, string> = JSON.parse(headers);
  return { id: String(id), to: recipient, subject, text, html, headers: named, sentAt: instant(sent_at) };
}
