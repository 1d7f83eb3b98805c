import type { Stage } from "../../domain/program.ts";
import type { AttentionKind } from "../../domain/summary.ts";
import type { ActionName } from "./action-names.ts";
import { STAGE_WORDS } from "./words.ts";

interface AttentionWords {
  /** The reason, about a person (or nobody) in a stage. */
  readonly reason: (who: string, stage: Stage | null) => string;
  /** For chips and filters. */
  readonly label: string;
  /** The action that mends it, and what its button says. */
  readonly action: ActionName;
  readonly button: string;
}

const stageWord = (stage: Stage | null): string => (stage ? STAGE_WORDS[stage] : "The last stage");

/** Why somebody at the vendor is needed, and by which button it is mended. */
export const ATTENTION_WORDS: Record<AttentionKind, AttentionWords> = {
  mail_bounced: {
    reason: (who) => `Mail to ${who} comes back`,
    label: "Mail comes back",
    action: "correct_address",
    button: "Correct the address",
  },
  attempts_exhausted: {
    reason: (who) => `${who} has no exam attempt left`,
    label: "No attempt left",
    action: "grant_attempt",
    button: "Grant an attempt",
  },
  people_missing: {
    reason: () => "Too few people take part for the company to be certified",
    label: "Too few people",
    action: "add_contact",
    button: "Add a person",
  },
  stage_overdue: {
    reason: (_who, stage) => `${stageWord(stage)} is past its deadline`,
    label: "Past the deadline",
    action: "extend_deadline",
    button: "Extend the deadline",
  },
  deal_review_overdue: {
    reason: () => "The decision about the deal is late",
    label: "Decision is late",
    action: "review_deal",
    button: "Decide about the deal",
  },
  countersignature_overdue: {
    reason: () => "The countersignature is late",
    label: "Countersignature is late",
    action: "countersign",
    button: "Countersign",
  },
  deal_review: {
    reason: () => "A deal waits for a decision",
    label: "Deal to decide",
    action: "review_deal",
    button: "Decide about the deal",
  },
  countersignature: {
    reason: () => "The agreement waits for the countersignature",
    label: "To countersign",
    action: "countersign",
    button: "Countersign",
  },
  extension_request: {
    reason: () => "The partner asks for longer protection of the deal",
    label: "Extension asked for",
    action: "decide_extension",
    button: "Answer the request",
  },
};
