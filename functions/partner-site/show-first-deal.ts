import { currentDeal } from "../../domain/onboarding.ts";
import { dealFormPage } from "../../views/partner/deal-form-page.ts";
import { dealPage } from "../../views/partner/deal-page.ts";
import { endedPage } from "../../views/partner/ended-page.ts";
import { EMPTY } from "../../views/partner/form-parts.ts";
import { isOpen } from "../../views/partner/visit.ts";
import { dealView } from "./deal-view.ts";
import type { Scene } from "./scene.ts";

export async function showFirstDeal(scene: Scene): Promise<string> {
  const { visit } = scene;
  const deal = currentDeal(visit.onboarding);
  if (deal) return dealPage(visit, await dealView(scene, deal));
  return isOpen(visit) ? dealFormPage(visit, EMPTY) : endedPage(visit);
}
