import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Onboarding } from "../../../domain/onboarding.ts";
import { certificatePage } from "../../../views/certificate-page.ts";
import { contractPage } from "../../../views/partner/contract-page.ts";
import { dealPage } from "../../../views/partner/deal-page.ts";
import { EMPTY } from "../../../views/partner/form-parts.ts";
import { handOverPage } from "../../../views/partner/hand-over-page.ts";
import type { Visit } from "../../../views/partner/visit.ts";
import { makeProgram } from "../../make-program.ts";
import { after, ANNA, DAY, makeOnboarding, makeVendor, T0, withStageOpen } from "../../make.ts";

const hostile = fc.oneof(
  fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ""),
  fc.constantFrom(
    '<script>alert("1")</script>',
    '"><img src=x onerror=alert(1)>',
    "</textarea></title><svg/onload=alert(1)>",
    "شركة النور \u202e evil",
    "O’Brien & Söhne 👩‍💻🏴‍☠️",
    "{{vendor.name}} ${7*7} &amp; &lt;",
  ),
);

const unescaped = (page: string): string =>
  page
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'")
    .replaceAll("&amp;", "&");

function visitOf(name: string, onboarding: Onboarding): Visit {
  const vendor = makeVendor({ name, legalLines: [name] });
  return {
    linkId: "acme.k3v9x2m7q4a1.c1.contract",
    stage: "contract",
    onboarding: { ...onboarding, partner: { ...onboarding.partner, legalName: name } },
    program: makeProgram(),
    brand: {
      id: vendor.id,
      name: vendor.name,
      ...vendor.brand,
      logoUrl: null,
      legalLines: vendor.legalLines,
    },
    contact: onboarding.contacts[0]!,
    person: { name, email: "anna@musterhaus.example" },
    manager: { name, email: "ines@acme.example" },
    reader: { locale: "de", timeZone: "Europe/Berlin", now: T0 },
  };
}

const document = {
  template: "standard",
  templateVersion: "1",
  locale: "de",
  consentVersion: "1",
  sha256: "0".repeat(64),
  key: "k",
} as const;

function pagesWith(name: string): string[] {
  const open = withStageOpen(makeOnboarding(), "contract");
  const visit = visitOf(name, {
    ...open,
    agreement: { state: "sent", signatory: ANNA, document, sentAt: T0 },
  });
  const typed = { name, email: name, note: name, locale: "de" };
  const form = {
    customerName: name,
    customerDomain: "",
    customerCountry: "DE",
    customerContact: name,
    need: name,
    value: 1,
    currency: "EUR",
    targetCloseDate: "2026-12-15",
    nextSteps: name,
  };
  const deal = {
    review: "rejected",
    number: 1,
    contact: ANNA,
    stage: "prospect",
    submittedAt: T0,
    duplicates: [],
    appealed: false,
    at: T0,
  } as const;
  return [
    contractPage(visit),
    handOverPage(visit, { ...EMPTY, typed }),
    dealPage(visit, { deal, form, steps: [] }),
    certificatePage(
      {
        certification: {
          state: "active",
          id: "a.b.c",
          contact: ANNA,
          track: "sales",
          issuedAt: T0,
          expiresAt: after(DAY),
        },
        holder: name,
        company: name,
        name: { de: "Zertifikat", en: "Certificate" },
        track: { de: "Vertrieb", en: "Sales" },
        criteria: { de: "Prüfung", en: "Exam" },
        brand: visit.brand,
        hasCredential: true,
      },
      visit.reader,
    ),
  ];
}

const tags = (page: string): string[] => page.match(/<\/?[a-z][a-z0-9]*/gi) ?? [];

describe("whatever a name holds", () => {
  const harmless = pagesWith("Harmless").map(tags);

  test("it comes out whole, and adds no tag to any page", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        for (const [index, page] of pagesWith(name).entries()) {
          expect(tags(page)).toEqual(harmless[index]);
          expect(unescaped(page)).toContain(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("it is kept apart from the direction of the text around it", () => {
    const [contract] = pagesWith("شركة النور");
    expect(contract).toContain("<bdi>شركة النور</bdi>");
  });
});
