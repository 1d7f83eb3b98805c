import type { Context } from "hono";
import type { LinkId } from "../../domain/ids.ts";
import { linkIdFrom, MANAGER, vendorOf } from "../../domain/ids.ts";
import type { Link } from "../../domain/link.ts";
import { parseLinkId } from "../../domain/link.ts";
import { contactOf, linkRevision } from "../../domain/onboarding.ts";
import type { Contact } from "../../domain/onboarding.ts";
import type { Stored } from "../../domain/ports.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Visit } from "../../views/partner/visit.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";

/** A link that leads somewhere: its onboarding and contact exist, its stage has been opened. */
export interface KnownLink {
  readonly id: LinkId;
  readonly link: Link;
  readonly stored: Stored;
  readonly contact: Contact;
  readonly revision: number;
}

export async function knownLink(deps: PartnerSiteDeps, text: string): Promise<KnownLink | null> {
  const link = parseLinkId(text);
  const stored = link && (await deps.onboardings.load(link.onboarding));
  if (!link || !stored) return null;
  const contact = contactOf(stored.onboarding, link.contact);
  if (!contact || stored.onboarding.stages[link.stage].state === "pending") return null;
  const revision = linkRevision(stored.onboarding, link.contact, link.stage);
  return { id: linkIdFrom(text), link, stored, contact, revision };
}

/** A visitor with a session, and all that a page or an action needs. */
export interface Scene {
  readonly c: Context;
  readonly deps: PartnerSiteDeps;
  readonly visit: Visit;
  readonly vendor: Vendor;
  readonly stored: Stored;
}

const ERASED = { name: "", email: "" };

export async function sceneOf(c: Context, deps: PartnerSiteDeps, known: KnownLink): Promise<Scene> {
  const { link, stored, contact } = known;
  const { onboarding } = stored;
  const { id, version } = onboarding.program;
  const [program, vendor, people] = await Promise.all([
    deps.programs.version(id, version),
    deps.vendors.get(vendorOf(onboarding.id)),
    deps.onboardings.records(onboarding.id, "person"),
  ]);
  if (!program || !vendor)
    throw new Error(`${onboarding.id}: its program ${id}/${version} or vendor is gone`);
  const { languages } = program;
  const locale = languages.includes(contact.locale) ? contact.locale : (languages[0] ?? contact.locale);
  const visit: Visit = {
    linkId: known.id,
    stage: link.stage,
    onboarding,
    program,
    brand: {
      id: vendor.id,
      name: vendor.name,
      logoUrl: vendor.brand.logoUrl,
      accent: vendor.brand.accent,
      legalLines: vendor.legalLines,
    },
    contact,
    person: people[link.contact] ?? ERASED,
    manager: people[MANAGER] ?? null,
    reader: { locale, timeZone: contact.timeZone, now: deps.clock() },
  };
  return { c, deps, visit, vendor, stored };
}
