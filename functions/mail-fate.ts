import type { Acted } from "./act.ts";

const MINUTE = 60_000;
/** How long a mail's fate may stay unknown before it is sent once more, with the same link. */
const UNKNOWN_FOR = 15 * MINUTE;

const PERHAPS = "perhaps sent";

/** Whether what was written down says that the mail may have gone out. */
export const isFateUnknown = (lastError: string | null): boolean => lastError?.startsWith(PERHAPS) ?? false;

/** It may have gone out: once more after a while, then somebody looks. */
export const unknownFate = (reason: string, lastError: string | null): Acted =>
  isFateUnknown(lastError)
    ? { kind: "failed", error: `${PERHAPS}, twice unknown: ${reason}` }
    : { kind: "again", error: `${PERHAPS}: ${reason}`, afterMs: UNKNOWN_FOR };
