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
async function findCertificate(deps: PartnerSiteDeps, id: string): Promise<Found | null> {
  const { onboardings, programs, vendors } = deps;
  const onboarding = parseOnboardingId(id.slice(0, id.lastIndexOf(".")));
  const stored = onboarding && (await onboardings.load(onboarding));
  const certification = stored?.onboarding.certifications.find((one) => one.id === id);
  if (!onboarding || !stored || !certification) return null;
  const { partner, program: wanted } = stored.onboarding;
  const [program, vendor, credential, person] = await Promise.all([
    programs.version(wanted.id, wanted.version),
    vendors.get(vendorOf(onboarding)),
    onboardings.record(onboarding, "credential", id),
    onboardings.record(onboarding, "person", certification.contact),
  ]);
  const track = program && trackOf(program, certification.track);
  if (!track || !vendor) throw new Error(`${id}: its program or vendor is gone`);
  return {
    certification,
    holder: credential?.holder ?? person?.name ?? "",
    company: partner.legalName,
    name: track.exam.certificate,
    track: track.name,
    criteria: track.exam.criteria,
    brand: { id: vendor.id, name: vendor.name, logoUrl: vendor.brand.logoUrl },
    hasCredential: credential !== null,
    jwt: credential?.jwt ?? null,
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
