import * as z from "zod/mini";
import { instant, parseOnboardingId } from "../../domain/ids.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";

/** What SES tells of one of our mails. Nothing in it names a person. */
export interface MailEvent {
  /** `bounced`: came back for good, or was called spam. `undelivered`: SES gave up; the address may be right. */
  readonly kind: "arrived" | "bounced" | "undelivered" | "rejected";
  readonly onboarding: OnboardingId;
  /** The key of the effect that sent it. */
  readonly effect: string;
  /** SES's own. */
  readonly messageId: string;
  readonly sentAt: Instant;
  readonly reason: string;
}

/** The two tags of a mail, as they were before they were written for SES. */
export type ReadTags = (tags: { onboarding: string; effect: string }) => {
  onboarding: string;
  effect: string;
};

const tag = z.tuple([z.string()], z.string());
const taggedSchema = z.object({
  detail: z.object({ mail: z.object({ tags: z.object({ onboarding: tag, effect: tag }) }) }),
});
const mailSchema = z.object({
  "detail-type": z.string(),
  detail: z.looseObject({ mail: z.object({ messageId: z.string(), timestamp: z.iso.datetime() }) }),
});

const text = z.nullish(z.string());
const bounceSchema = z.object({
  bounce: z.object({
    bounceType: z.string(),
    bounceSubType: text,
    bouncedRecipients: z.nullish(z.array(z.object({ status: text }))),
  }),
});
const complaintSchema = z.object({ complaint: z.nullish(z.object({ complaintFeedbackType: text })) });
const rejectSchema = z.object({ reject: z.nullish(z.object({ reason: text })) });

type Fate = Pick<MailEvent, "kind" | "reason">;

const arrived = (): Fate => ({ kind: "arrived", reason: "" });

function bounced(detail: unknown): Fate {
  const { bounceType, bounceSubType, bouncedRecipients } = bounceSchema.parse(detail).bounce;
  const status = bouncedRecipients?.[0]?.status;
  const reason = [bounceSubType ?? "General", ...(status ? [status] : [])].join(" ");
  // A full mailbox or a server that is down says nothing about the address.
  return bounceType === "Permanent"
    ? { kind: "bounced", reason }
    : { kind: "undelivered", reason: `${bounceType} ${reason}` };
}

function complained(detail: unknown): Fate {
  const type = complaintSchema.parse(detail).complaint?.complaintFeedbackType;
  return { kind: "bounced", reason: `marked as spam (${type ?? "no type"})` };
}

function rejected(detail: unknown): Fate {
  return { kind: "rejected", reason: rejectSchema.parse(detail).reject?.reason ?? "no reason given" };
}

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html, below `detail`. */
const FATES: ReadonlyMap<string, (detail: unknown) => Fate> = new Map([
  ["Email Sent", arrived],
  ["Email Delivered", arrived],
  ["Email Bounced", bounced],
  ["Email Complaint Received", complained],
  ["Email Rejected", rejected],
]);

/** `null`: it is about no mail of ours, or of a kind that changes nothing. Throws when it is ours and cannot be read. */
export function parseMailEvent(event: unknown, readTags: ReadTags): MailEvent | null {
  const tagged = taggedSchema.safeParse(event);
  if (!tagged.success) return null;
  const { tags } = tagged.data.detail.mail;
  const { effect, ...named } = readTags({ onboarding: tags.onboarding[0], effect: tags.effect[0] });
  const onboarding = parseOnboardingId(named.onboarding);
  if (!onboarding) return null;
  const { "detail-type": type, detail } = mailSchema.parse(event);
  const fateOf = FATES.get(type);
  const { messageId, timestamp } = detail.mail;
  const sentAt = instant(Date.parse(timestamp));
  return fateOf ? { ...fateOf(detail), onboarding, effect, messageId, sentAt } : null;
}
