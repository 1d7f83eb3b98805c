import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { dealKeys } from "../../domain/duplicate.ts";
import type { DealForm, DealRegistration } from "../../domain/deal.ts";
import { onboardingId, type VendorId } from "../../domain/ids.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import { ACME, after, ANNA, DAY, GLOBEX, HOUR, makeOnboarding, makePerson, T0 } from "../make.ts";
import { type OpenStores, openWithVendors, saveNext, type Stores } from "./stores.ts";

const make = (number: number, legalName: string, vendor: VendorId = ACME): Onboarding =>
  makeOnboarding({
    id: onboardingId(vendor, `partner${String(number).padStart(5, "0")}`),
    externalPartnerId: `crm-${number}`,
    startedAt: after(-number * HOUR),
    partner: { legalName, type: "reseller", country: "DE" },
  });

const form: DealForm = {
  customerName: "Stadtwerke Süd AG",
  customerDomain: "stadtwerke-sued.example",
  customerCountry: "DE",
  customerContact: "",
  need: "An assistant for the service desk",
  value: 40_000,
  currency: "EUR",
  targetCloseDate: "2026-12-01",
  nextSteps: "",
};

const registered: DealRegistration = {
  review: "submitted",
  number: 1,
  contact: ANNA,
  stage: "prospect",
  submittedAt: T0,
  duplicates: [],
  appealed: false,
  decideBy: after(3 * DAY),
  late: false,
};

const withDeal = (onboarding: Onboarding, deal: DealRegistration): Onboarding => ({
  ...onboarding,
  deals: [deal],
});

