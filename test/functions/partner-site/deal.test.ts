import { describe, expect, test } from "vitest";
import { onboardingId } from "../../../domain/ids.ts";
import { ACME, ANNA, HOUR, makeCommit, makeOnboarding, T0, withStageOpen } from "../../make.ts";
import { enter, openSite, OPERATOR } from "./site.ts";
import type { Site } from "./site.ts";

const FORM = {
  customerName: "Stadtwerke Musterstadt GmbH",
  customerDomain: "https://www.Stadtwerke.example/kontakt",
  customerCountry: "DE",
  customerContact: "",
  need: "Ein Assistent für den Kundenservice, mit Daten im Haus.",
  value: "48.000",
  currency: "EUR",
  targetCloseDate: "2026-12-15",
  nextSteps: "",
};

async function atDeal() {
  const site = await openSite({ onboarding: withStageOpen(makeOnboarding(), "first_deal") });
  return { site, anna: await enter(site, ANNA, "first_deal") };
}

async function registered() {
  const { site, anna } = await atDeal();
  expect((await anna.post("/deal", FORM)).status).toBe(303);
  return { site, anna };
}

const deals = async (site: Site) => (await site.state()).deals;

describe("registering a deal", () => {
  test("takes an address and an amount as people write them, and shows the decision clock", async () => {
    const { site, anna } = await registered();
    expect(await site.store.onboardings.record(site.id, "deal", "1")).toMatchObject({
      customerDomain: "stadtwerke.example",
      value: 48_000,
    });
    const page = await anna.page();
    expect(page).toContain("Entscheidung spätestens in 3 Tagen");
    expect(page).toContain("48.000\u00a0€");
  });

  test("tells every field that is wrong, beside it and at the top, and keeps what was typed", async () => {
    const { site, anna } = await atDeal();
    const sent = await anna.post("/deal", { ...FORM, value: "viel", targetCloseDate: "2020-01-01" });
    const page = await sent.text();
    expect(sent.status).toBe(422);
    for (const name of ["value", "targetCloseDate"]) {
      expect(page).toContain(`href="#${name}"`);
      expect(page).toContain(`id="${name}-error"`);
    }
    expect(page).not.toContain('id="customerName-error"');
    expect(page).toContain('value="viel"');
    expect(await deals(site)).toEqual([]);
  });

  test("pressed twice registers once and gets the same answer", async () => {
    const { site, anna } = await atDeal();
    const presses = await Promise.all([anna.post("/deal", FORM), anna.post("/deal", FORM)]);
    for (const press of presses) expect(press.headers.get("Location")).toBe(anna.path);
    expect(await deals(site)).toHaveLength(1);
  });

  test("while another is under way is refused, with the way on", async () => {
    const { site, anna } = await registered();
    const other = await anna.post("/deal", { ...FORM, customerName: "Somebody else" });
    expect(other.status).toBe(409);
    expect(await other.text()).toContain("Es läuft schon eine Anmeldung");
    expect(await deals(site)).toHaveLength(1);
  });
});

describe("a possible duplicate", () => {
  test("is told by its rule, never by whose it is, and can be appealed", async () => {
    const { site, anna } = await atDeal();
    const rival = makeOnboarding({
      id: onboardingId(ACME, "rivalrival01"),
      externalPartnerId: "rival",
      deals: [
        {
          review: "submitted",
          number: 1,
          contact: ANNA,
          stage: "prospect",
          submittedAt: T0,
          duplicates: [],
          appealed: false,
          decideBy: T0,
          late: false,
        },
      ],
    });
    const saved = await site.store.onboardings.save(
      makeCommit(rival, {
        records: [
          {
            kind: "deal",
            key: "1",
            value: { ...FORM, customerDomain: "stadtwerke.example", value: 1 },
          },
        ],
      }),
    );
    expect(saved).toBe("saved");
    await anna.post("/deal", FORM);
    const page = await anna.page();
    expect(page).toContain("Eine andere Anmeldung nennt dieselbe Internetadresse.");
    expect(page).not.toContain("rival");
    await anna.post("/deal/appeal", { note: "Another site of the same group." });
    expect((await deals(site))[0]?.appealed).toBe(true);
    expect(await anna.page()).toContain("Ihr Einspruch liegt bei der Entscheidung vor.");
  });
});

describe("the vendor's review", () => {
  test("is seen look by look", async () => {
    const { site, anna } = await registered();
    await site.act({ kind: "view_deal" });
    site.pass(HOUR / 4);
    await site.act({ kind: "view_deal" });
    expect(await anna.page()).toContain("hat die Anmeldung 2-mal angesehen");
  });

  test("sent back opens the listed fields and no other", async () => {
    const { site, anna } = await registered();
    await site.act(
      { kind: "review_deal", decision: "action_required", fields: ["value"], note: "Per year?" },
      OPERATOR,
    );
    const page = await anna.page("/deal/correct");
    expect(page).toContain("Per year?");
    expect(page).toContain('name="value"');
    expect(page).not.toContain('name="customerName"');
    await anna.post("/deal/correct", { value: "52000", customerName: "Smuggled in" });
    expect(await site.store.onboardings.record(site.id, "deal", "1")).toMatchObject({
      value: 52_000,
      customerName: FORM.customerName,
    });
    expect((await deals(site))[0]?.review).toBe("submitted");
    expect((await anna.post("/deal/correct", { value: "1" })).status).toBe(303);
  });

  test("approved shows the protection; extension and stage go on from there", async () => {
    const { site, anna } = await registered();
    await site.act({ kind: "review_deal", decision: "approve", fields: [], note: "A good fit." });
    expect(await anna.page()).toContain("Geschützt bis");
    await anna.post("/deal/extension", { note: "The customer decides in spring." });
    expect(await anna.page()).toContain("Ihre Bitte um Verlängerung");
    const twice = await anna.post("/deal/extension", { note: "Again." });
    expect(twice.status).toBe(409);
    await anna.post("/deal/stage", { stage: "committed" });
    expect((await deals(site))[0]?.stage).toBe("committed");
    expect((await anna.post("/deal/stage", { stage: "lost" })).headers.get("Location")).toBe(
      `${anna.path}/deal/lost`,
    );
    await anna.post("/deal/stage", { stage: "won" });
    expect(await anna.page()).toContain("Gewonnen");
  });

  test("rejected says why, and another deal can be registered", async () => {
    const { site, anna } = await registered();
    await site.act({ kind: "review_deal", decision: "reject", fields: [], note: "Our direct customer." });
    expect(await anna.page()).toContain("Our direct customer.");
    expect(await anna.page("/deal/new")).toContain("Melden Sie Ihr erstes Geschäft an");
    await anna.post("/deal", { ...FORM, customerName: "Somebody else" });
    expect((await deals(site)).map(({ review }) => review)).toEqual(["rejected", "submitted"]);
  });

  test("can be ended by withdrawing, with a reason", async () => {
    const { site, anna } = await registered();
    expect((await anna.post("/deal/withdraw", { note: "" })).status).toBe(422);
    await anna.post("/deal/withdraw", { note: "The customer stepped back." });
    expect((await deals(site))[0]?.review).toBe("withdrawn");
    expect(await anna.page()).toContain("Sie haben die Anmeldung zurückgezogen");
  });
});
