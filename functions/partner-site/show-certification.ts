import { certificationPage } from "../../views/partner/certification-page.ts";
import { endedPage } from "../../views/partner/ended-page.ts";
import { isOpen } from "../../views/partner/visit.ts";
import type { Visit } from "../../views/partner/visit.ts";

export function showCertification(visit: Visit): string {
  const isMine = visit.onboarding.exams.some(({ contact }) => contact === visit.contact.id);
  return isOpen(visit) || isMine ? certificationPage(visit) : endedPage(visit);
}