/** What every `Onboardings` finds, and forgets. */
export function searchContract(open: OpenStores): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openWithVendors(open);
  });
  afterEach(() => stores.close());

  async function find(search: string, vendors: readonly VendorId[] | "all" = [ACME]): Promise<string> {
    const page = await stores.onboardings.list({ vendors, search, order: "newest", limit: 50 });
    return page.items.map((item) => item.externalPartnerId.slice(4)).join(" ");
  }

  const like = (changes: Partial<DealForm>, vendor: VendorId = ACME) =>
    stores.onboardings.dealsLike(
      vendor,
      dealKeys({ customerName: "Nobody", customerDomain: "", ...changes }),
    );

  describe("searching", () => {
    test("finds a company by the start of its name or of a later word", async () => {
      await saveNext(stores, make(1, "Müller & Söhne Wärmepumpen GmbH"));
      await saveNext(stores, make(2, "Mueller Systems Ltd"));
      await saveNext(stores, make(3, "Straße der Ideen"));
      await stores.reopen();
      expect(await find("muller")).toBe("1");
      expect(await find("MÜLL")).toBe("1");
      expect(await find("  Müller   und")).toBe("");
      expect(await find("müller & söhne wärmepumpen gmbh")).toBe("1");
      expect(await find("warmep")).toBe("1");
      expect(await find("sys")).toBe("2");
      expect(await find("m")).toBe("1 2");
      expect(await find("strasse")).toBe("3");
      expect(await find("üller")).toBe("");
    });

    test("finds names with markup, other scripts and emoji, and takes nothing for a wildcard", async () => {
      await saveNext(stores, make(1, "<b>Bold</b> & Co"));
      await saveNext(stores, make(2, "شركة الأفق"));
      await saveNext(stores, make(3, "🚀"));
      await saveNext(stores, make(4, "100 % Wärme"));
      expect(await find("<b>bold")).toBe("1");
      expect(await find("شركة")).toBe("2");
      expect(await find("🚀")).toBe("3");
      expect(await find("100")).toBe("4");
      for (const nothing of ["%", "_", "*", "'", '"', "\\", "\u0000", "x".repeat(5000)]) {
        expect(await find(nothing)).toBe("");
      }
    });

    test("finds by exact id and external id, and by nothing less", async () => {
      await saveNext(stores, make(1, "Alpha"));
      await saveNext(stores, make(11, "Beta"));
      expect(await find("acme.partner00011")).toBe("11");
      expect(await find("acme.partner0001")).toBe("");
      expect(await find(" crm-1 ")).toBe("1");
      expect(await find("CRM-1")).toBe("");
      expect(await find("crm")).toBe("");
    });

    test("finds by a contact's mail address and its domain, and by the company's domain", async () => {
      const company = make(1, "Alpha");
      await saveNext(
        stores,
        { ...company, partner: { ...company.partner, domain: "Alpha.example" } },
        {
          records: [
            makePerson("c1", "Anna.Schmidt@Mail.Alpha.example"),
            makePerson("c2", "ben@alpha.example"),
          ],
        },
      );
      await saveNext(stores, make(2, "Beta"), { records: [makePerson("c1", "cem@beta.example")] });
      expect(await find("anna.schmidt@mail.alpha.example")).toBe("1");
      expect(await find("ANNA.SCHMIDT@mail.alpha.example")).toBe("1");
      expect(await find("anna@mail.alpha.example")).toBe("");
      expect(await find("mail.alpha.example")).toBe("1");
      expect(await find("alpha.example")).toBe("1");
      expect(await find("@beta.example")).toBe("2");
      expect(await find("beta.exampl")).toBe("");
      expect(await find("example")).toBe("");
    });

    test("does not find by the partner manager's address, who is the vendor's", async () => {
      await saveNext(stores, make(1, "Alpha"), { records: [makePerson("manager", "pia@acme.example")] });
      expect(await find("pia@acme.example")).toBe("");
    });

    test("forgets an address once its record is replaced", async () => {
      const onboarding = make(1, "Alpha");
      const old = "anna@old.example";
      await saveNext(stores, onboarding, { records: [makePerson("c1", old), makePerson("c2", old)] });
      await saveNext(stores, onboarding, { records: [makePerson("c1", "anna@new.example")] });
      expect(await find(old)).toBe("1");
      await stores.onboardings.putRecord(onboarding.id, makePerson("c2", ""));
      expect(await find(old)).toBe("");
      expect(await find("old.example")).toBe("");
      expect(await find("anna@new.example")).toBe("1");
    });

    test("pages through many matches, filtered", async () => {
      for (let number = 1; number <= 12; number++) await saveNext(stores, make(number, `Muster ${number}`));
      const query = { vendors: [ACME], search: "muster", order: "newest", limit: 5 } as const;
      const page = await stores.onboardings.list(query);
      const rest = await stores.onboardings.list({ ...query, limit: 50, cursor: page.next ?? undefined });
      expect(page.items.concat(rest.items).map((item) => item.externalPartnerId)).toEqual(
        Array.from({ length: 12 }, (_, index) => `crm-${index + 1}`),
      );
      expect((await stores.onboardings.list({ ...query, status: "completed" })).items).toEqual([]);
    });

    test("finds only what the asking vendor has", async () => {
      const theirs = make(1, "Alpha", GLOBEX);
      await saveNext(stores, theirs, { records: [makePerson("c1", "anna@alpha.example")] });
      for (const search of ["alpha", theirs.id, "crm-1", "anna@alpha.example", "alpha.example"]) {
        expect(await find(search)).toBe("");
        expect(await find(search, [GLOBEX])).toBe("1");
        expect(await find(search, "all")).toBe("1");
      }
    });
  });

  describe("deals of the same vendor", () => {
    const record = { kind: "deal", key: "1", value: form } as const;
    test("are found by domain or name, each once, with what a comparison needs", async () => {
      const onboarding = withDeal(make(1, "Alpha"), registered);
      await saveNext(stores, onboarding, { records: [record] });
      await stores.reopen();
      const { customerName, customerDomain, customerCountry } = form;
      const candidate = { record: `${onboarding.id}#1`, customerName, customerDomain, customerCountry };
      expect(await like({ customerDomain })).toEqual([candidate]);
      expect(await like({ customerName: "STADTWERKE Sud" })).toEqual([candidate]);
      expect(await like(form)).toEqual([candidate]);
      expect(await like({})).toEqual([]);
      expect(await like(form, GLOBEX)).toEqual([]);
    });

    test("are no longer found by what the partner corrected", async () => {
      const onboarding = withDeal(make(1, "Alpha"), registered);
      await saveNext(stores, onboarding, { records: [record] });
      const value = { ...form, customerDomain: "stadtwerke.example" };
      await saveNext(stores, onboarding, { records: [{ ...record, value }] });
      expect(await like({ customerDomain: form.customerDomain })).toEqual([]);
      expect(await like({ customerDomain: value.customerDomain })).toHaveLength(1);
    });

    test("stand in nobody's way once they have ended", async () => {
      const onboarding = make(1, "Alpha");
      await saveNext(stores, withDeal(onboarding, registered), { records: [record] });
      const ended: DealRegistration[] = [
        { ...registered, review: "rejected", at: T0 },
        { ...registered, review: "withdrawn", at: T0 },
        { ...registered, review: "expired", at: T0 },
        { ...registered, stage: "lost" },
      ];
      for (const deal of ended) {
        await saveNext(stores, withDeal(onboarding, deal));
        expect(await like(form)).toEqual([]);
      }
    });
  });
}
