import { SendRawEmailCommand, SESClient, type SESClientConfig } from "@aws-sdk/client-ses";
import type { Mailer, MailOutcome, OutgoingMail } from "../domain/world.ts";
import { isMailAddress, messageIdOf, oneLine } from "./mail-identity.ts";
import { mailTags } from "./mail-tags.ts";
import { mimeMessage } from "./mime-message.ts";
import { sesOutcome } from "./ses-outcome.ts";
import { sesPace, type PaceOptions } from "./ses-pace.ts";

const CONNECT_MS = 5000;
const ANSWER_MS = 15_000;

/**
 * A client that tries once: a mail whose answer was lost may have gone out, and must not go out again unseen. Each
 * mail has a connection of its own, because one that lay idle while the function slept is often dead.
 */
export const sesClient = (config: SESClientConfig = {}): SESClient =>
  new SESClient({
    maxAttempts: 1,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: ANSWER_MS,
      throwOnRequestTimeout: true,
      httpAgent: { keepAlive: false },
      httpsAgent: { keepAlive: false },
    },
    ...config,
  });

export interface SesOptions extends Partial<PaceOptions> {
  readonly client: SESClient;
  /** `null`: SES tells of no events about these mails. */
  readonly configurationSet: string | null;
}

/**
 * Mail by SES, one try each. The tags `onboarding` and `effect` come back with every event about it. SES puts a
 * Message-ID of its own into the mail; ours is what a repeat has in common with the first.
 */
export function sesMailer({ client, configurationSet, ...options }: SesOptions): Mailer {
  const pace = sesPace(client, options);

  async function transmit(mail: OutgoingMail): Promise<void> {
    const { bytes } = await mimeMessage(mail);
    const tags = Object.entries(mailTags(mail.key)).map(([Name, Value]) => ({ Name, Value }));
    await client.send(
      new SendRawEmailCommand({
        RawMessage: { Data: bytes },
        // Named, so that no header can add anybody.
        Destinations: [mail.to.email],
        Tags: tags,
        ...(configurationSet === null ? {} : { ConfigurationSetName: configurationSet }),
      }),
    );
  }

  return {
    async send(mail): Promise<MailOutcome> {
      const { email } = mail.to;
      if (!isMailAddress(email))
        return { kind: "bounced", reason: `"${oneLine(email)}" is not a mail address.` };
      const refusal = await pace(mail);
      if (refusal !== null) return { kind: "not_sent", reason: refusal };
      try {
        await transmit(mail);
        return { kind: "sent", messageId: messageIdOf(mail) };
      } catch (cause) {
        return sesOutcome(cause);
      }
    },
  };
}
