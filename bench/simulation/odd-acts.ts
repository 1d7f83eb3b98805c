import { contactId } from "../../domain/ids.ts";
import type { ContactId } from "../../domain/ids.ts";
import { currentStage } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import { by, byOps, DAYS, note } from "./acts.ts";
import type { Act, Sight } from "./acts.ts";

const person = { name: "Carl Neu", email: "carl@partner.example" };

const somebody = ({ onboarding, random }: Sight): ContactId =>
  onboarding.contacts[Math.floor(random() * onboarding.contacts.length)]?.id ?? contactId("c1");

const track = ({ random }: Sight): string => (random() < 0.5 ? "sales" : "technical");

/** What also happens: help by ops, changed minds, mistakes. Much of it is refused, as it should be. */
const ODD: readonly (readonly [weight: number, make: (sight: Sight, contact: ContactId) => Act])[] = [
  [
    4,
    ({ now, random }) =>
      byOps({ kind: "extend_deadline", deadline: DAYS(1 + Math.floor(random() * 9), now), note }),
  ],
  [4, (_, contact) => byOps({ kind: "resend_link", contact, note })],
  [3, (_, contact) => byOps({ kind: "reissue_link", contact, note })],
  [3, (_, contact) => byOps({ kind: "correct_address", contact, person, renamed: true, moved: true, note })],
  [3, () => byOps({ kind: "put_on_hold", note })],
  [3, () => byOps({ kind: "resume", note })],
  [
    3,
    ({ random }) =>
      byOps({
        kind: "waive_stage",
        stage: STAGES[Math.floor(random() * 4)] ?? "training",
        reason: "equivalent",
        note,
      }),
  ],
  [
    2,
    (sight, contact) =>
      byOps({ kind: "waive_training", contact, track: track(sight), reason: "tested_out", note }),
  ],
  [
    2,
    (sight, contact) =>
      byOps({ kind: "waive_certification", contact, track: track(sight), reason: "equivalent", note }),
  ],
  [2, (sight, contact) => by(contact, { kind: "hand_over", contact, to: somebody(sight), note })],
  [2, (_, contact) => by(contact, { kind: "hand_over", contact, to: { person, locale: "en" }, note })],
  [1, () => byOps({ kind: "add_contact", to: { person, locale: "de" }, roles: ["sales"], note })],
  [2, (_, contact) => by(contact, { kind: "withdraw_deal", contact, note })],
  [2, (_, contact) => by(contact, { kind: "change_deal_stage", contact, stage: "qualified", note })],
  [1, (_, contact) => by(contact, { kind: "change_deal_stage", contact, stage: "lost", note })],
  [2, (_, contact) => by(contact, { kind: "request_extension", contact, note })],
  [2, ({ random }) => byOps({ kind: "decide_extension", grant: random() < 0.5, note })],
  [
    2,
    ({ onboarding }) =>
      byOps({ kind: "revoke_certification", certificate: onboarding.certifications[0]?.id ?? "none", note }),
  ],
  [1, (_, contact) => by(contact, { kind: "decline_agreement", contact, note })],
  [
    1,
    ({ onboarding }) =>
      byOps({ kind: "close", as: currentStage(onboarding) === "contract" ? "expired" : "withdrawn", note }),
  ],
];

const TOTAL = ODD.reduce((sum, [weight]) => sum + weight, 0);

export function oddAct(sight: Sight): Act {
  let left = sight.random() * TOTAL;
  for (const [weight, make] of ODD) {
    left -= weight;
    if (left < 0) return make(sight, somebody(sight));
  }
  return byOps({ kind: "view_deal" });
}
