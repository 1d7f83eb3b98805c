import { fillBlock, fillText } from "../../domain/content.ts";
import type { AgreementText } from "../../views/partner/agreement-page.ts";
import { placeholderValues, templateOf } from "../agreement-text.ts";
import type { Scene } from "./scene.ts";

/** The agreement as it was sent to this visitor and opened; `null` when there is none to read. */
export function agreementText({ visit, vendor }: Scene): AgreementText | null {
  const { onboarding, program, contact, person } = visit;
  const { agreement, stages } = onboarding;
  if (agreement.state !== "opened" || agreement.signatory !== contact.id) return null;
  const { locale, sha256 } = agreement.document;
  const scene = { onboarding, program, vendor };
  const template = templateOf(scene);
  const openedAt = stages.contract.state === "open" ? stages.contract.openedAt : agreement.sentAt;
  const signatory = { name: person.name, locale, timeZone: contact.timeZone };
  const values = placeholderValues(scene, signatory, openedAt);
  const fill = (text: string): string => fillText(text, values);
  return {
    title: fill(template.title[locale]),
    body: template.body[locale].map((block) => fillBlock(block, values)),
    statement: fill(template.statement[locale]),
    consent: fill(template.consent[locale]),
    sha256,
  };
}
