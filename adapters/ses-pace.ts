import { setTimeout as pause } from "node:timers/promises";
import { GetSendQuotaCommand, type SESClient } from "@aws-sdk/client-ses";
import type { OutgoingMail } from "../domain/world.ts";

export interface PaceOptions {
  /** Milliseconds; for tests. */
  readonly now: () => number;
}

interface Quota {
  readonly readAt: number;
  /** Mails that may still be sent of the last 24 hours' allowance. */
  left: number;
  /** Kept for the mails without which nobody gets on. */
  readonly reserve: number;
  readonly perSecond: number;
}

const KNOWN_FOR_MS = 60_000;
const QUOTA_PATIENCE_MS = 2000;
/** Longer than this a mail does not stand in line: it comes back later. */
const LONGEST_LINE_MS = 8000;
const RESERVE = 0.1;

const NO_LIMITS = { left: Infinity, reserve: 0, perSecond: Infinity };

/** The mails that carry a step's link. */
const isStepMail = ({ headers }: OutgoingMail): boolean =>
  headers["X-Onboarding-Mail"]?.endsWith("_step") ?? false;

async function readQuota(client: SESClient, readAt: number): Promise<Quota> {
  try {
    const abortSignal = AbortSignal.timeout(QUOTA_PATIENCE_MS);
    const quota = await client.send(new GetSendQuotaCommand(), { abortSignal });
    const { Max24HourSend: most = -1, SentLast24Hours: sent = 0, MaxSendRate: rate = -1 } = quota;
    return {
      readAt,
      left: most < 0 ? Infinity : Math.floor(most - sent),
      reserve: most < 0 ? 0 : Math.ceil(most * RESERVE),
      perSecond: rate > 0 ? rate : Infinity,
    };
  } catch {
    // Not knowing the limits keeps no mail back: SES itself refuses what is too much.
    return { readAt, ...NO_LIMITS };
  }
}

/**
 * Waits for a mail's turn within the account's sending rate. A text says why it must not be sent now: the last tenth
 * of a day's quota is for the mails that carry a step's link.
 */
export function sesPace(
  client: SESClient,
  { now = Date.now }: Partial<PaceOptions> = {},
): (mail: OutgoingMail) => Promise<string | null> {
  let known: Promise<Quota> | null = null;
  let readAt = 0;
  let nextTurn = 0;

  function quotaNow(): Promise<Quota> {
    const age = now() - readAt;
    if (known && age >= 0 && age < KNOWN_FOR_MS) return known;
    readAt = now();
    known = readQuota(client, readAt);
    return known;
  }

  function takeTurn({ perSecond }: Quota): number {
    const step = 1000 / perSecond;
    // A line that long was never formed: the clock was set back.
    if (nextTurn - now() > LONGEST_LINE_MS + 2 * step) nextTurn = 0;
    const turn = Math.max(now(), nextTurn);
    const wait = turn - now();
    if (wait <= LONGEST_LINE_MS) nextTurn = turn + step;
    return wait;
  }

  return async (mail) => {
    const quota = await quotaNow();
    const floor = isStepMail(mail) ? 0 : quota.reserve;
    if (quota.left <= floor) return "the day's quota of mails is used up, or what is left is kept for steps";
    const wait = takeTurn(quota);
    if (wait > LONGEST_LINE_MS) return "too many mails at once for the sending rate";
    quota.left -= 1;
    if (wait > 0) await pause(wait);
    return null;
  };
}
