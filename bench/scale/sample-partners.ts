import { contactId } from "../../domain/ids.ts";
import type { Contact } from "../../domain/onboarding.ts";
import type { PartnerApproved } from "../../functions/partner-approved.ts";

const KINDS = ["Stahlbau", "Heizwerk", "Systemhaus", "Cloudpartner", "Solartechnik", "Datenwerk", "Kältebau"];
const PLACES = ["Niederrhein", "Allgäu", "Münster", "Lausitz", "Kraichgau", "Eifel", "Holstein", "Wetterau"];
const OWNERS = ["Vogt", "Schäfer", "Brandt", "Öztürk", "Nowak", "Lindner", "Pohl", "Engel", "Roth", "Seidel"];
const COUNTRIES = ["DE", "AT", "CH"];

const pick = <T>(from: readonly T[], n: number): T => {
  const found = from[n % from.length];
  if (found === undefined) throw new Error("nothing to pick from");
  return found;
};

const contact = (id: string, locale: "de" | "en", roles: Contact["roles"]): Contact => ({
  id: contactId(id),
  locale,
  timeZone: "Europe/Berlin",
  roles,
  bouncedAt: null,
});

/** The n-th partner: names repeat as they do in a register of companies, addresses do not. */
export function samplePartner(n: number): PartnerApproved {
  const domain = `partner-${n}.example`;
  const owner = pick(OWNERS, Math.floor(n / 56));
  return {
    externalPartnerId: `CRM-${String(n).padStart(7, "0")}`,
    partner: {
      legalName: `${pick(KINDS, n)} ${owner} ${pick(PLACES, Math.floor(n / 7))} GmbH`,
      type: pick(["reseller", "reseller", "referral", "msp"], n),
      country: pick(COUNTRIES, n),
      domain,
    },
    people: [
      {
        contact: contact("c1", "de", ["primary", "signatory", "sales"]),
        person: { name: `Sabine ${owner}`, email: `sabine@${domain}` },
      },
      {
        contact: contact("c2", "en", ["technical"]),
        person: { name: `Tom ${owner}`, email: `tom@${domain}` },
      },
    ],
    signatory: contactId("c1"),
    manager: { name: "Ines Albers", email: "ines.albers@vendor.example" },
  };
}
