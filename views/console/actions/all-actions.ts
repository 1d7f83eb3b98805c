import type { ActionName } from "../action-names.ts";
import { decideExtension, reviewDeal, viewDeal } from "./deal-actions.ts";
import { grantAttempt, revokeCertification, waiveCertification, waiveTraining } from "./learning-actions.ts";
import { addContact, correctAddress, handOver, reissueLink, resendLink } from "./people-actions.ts";
import type { ActionGroup, ActionSpec } from "./spec.ts";
import { close, countersign, waiveStage } from "./stage-actions.ts";
import { extendDeadline, putOnHold, resume } from "./time-actions.ts";

export const ACTION_SPECS: Record<ActionName, ActionSpec> = {
  extend_deadline: extendDeadline,
  put_on_hold: putOnHold,
  resume,
  resend_link: resendLink,
  reissue_link: reissueLink,
  correct_address: correctAddress,
  hand_over: handOver,
  add_contact: addContact,
  countersign,
  waive_training: waiveTraining,
  waive_certification: waiveCertification,
  grant_attempt: grantAttempt,
  revoke_certification: revokeCertification,
  view_deal: viewDeal,
  review_deal: reviewDeal,
  decide_extension: decideExtension,
  waive_stage: waiveStage,
  close,
};

export const GROUP_WORDS: Record<ActionGroup, string> = {
  contract: "Agreement",
  deal: "Deal",
  time: "Time",
  people: "People and links",
  learning: "Training and certification",
  end: "Stages and the end",
};
