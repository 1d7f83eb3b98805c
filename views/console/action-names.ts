import type { OperatorRole } from "../../domain/operator.ts";

export const ACTIONS = [
  "extend_deadline",
  "put_on_hold",
  "resume",
  "resend_link",
  "reissue_link",
  "correct_address",
  "hand_over",
  "add_contact",
  "countersign",
  "waive_training",
  "waive_certification",
  "grant_attempt",
  "revoke_certification",
  "view_deal",
  "review_deal",
  "decide_extension",
  "waive_stage",
  "close",
] as const;
/** What ops may do to a run: the command of the same name. */
export type ActionName = (typeof ACTIONS)[number];

const FOR_ADMINS: ReadonlySet<ActionName> = new Set<ActionName>(["revoke_certification", "close"]);

const RANK: Record<OperatorRole, number> = { viewer: 0, operator: 1, admin: 2 };

export const isAtLeast = (role: OperatorRole, needed: OperatorRole): boolean => RANK[role] >= RANK[needed];

export const roleFor = (action: ActionName): OperatorRole => (FOR_ADMINS.has(action) ? "admin" : "operator");

export const mayAct = (role: OperatorRole, action: ActionName): boolean => isAtLeast(role, roleFor(action));
