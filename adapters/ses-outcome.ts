import type { MailOutcome } from "../domain/world.ts";

/** The network said no before anything was sent. */
const NEVER_REACHED = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];
/** What SES says of one mail, whoever sends it. */
const ABOUT_THIS_MAIL = ["MessageRejected", "InvalidParameterValue"];
/** That the account may not send to this address yet, or from this one, is for ops to mend. */
const UNVERIFIED = /not verified/i;

/**
 * What a failed call means for the mail (https://docs.aws.amazon.com/ses/latest/APIReference/API_SendRawEmail.html).
 * Every answer of SES other than 200 says that it took nothing; without an answer nobody knows.
 */
export function sesOutcome(cause: unknown): MailOutcome {
  const fault = cause instanceof Error ? cause : new Error(String(cause));
  const reason = `${fault.name}: ${fault.message}`;
  const status = statusOf(fault);
  if (status === null) return { kind: wasNeverSent(fault) ? "not_sent" : "unknown", reason };
  // It took the mail; only its answer cannot be read.
  if (status < 300) return { kind: "unknown", reason };
  const isFinal = ABOUT_THIS_MAIL.includes(fault.name) && !UNVERIFIED.test(fault.message);
  return { kind: isFinal ? "bounced" : "not_sent", reason };
}

function statusOf(fault: Error): number | null {
  const status: unknown = Object(Object(fault)["$metadata"])["httpStatusCode"];
  return typeof status === "number" ? status : null;
}

function wasNeverSent(fault: Error): boolean {
  const code = String(Object(fault)["code"] ?? "");
  return NEVER_REACHED.includes(code) || isConnectTimeout(fault) || isWithoutCredentials(fault);
}

const isConnectTimeout = ({ name, message }: Error): boolean =>
  name === "TimeoutError" && /without establishing a connection/.test(message);

const isWithoutCredentials = ({ name }: Error): boolean => name === "CredentialsProviderError";
