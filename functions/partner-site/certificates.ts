import type { Context, Handler } from "hono";
import { LOCALES } from "../../domain/content.ts";
import { parseOnboardingId, vendorOf } from "../../domain/ids.ts";
import { trackOf } from "../../domain/program.ts";
import type { PublicCertificate } from "../../views/certificate-page.ts";
import { certificatePage } from "../../views/certificate-page.ts";
import { messagePage } from "../../views/partner/message-page.ts";
import { localeOf } from "../locale-of.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";

type Found = PublicCertificate & { readonly jwt: string | null };

/** `<onboarding id>.<suffix>`: the id says where the certificate is kept. */
async function storedWith({ onboardings }: PartnerSiteDeps, id: string) {
  const onboarding = parseOnboardingId(id.slice(0, id.lastIndexOf(".")));
  const stored = onboarding && (await onboardings.load(onboarding));
  const certification = stored?.onboarding.certifications.find((one) => one.id === id);
  return stored && certification ? { ...stored, certification } : null;
}

async function findCertificate(deps: PartnerSiteDeps, id: string): Promise<Found | null> {
  const stored = await storedWith(deps, id);
  if (!stored) return null;
  const { onboarding, certification } = stored;
  const { partner, program: wanted } = onboarding;
  const [program, vendor, credential, person] = await Promise.all([
    deps.programs.version(wanted.id, wanted.version),
    deps.vendors.get(vendorOf(onboarding.id)),
    deps.onboardings.record(onboarding.id, "credential", id),
    deps.onboardings.record(onboarding.id, "person", certification.contact),
  ]);
  const track = program && trackOf(program, certification.track);
  if (!track || !vendor) throw new Error(`${id}: its program or vendor is gone`);
  const { jwt, holder } = credential ?? { jwt: null, holder: person?.name ?? "" };
  return {
    certification,
    holder,
    company: partner.legalName,
    name: track.exam.certificate,
    track: track.name,
    criteria: track.exam.criteria,
    brand: { id: vendor.id, name: vendor.name, ...vendor.brand },
    hasCredential: jwt !== null,
    jwt,
  };
}

const idOf = (c: Context): string => (c.req.param("id") ?? "").slice(0, 120);

/** Public: whoever has the address may look. */
export const showCertificate =
  (deps: PartnerSiteDeps): Handler =>
  async (c) => {
    const asked = LOCALES.find((one) => one === c.req.query("lang"));
    const locale = asked ?? localeOf(c);
    const found = await findCertificate(deps, idOf(c));
    if (!found) return c.html(messagePage("not_found", locale), 404);
    return c.html(certificatePage(found, { locale, timeZone: "UTC", now: deps.clock() }));
  };

/** The signed credential as it was issued. */
export const showCredential =
  (deps: PartnerSiteDeps): Handler =>
  async (c) => {
    const found = await findCertificate(deps, idOf(c));
    if (!found?.jwt) return c.html(messagePage("not_found", localeOf(c)), 404);
    return c.body(found.jwt, 200, { "Content-Type": "application/vc+jwt" });
  };
