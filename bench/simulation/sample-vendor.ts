import { contactId, parseVendorId } from "../../domain/ids.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { PartnerApproved } from "../../functions/partner-approved.ts";

const VENDOR_ID = parseVendorId("acme");

/** Of a world; with an endpoint of its own or without. */
export function simulatedVendor(outbound: boolean): Vendor {
  if (!VENDOR_ID) throw new Error("no vendor id");
  return {
    id: VENDOR_ID,
    name: "Acme",
    legalLines: ["Acme GmbH"],
    brand: { accent: "#0b5cad", logoUrl: null },
    mailFrom: "partners@acme.example",
    opsEmail: "ops@acme.example",
    webhookSecrets: [],
    apiKeyDigests: [],
    outbound: outbound ? { url: "https://acme.example/hook", secrets: [] } : null,
  };
}

/** The webhook's content, parsed. */
export const approved = (externalPartnerId: string): PartnerApproved => ({
  externalPartnerId,
  partner: { legalName: `Partner ${externalPartnerId}`, type: "reseller", country: "DE" },
  people: [
    {
      contact: {
        id: contactId("c1"),
        locale: "de",
        timeZone: "Europe/Berlin",
        roles: ["signatory", "primary", "sales"],
        bouncedAt: null,
      },
      person: { name: "Anna Schmidt", email: "c1@partner.example" },
    },
    {
      contact: {
        id: contactId("c2"),
        locale: "en",
        timeZone: "America/New_York",
        roles: ["technical"],
        bouncedAt: null,
      },
      person: { name: "Ben Baker", email: "c2@partner.example" },
    },
  ],
  signatory: contactId("c1"),
  manager: { name: "Max Manager", email: "max@acme.example" },
});
