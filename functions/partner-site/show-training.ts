import { endedPage } from "../../views/partner/ended-page.ts";
import { trainingPage } from "../../views/partner/training-page.ts";
import { isOpen } from "../../views/partner/visit.ts";
import type { Visit } from "../../views/partner/visit.ts";

export function showTraining(visit: Visit): string {
  const isMine = visit.onboarding.enrollments.some(({ contact }) => contact === visit.contact.id);
  return isOpen(visit) || isMine ? trainingPage(visit) : endedPage(visit);
}
