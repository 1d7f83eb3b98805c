import type { Locale } from "../../domain/content.ts";
import { contactOf } from "../../domain/onboarding.ts";
import type { Program } from "../../domain/program.ts";
import { acted } from "../act.ts";
import type { Act, DispatchDeps } from "../act.ts";
import { agreementPdf, templateOf } from "../agreement-text.ts";

export const languageOf = (program: Program, locale: Locale): Locale =>
  program.languages.includes(locale) ? locale : (program.languages[0] ?? locale);

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Makes the unsigned PDF for the signatory, stores it, and marks it as sent: that sends the mail. */
export const draftAgreement =
  ({ onboardings, documents, pdfMaker, change }: DispatchDeps): Act<"draft_agreement"> =>
  async (_effect, scene) => {
    const { agreement, stages } = scene.onboarding;
    if (agreement.state !== "draft" || stages.contract.state !== "open") return acted("not needed any more");
    const { state: _, ...draft } = agreement;
    const contact = contactOf(scene.onboarding, agreement.signatory);
    const person = await onboardings.record(scene.id, "person", agreement.signatory);
    if (!contact || !person) throw new Error(`${scene.id}: the signatory is unknown`);

    const locale = languageOf(scene.program, contact.locale);
    // The same date for every try, so that a repeat makes the same bytes.
    const at = stages.contract.openedAt;
    const bytes = await pdfMaker.agreement(
      agreementPdf(scene, { name: person.name, locale, timeZone: contact.timeZone }, at),
    );
    const key = `${scene.id}/agreement-${scene.key}.pdf`;
    await documents.put(key, bytes, "application/pdf");
    const template = templateOf(scene);
    const document = {
      template: template.id,
      templateVersion: template.version,
      locale,
      consentVersion: template.consentVersion,
      sha256: await sha256(bytes),
      key,
    };
    const sent = await change(
      scene.id,
      { ...draft, kind: "send_agreement", document },
      { kind: "system", name: "dispatch" },
    );
    return sent.ok ? acted(document.sha256) : { kind: "failed", error: sent.error.kind };
  };
