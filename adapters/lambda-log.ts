import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";

/** JSON lines without personal data and without tokens. */
export const logger = new Logger();
// Made on first use: most invocations commit nothing and count nothing.
let anchorLogger: Logger | null = null;
let metrics: Metrics | null = null;

/** Each name is paid for, so there are few. */
export type MetricName = "OnboardingsStarted" | "EffectsFailed" | "MailsBounced" | "TickFaults";

export function count(name: MetricName): void {
  metrics ??= new Metrics();
  metrics.addMetric(name, MetricUnit.Count, 1);
}
/** Once an invocation, so that what it counted is not lost with it. */
export function publishCounts(): void {
  if (metrics?.hasStoredMetrics()) metrics.publishStoredMetrics();
}

interface LogHead {
  readonly onboarding: string;
  readonly rev: number;
  readonly head: string;
}

/**
 * The head of a log after a commit, kept where no function can delete: `verify` then sees a log that was cut short.
 * Written whatever level is asked for: what is anchored must not depend on it.
 */
export function anchor(head: LogHead): void {
  anchorLogger ??= new Logger({ logLevel: "INFO" });
  anchorLogger.info("commit", { anchor: head });
}

const ADDRESS = /[^\s<>()"',;:/]+@[^\s<>()"',;:/]+/g;
const withoutAddresses = (text: string): string => text.replaceAll(ADDRESS, "(an address)");

/** Relays and stores like to quote what they were given. */
function plain(fault: unknown) {
  const { name, message, stack = "" } = fault instanceof Error ? fault : new Error(String(fault));
  return { name, message: withoutAddresses(message), stack: withoutAddresses(stack) };
}

/** Logs what went wrong there. */
export const told =
  (where: string, about: Readonly<Record<string, string>> = {}) =>
  (fault: unknown): void =>
    logger.error(where, { ...about, fault: plain(fault) });
