import * as z from "zod/mini";
import { parseOnboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";

/** What SES tells of one of our mails. Nothing in it names a person. */
export interface MailEvent {
  /** `bounced`: came back for good, or was called spam. */
  readonly kind: "arrived" | "bounced" | "rejected";
  readonly onboarding: OnboardingId;
  /** The key of the effect that sent it. */
  readonly effect: string;
  /** SES's own. */
  readonly messageId: string;
  readonly reason: string;
}

/** The two tags of a mail, as they were before they were written for SES. */
export type ReadTags = (tags: { onboarding: string; effect: string }) => {
  onboarding: string;
  effect: string;
};

const mail = z.object({
  messageId: z.string(),
  tags: z.optional(z.record(z.string(), z.array(z.string()))),
});
const recipients = z._default(z.array(z.object({ status: z.optional(z.string()) })), []);

/** https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html, below `detail`. */
const schema = z.discriminatedUnion("detail-type", [
  z.object({ "detail-type": z.literal("Email Sent"), detail: z.object({ mail }) }),
  z.object({ "detail-type": z.literal("Email Delivered"), detail: z.object({ mail }) }),
  z.object({
    "detail-type": z.literal("Email Bounced"),
    detail: z.object({
      mail,
      bounce: z.object({
        bounceType: z.string(),
        bounceSubType: z._default(z.string(), "General"),
        bouncedRecipients: recipients,
      }),
    }),
  }),
  z.object({
    "detail-type": z.literal("Email Complaint Received"),
    detail: z.object({
      mail,
      complaint: z.object({ complaintFeedbackType: z.nullish(z.string()) }),
    }),
  }),
  z.object({
    "detail-type": z.literal("Email Rejected"),
    detail: z.object({ mail, reject: z.object({ reason: z._default(z.string(), "no reason given") }) }),
  }),
]);

type Told = z.infer<typeof schema>;

function fateOf(told: Told): Pick<MailEvent, "kind" | "reason"> | null {
  switch (told["detail-type"]) {
    case "Email Sent":
    case "Email Delivered":
      return { kind: "arrived", reason: "" };
    case "Email Bounced": {
      const { bounceType, bounceSubType, bouncedRecipients } = told.detail.bounce;
      // A full mailbox or a server that is down says nothing about the address.
      if (bounceType !== "Permanent") return null;
      const status = bouncedRecipients[0]?.status;
      return { kind: "bounced", reason: [bounceSubType, ...(status ? [status] : [])].join(" ") };
    }
    case "Email Complaint Received":
      return {
        kind: "bounced",
        reason: `marked as spam (${told.detail.complaint.complaintFeedbackType ?? "no type"})`,
      };
    case "Email Rejected":
      return { kind: "rejected", reason: told.detail.reject.reason };
  }
}

/** `null`: it is about no mail of ours, or of a kind that changes nothing. */
export function parseMailEvent(event: unknown, readTags: ReadTags): MailEvent | null {
  const parsed = schema.safeParse(event);
  if (!parsed.success) return null;
  const fate = fateOf(parsed.data);
  const { messageId, tags } = parsed.data.detail.mail;
  const [onboarding] = tags?.["onboarding"] ?? [];
  const [effect] = tags?.["effect"] ?? [];
  if (!fate || onboarding === undefined || effect === undefined) return null;
  const named = readTags({ onboarding, effect });
  const id = parseOnboardingId(named.onboarding);
  return id && { ...fate, onboarding: id, effect: named.effect, messageId };
}
