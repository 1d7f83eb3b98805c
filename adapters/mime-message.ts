import MailComposer from "nodemailer/lib/mail-composer";
import type { OutgoingMail } from "../domain/world.ts";
import { messageIdOf, oneLine } from "./mail-identity.ts";

export interface MimeMessage {
  readonly envelope: { readonly from: string | false; readonly to: string[] };
  readonly bytes: Buffer;
}

/** A mail as it goes over the wire (RFC 5322 and MIME). */
export async function mimeMessage(mail: OutgoingMail): Promise<MimeMessage> {
  const node = new MailComposer({
    from: mail.from,
    replyTo: mail.replyTo,
    to: { name: oneLine(mail.to.name), address: mail.to.email },
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    headers: Object.fromEntries(Object.entries(mail.headers).map(([name, value]) => [name, oneLine(value)])),
    messageId: messageIdOf(mail),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  return { envelope: node.getEnvelope(), bytes: await node.build() };
}
