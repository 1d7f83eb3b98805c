import { currentDeal } from "../../domain/onboarding.ts";
import { agreementPage } from "../../views/partner/agreement-page.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import { certificationPage } from "../../views/partner/certification-page.ts";
import { contractPage } from "../../views/partner/contract-page.ts";
import { dealFormPage } from "../../views/partner/deal-form-page.ts";
import { dealPage } from "../../views/partner/deal-page.ts";
import { endedPage } from "../../views/partner/ended-page.ts";
import { trainingPage } from "../../views/partner/training-page.ts";
import type { Visit } from "../../views/partner/visit.ts";
import { agreementText } from "./agreement-text.ts";
import { dealView } from "./deal-view.ts";
import type { Scene } from "./scene.ts";

const isBrokenOff = ({ onboarding: { progress } }: Visit): boolean =>
  progress.state === "declined" || progress.state === "withdrawn" || progress.state === "expired";

const isOpen = ({ onboarding, stage }: Visit): boolean => onboarding.stages[stage].state === "open";

/** Once opened, the agreement is on the page that the link leads to. */
function contract(scene: Scene): string {
  const { visit } = scene;
  const { agreement } = visit.onboarding;
  const text = isOpen(visit) ? agreementText(scene) : null;
  if (text) return agreementPage(visit, text, EMPTY);
  const isMine = agreement.signatory === visit.contact.id;
  return isOpen(visit) || (isMine && agreement.state === "completed")
    ? contractPage(visit)
    : endedPage(visit);
}

function training(visit: Visit): string {
  const isMine = visit.onboarding.enrollments.some(({ contact }) => contact === visit.contact.id);
  return isOpen(visit) || isMine ? trainingPage(visit) : endedPage(visit);
}

function certification(visit: Visit): string {
  const isMine = visit.onboarding.exams.some(({ contact }) => contact === visit.contact.id);
  return isOpen(visit) || isMine ? certificationPage(visit) : endedPage(visit);
}

async function firstDeal(scene: Scene): Promise<string> {
  const { visit } = scene;
  const deal = currentDeal(visit.onboarding);
  if (deal) return dealPage(visit, await dealView(scene, deal));
  return isOpen(visit) ? dealFormPage(visit, EMPTY) : endedPage(visit);
}

function pageOf(scene: Scene): string | Promise<string> {
  const { visit } = scene;
  if (isBrokenOff(visit)) return endedPage(visit);
  switch (visit.stage) {
    case "contract":
      return contract(scene);
    case "training":
      return training(visit);
    case "certification":
      return certification(visit);
    case "first_deal":
      return firstDeal(scene);
  }
}

/** The page of the link's stage as it stands now. Changes nothing. */
export const showStep = async (scene: Scene): Promise<Response> => scene.c.html(await pageOf(scene));
