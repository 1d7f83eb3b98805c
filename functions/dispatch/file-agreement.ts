import type { Agreement } from "../../domain/agreement.ts";
import { contactOf } from "../../domain/onboarding.ts";
import type { SignatureEvidence } from "../../domain/records.ts";
import { evidenceWords } from "../../views/evidence-words.ts";
import { moment } from "../../views/format.ts";
import { acted } from "../act.ts";
import type { Act, DispatchDeps, Scene } from "../act.ts";
import { agreementPdf } from "../agreement-text.ts";
import { signedAgreementKey } from "../signed-agreement-key.ts";

type Completed = Extract<Agreement, { state: "completed" }>;

function rows(scene: Scene, agreement: Completed, evidence: SignatureEvidence): [string, string][] {
  const words = evidenceWords(agreement.document.locale);
  const reader = { locale: agreement.document.locale, timeZone: "UTC", now: agreement.completedAt };
  const at = (time: SignatureEvidence["signedAt"]) =>
    `${moment(time, reader)} (${new Date(time).toISOString()})`;
  const countersigned = agreement.completedAt === agreement.signedAt ? null : at(agreement.completedAt);
  return [
    [words.onboarding, scene.id],
    [words.hash, agreement.document.sha256],
    [words.template, `${agreement.document.template} ${agreement.document.templateVersion}`],
    [words.signatory, evidence.typedName],
    [words.email, evidence.email],
    [words.statement, evidence.statement],
    [words.consent, `${evidence.consent} (${evidence.consentVersion})`],
    [words.sentAt, at(evidence.sentAt)],
    [words.mailId, evidence.mailId],
    [words.linkId, evidence.linkId],
    [words.openedAt, at(evidence.openedAt)],
    [words.signedAt, at(evidence.signedAt)],
    ...(countersigned ? [[words.countersignedAt, countersigned] satisfies [string, string]] : []),
    [words.ip, evidence.ip],
    [words.userAgent, evidence.userAgent],
  ];
}

/** Makes the signed PDF: the agreement as it was sent, and a page of evidence. */
export const fileAgreement =
  ({ onboardings, documents, pdfMaker }: DispatchDeps): Act<"file_agreement"> =>
  async (_effect, scene) => {
    const { agreement, stages } = scene.onboarding;
    if (agreement.state !== "completed") return acted("not needed any more");
    const evidence = await onboardings.record(scene.id, "evidence", "agreement");
    const contact = contactOf(scene.onboarding, agreement.signatory);
    if (!evidence || !contact) throw new Error(`${scene.id}: the evidence of the signature is gone`);

    const { locale } = agreement.document;
    const at =
      stages.contract.state === "pending" ? agreement.sentAt : (stages.contract.openedAt ?? agreement.sentAt);
    const words = evidenceWords(locale);
    const bytes = await pdfMaker.agreement({
      ...agreementPdf(scene, { name: evidence.name, locale, timeZone: contact.timeZone }, at),
      evidence: { title: words.title, intro: words.intro, rows: rows(scene, agreement, evidence) },
    });
    const key = signedAgreementKey(scene.id);
    await documents.put(key, bytes, "application/pdf");
    return acted(key);
  };
