import type { ActionName } from "./action-names.ts";

/** What has been done, said once on the next page. */
export const FLASH_WORDS: Record<ActionName | "retry", string> = {
  extend_deadline: "The deadline was extended.",
  put_on_hold: "The run is on hold.",
  resume: "The run goes on.",
  resend_link: "The link is on its way again.",
  reissue_link: "A new link is on its way; the old one has ended.",
  correct_address: "The address was corrected.",
  hand_over: "The work was handed over; the other person gets a link.",
  add_contact: "The person was added.",
  countersign: "The agreement is countersigned.",
  waive_training: "The training was waived.",
  waive_certification: "The exam was waived.",
  grant_attempt: "One more attempt was granted.",
  revoke_certification: "The certificate was revoked.",
  view_deal: "The registration is open. The partner sees that you looked.",
  review_deal: "Your decision is on its way to the partner.",
  decide_extension: "Your answer is on its way to the partner.",
  waive_stage: "The stage was waived.",
  close: "The run was closed.",
  retry: "It will be tried again within a minute.",
};
