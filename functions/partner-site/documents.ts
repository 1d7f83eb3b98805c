import { messagePage } from "../../views/partner/message-page.ts";
import { signedAgreementKey } from "../signed-agreement-key.ts";
import { goTo } from "./answers.ts";
import type { Scene } from "./scene.ts";

async function pdf({ c, deps, visit }: Scene, key: string, name: string): Promise<Response> {
  const bytes = await deps.documents.get(key);
  if (!bytes) return c.html(messagePage("no_document", visit.reader.locale), 404);
  return c.body(new Uint8Array(bytes), 200, {
    "Content-Type": "application/pdf",
    "Content-Disposition": `attachment; filename="${name}.pdf"`,
  });
}

const NAME = { de: "Partnervertrag", en: "partner-agreement" } as const;

/** The unsigned document, once opened: what the checksum belongs to. */
export function unsignedPdf(scene: Scene): Response | Promise<Response> {
  const { agreement } = scene.visit.onboarding;
  const isMine = agreement.signatory === scene.visit.contact.id;
  if (!isMine || !("document" in agreement) || agreement.state === "sent") return goTo(scene);
  return pdf(scene, agreement.document.key, NAME[agreement.document.locale]);
}

/** The signed document with its evidence page, for its signatory. */
export function signedPdf(scene: Scene): Response | Promise<Response> {
  const { id, agreement } = scene.visit.onboarding;
  const isMine = agreement.signatory === scene.visit.contact.id;
  if (!isMine || agreement.state !== "completed") return goTo(scene);
  const { locale } = agreement.document;
  return pdf(
    scene,
    signedAgreementKey(id),
    `${NAME[locale]}-${locale === "de" ? "unterschrieben" : "signed"}`,
  );
}
