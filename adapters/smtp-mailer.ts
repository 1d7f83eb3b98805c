import { Readable } from "node:stream";
import type SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Mailer, MailOutcome } from "../domain/world.ts";
import { isMailAddress, messageIdOf, oneLine } from "./mail-identity.ts";
import { type MimeMessage, mimeMessage } from "./mime-message.ts";
import { smtpConnections } from "./smtp-connections.ts";

export interface SmtpMailer extends Mailer {
  close(): void;
}

/** A relay may look into a mail for some seconds before it answers. */
const TIME_LIMIT_MS = 20_000;

/** Mail through the SMTP relay at `url`. One try each, over within 20 seconds (`timeLimitMs`). */
export function smtpMailer(url: string, timeLimitMs = TIME_LIMIT_MS): SmtpMailer {
  const connections = smtpConnections(url);

  return {
    async send(mail) {
      const { email } = mail.to;
      if (!isMailAddress(email))
        return { kind: "bounced", reason: `"${oneLine(email)}" is not a mail address.` };
      const message = await mimeMessage(mail);
      const progress = { handedOver: false };
      try {
        await connections.lend(AbortSignal.timeout(timeLimitMs), (connection) =>
          transmit(connection, message, progress),
        );
        return { kind: "sent", messageId: messageIdOf(mail) };
      } catch (cause) {
        return outcomeOf(cause, progress.handedOver);
      }
    },
    close: () => connections.close(),
  };
}

function transmit(
  connection: SMTPConnection,
  { envelope, bytes }: MimeMessage,
  progress: { handedOver: boolean },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const content = Readable.from([bytes]);
    // The closing dot follows the last byte: from then on the server may have taken the mail.
    content.on("end", () => {
      progress.handedOver = true;
    });
    connection.once("error", reject);
    connection.send(envelope, content, (failure) => {
      connection.off("error", reject);
      if (failure) reject(failure);
      else resolve();
    });
  });
}

/** What a failure means for the mail. A reply of 500 or more is final, but only about this recipient or content. */
function outcomeOf(cause: unknown, handedOver: boolean): MailOutcome {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const reply = numberIn(cause, "responseCode");
  if (reply >= 500 && /^(RCPT TO|DATA)/.test(textIn(cause, "command"))) return { kind: "bounced", reason };
  return { kind: handedOver && reply === 0 ? "unknown" : "not_sent", reason };
}

const textIn = (cause: unknown, name: string): string => String(Object(cause)[name] ?? "");
const numberIn = (cause: unknown, name: string): number => Number(Object(cause)[name] ?? 0);
