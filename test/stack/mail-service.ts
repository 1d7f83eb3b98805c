import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import type { BusEvent } from "./event-rules.ts";
import type { Recorder } from "./recorder.ts";
import { readSdkCall } from "./sdk-call.ts";
import type { Json } from "./sdk-call.ts";
import { forwardTo } from "./wire.ts";
import type { Service, WireReply } from "./wire.ts";

/** A mail that SES was given and could deliver. */
export interface SentMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
  /** By the stack's clock. */
  readonly sentAt: string;
}

export interface MailService {
  readonly service: Service;
  /** Oldest first. */
  readonly mails: () => Promise<readonly SentMail[]>;
  readonly clear: () => Promise<void>;
}

interface MailOptions {
  /** Where the emulator of SES listens. */
  readonly endpoint: string;
  readonly deployment: Deployment;
  readonly recorder: Recorder;
  readonly now: () => number;
  readonly put: (event: BusEvent) => boolean;
}

const storeSchema = z.object({
  emails: z.array(
    z.object({
      messageId: z.string(),
      subject: z.string(),
      body: z.object({ text: z.string().default(""), html: z.string().default("") }),
    }),
  ),
});

const destinationSchema = z.object({
  ConfigurationSetName: z.string(),
  EventDestination: z.object({
    Enabled: z.boolean().default(true),
    MatchingEventTypes: z.array(z.string()),
    EventBridgeDestination: z.object({ EventBusArn: z.string() }).optional(),
  }),
});

/** Domains that can never exist (RFC 2606, section 2), and names that say so. */
const BOUNCES = /^bounce@|[@.]invalid$/i;

const DETAIL_TYPES: Readonly<Record<string, string>> = {
  Send: "Email Sent",
  Delivery: "Email Delivered",
  Bounce: "Email Bounced",
};

/** `Tags.member.1.Name`, `Tags.member.1.Value` and so on. */
function tagsOf(input: Json): Record<string, string[]> {
  const tags: Record<string, string[]> = {};
  for (let index = 1; `Tags.member.${index}.Name` in input; index++) {
    tags[String(input[`Tags.member.${index}.Name`])] = [String(input[`Tags.member.${index}.Value`])];
  }
  const { ConfigurationSetName: set } = input;
  return typeof set === "string" ? { ...tags, "ses:configuration-set": [set] } : tags;
}

function headersOf(raw: string): Record<string, string> {
  const head = raw.split(/\r?\n\r?\n/)[0] ?? "";
  const lines = head.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(":");
      return [line.slice(0, colon), line.slice(colon + 1).trim()];
    }),
  );
}

const xml = (text: string): WireReply => ({
  status: 200,
  headers: { "content-type": "text/xml" },
  body: Buffer.from(text),
});

/** What an account out of the sandbox has. */
const QUOTA = xml(
  `<GetSendQuotaResponse xmlns="http://ses.amazonaws.com/doc/2010-12-01/"><GetSendQuotaResult><Max24HourSend>50000.0</Max24HourSend><SentLast24Hours>0.0</SentLast24Hours><MaxSendRate>200.0</MaxSendRate></GetSendQuotaResult></GetSendQuotaResponse>`,
);

interface Accepted {
  readonly messageId: string;
  readonly to: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sentAt: string;
}

/** What the bus is told of a mail. https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html */
function eventAbout(mail: Accepted, eventType: string, tags: Record<string, string[]>): BusEvent {
  const { messageId, to, headers, sentAt: timestamp } = mail;
  const domain = to.slice(to.indexOf("@") + 1);
  const details: Readonly<Record<string, object>> = {
    Send: { send: {} },
    Delivery: {
      delivery: { timestamp, recipients: [to], processingTimeMillis: 400, smtpResponse: "250 OK" },
    },
    Bounce: {
      bounce: {
        bounceType: "Permanent",
        bounceSubType: "General",
        bouncedRecipients: [
          {
            emailAddress: to,
            action: "failed",
            status: "5.4.4",
            diagnosticCode: `smtp; 550 5.4.4 The domain ${domain} does not exist`,
          },
        ],
        timestamp,
        feedbackId: `feedback-${messageId}`,
      },
    },
  };
  return {
    source: "aws.ses",
    "detail-type": DETAIL_TYPES[eventType] ?? "",
    resources: tags["ses:configuration-set"] ?? [],
    detail: {
      eventType,
      mail: { timestamp, messageId, source: headers["From"] ?? "", destination: [to], tags },
      ...details[eventType],
    },
  };
}

/** SES: an emulator takes the mails; what it leaves out (quota, events about mails) is added here. */
export function mailService({ endpoint, deployment, recorder, now, put }: MailOptions): MailService {
  const forward = forwardTo(endpoint);
  let accepted: Accepted[] = [];

  /** What the template has events told of, for a configuration set. */
  const published = (set: unknown): ReadonlySet<string> =>
    new Set(
      deployment
        .ofType("AWS::SES::ConfigurationSetEventDestination")
        .map(({ properties }) => destinationSchema.parse(properties))
        .filter(
          ({ ConfigurationSetName, EventDestination }) =>
            ConfigurationSetName === set &&
            EventDestination.Enabled &&
            EventDestination.EventBridgeDestination,
        )
        .flatMap(({ EventDestination }) =>
          EventDestination.MatchingEventTypes.map((type) => type.toLowerCase()),
        ),
    );

  function tell(mail: Accepted, input: Json): void {
    const wanted = published(input["ConfigurationSetName"]);
    const fate = BOUNCES.test(mail.to) ? "Bounce" : "Delivery";
    for (const type of ["Send", fate]) {
      if (wanted.has(type.toLowerCase())) put(eventAbout(mail, type, tagsOf(input)));
    }
  }

  return {
    async service(request) {
      const call = readSdkCall(request);
      if (call?.operation === "GetSendQuota") return QUOTA;
      if (call?.operation !== "SendRawEmail") return { status: 501, headers: {}, body: Buffer.alloc(0) };
      const reply = await forward(request);
      const messageId = /<MessageId>([^<]+)</.exec(reply.body.toString("utf8"))?.[1];
      if (reply.status !== 200 || messageId === undefined) return reply;
      const raw = Buffer.from(String(call.input["RawMessage.Data"]), "base64");
      const to = String(call.input["Destinations.member.1"]);
      const mail = {
        messageId,
        to,
        headers: headersOf(raw.toString("utf8")),
        sentAt: new Date(now()).toISOString(),
      };
      recorder.note({ kind: "mail", to, bytes: raw.length });
      accepted.push(mail);
      tell(mail, call.input);
      return reply;
    },
    async mails() {
      const { emails } = storeSchema.parse(await (await fetch(`${endpoint}/store`)).json());
      const bodies = new Map(emails.map((email) => [email.messageId, email]));
      return accepted
        .filter(({ to }) => !BOUNCES.test(to))
        .map(({ messageId, to, headers, sentAt }) => {
          const { subject = "", body = { text: "", html: "" } } = bodies.get(messageId) ?? {};
          return { to, headers, sentAt, subject, ...body };
        });
    },
    async clear() {
      accepted = [];
      await fetch(`${endpoint}/clear-store`, { method: "POST" });
    },
  };
}
