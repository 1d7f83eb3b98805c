import type { WaiverReason } from "../../domain/onboarding.ts";
import { WAIVER_WORDS } from "./words.ts";

/** "Tested out: …" as "tested out". */
export function waiverWord(reason: WaiverReason): string {
  const text = WAIVER_WORDS[reason];
  return text.slice(0, text.indexOf(":")).toLowerCase();
}
