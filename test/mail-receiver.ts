import type { SMTPServerOptions } from "smtp-server";
import { onTestFinished } from "vitest";
import { openMailReceiver } from "../bench/mail-receiver.ts";
import type { MailReceiver } from "../bench/mail-receiver.ts";

export { parseMail } from "../bench/mail-receiver.ts";

/** A real SMTP server on loopback that keeps what it accepts, until the test is over. */
export async function mailReceiver(options: SMTPServerOptions = {}): Promise<MailReceiver> {
  const receiver = await openMailReceiver(options);
  onTestFinished(() => receiver.close());
  return receiver;
}
