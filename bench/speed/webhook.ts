import { readFileSync } from "node:fs";

const SAMPLE: { data: { partner: object; contacts: readonly object[] } } = JSON.parse(
  readFileSync(new URL("../../cli/sample-partner.json", import.meta.url), "utf8"),
);

/** A vendor's webhook for a partner that no other name shares: company, domain and people are its own. */
export function webhookOf(name: string): string {
  const { data } = SAMPLE;
  const domain = `${name}.example`;
  return JSON.stringify({
    ...SAMPLE,
    timestamp: new Date().toISOString(),
    data: {
      ...data,
      externalPartnerId: `CRM-${name}`,
      partner: { ...data.partner, legalName: `Heizwerk ${name} GmbH`, domain, registrationId: `HRB ${name}` },
      contacts: data.contacts.map((contact, n) => ({ ...contact, email: `person-${n}@${domain}` })),
    },
  });
}
