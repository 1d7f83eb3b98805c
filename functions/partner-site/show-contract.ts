import { agreementPage } from "../../views/partner/agreement-page.ts";
import { contractPage } from "../../views/partner/contract-page.ts";
import { endedPage } from "../../views/partner/ended-page.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import { isOpen } from "../../views/partner/visit.ts";
import { agreementText } from "./agreement-text.ts";
import type { Scene } from "./scene.ts";

/** Once opened, the agreement is on the page that the link leads to. */
export function showContract(scene: Scene): string {
  const { visit } = scene;
  const { agreement } = visit.onboarding;
  const text = isOpen(visit) ? agreementText(scene) : null;
  if (text) return agreementPage(visit, text, EMPTY);
  const isMine = agreement.signatory === visit.contact.id;
  return isOpen(visit) || (isMine && agreement.state === "completed")
    ? contractPage(visit)
    : endedPage(visit);
}
