import { beforeEach, describe, expect, test } from "vitest";
import { makeProgram, makeTemplate } from "../../make-program.ts";
import { ACME, makeVendor } from "../../make.ts";
import { accepted, BASE_URL, ONE_OF_ACME, openIntake, problemOf, sampleBody, SECRET } from "./intake.ts";
import type { Intake } from "./intake.ts";

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});

/** Where the answer says that the fault is; nothing was started. */
async function pointersOf(body: unknown): Promise<string[]> {
  const { http, type, errors = [] } = await problemOf(await intake.send(body));
  expect([http, type, await intake.started()]).toEqual([422, `${BASE_URL}/docs/errors#invalid_fields`, 0]);
  return errors.map(({ pointer }) => pointer);
}

describe("a body with fields at fault", () => {
  type Sample = ReturnType<typeof sampleBody>;
  const set = (change: (body: Sample) => unknown) => {
    const body = sampleBody();
    change(body);
    return body;
  };
  const contact = sampleBody().data.contacts[0];

  test.each<readonly [string, unknown, readonly string[]]>([
    ["another type", { ...sampleBody(), type: "partner.rejected" }, ["/type"]],
    ["no time", { ...sampleBody(), timestamp: "yesterday" }, ["/timestamp"]],
    ["no data", { ...sampleBody(), data: null }, ["/data"]],
    ["a list", [], [""]],
    ["an unknown program", set((body) => (body.data.program = "nothing")), ["/data/program"]],
    ["no program", set((body) => (body.data.program = "")), ["/data/program"]],
    [
      "an unknown type of partner",
      set((body) => (body.data.partner.type = "friend")),
      ["/data/partner/type"],
    ],
    ["an unknown country", set((body) => (body.data.partner.country = "XX")), ["/data/partner/country"]],
    ["a country in words", set((body) => (body.data.partner.country = "Germany")), ["/data/partner/country"]],
    ["an odd domain", set((body) => (body.data.partner.domain = "https://x")), ["/data/partner/domain"]],
    ["no name", set((body) => (body.data.partner.legalName = "  ")), ["/data/partner/legalName"]],
    [
      "a long name",
      set((body) => (body.data.partner.legalName = "ö".repeat(201))),
      ["/data/partner/legalName"],
    ],
    [
      "a line end in a name",
      set((body) => (body.data.partner.legalName = "A\r\nBcc: x")),
      ["/data/partner/legalName"],
    ],
    [
      "half a character",
      set((body) => (body.data.partner.legalName = "A\ud83d")),
      ["/data/partner/legalName"],
    ],
    ["no contacts", set((body) => (body.data.contacts = [])), ["/data/contacts"]],
    [
      "51 contacts",
      set((body) => (body.data.contacts = Array.from({ length: 51 }, () => body.data.contacts[1]!))),
      ["/data/contacts"],
    ],
    ["no mail address", set((body) => (body.data.contacts[1]!.email = "tom@")), ["/data/contacts/1/email"]],
    [
      "two mail addresses",
      set((body) => (body.data.contacts[1]!.email = "a@b.example,c@d.example")),
      ["/data/contacts/1/email"],
    ],
    ["no language", set((body) => (body.data.contacts[0]!.locale = "German!")), ["/data/contacts/0/locale"]],
    [
      "an unknown role",
      set((body) => body.data.contacts[1]!.roles.push("boss")),
      ["/data/contacts/1/roles/1"],
    ],
    [
      "two primary contacts",
      set((body) => body.data.contacts[1]!.roles.push("primary")),
      ["/data/contacts/1/roles"],
    ],
    [
      "an unknown time zone",
      set((body) => Object.assign(body.data.contacts[0]!, { timeZone: "Europe/Nowhere" })),
      ["/data/contacts/0/timeZone"],
    ],
    [
      "an offset for a time zone",
      set((body) => Object.assign(body.data.contacts[0]!, { timeZone: "+01:00" })),
      ["/data/contacts/0/timeZone"],
    ],
    [
      "no manager",
      set((body) => Object.assign(body.data, { partnerManager: undefined })),
      ["/data/partnerManager"],
    ],
    [
      "a number for a name",
      { ...sampleBody(), data: { ...sampleBody().data, contacts: [{ ...contact, name: 4 }] } },
      ["/data/contacts/0/name"],
    ],
  ])("is told where: %s", async (_, body, pointers) => {
    expect(await pointersOf(body)).toEqual(pointers);
  });

  test("is told all of them at once", async () => {
    const body = set(({ data }) => {
      data.program = "nothing";
      data.partner.type = "friend";
      data.contacts[0]!.email = "no";
    });
    expect(new Set(await pointersOf(body))).toEqual(
      new Set(["/data/partner/type", "/data/contacts/0/email", "/data/program"]),
    );
  });

  test("is told which types there are", async () => {
    const response = await intake.send({ ...sampleBody(), type: "deal.won" });
    const { errors } = await problemOf(response);
    expect(errors).toEqual([{ pointer: "/type", detail: "Use one of: partner.approved." }]);
  });

  test("is refused where the program has no agreement for the partner", async () => {
    const templates = [makeTemplate({ countries: ["FR"] })];
    const contract = { ...makeProgram().contract, templates };
    await intake.store.programs.publish(makeProgram({ id: "french", contract }));
    expect(await pointersOf(set((body) => (body.data.program = "french")))).toEqual(["/data/partner"]);
  });
});

async function stored(change: (body: ReturnType<typeof sampleBody>) => unknown) {
  const body = sampleBody();
  change(body);
  const id = await accepted(await intake.send(body));
  const people = await intake.store.onboardings.records(id, "person");
  const found = await intake.store.onboardings.load(id);
  if (!found) throw new Error("it was just started");
  return { ...found.onboarding, people };
}

describe("what is understood of a body", () => {
  test.each(["<b>Müller</b> & Söhne", "شركة الشمس", "👩‍🚒 Feuer 🇩🇪", 'O\'Brien "Bob"', "株式会社"])(
    "keeps a name whole: %s",
    async (name) => {
      const { partner, people } = await stored((body) => {
        body.data.partner.legalName = name;
        body.data.contacts[0]!.name = name;
      });
      expect(partner.legalName).toBe(name);
      expect(people["c1"]?.name).toBe(name);
    },
  );

  test.each([
    ["de-AT", "de"],
    ["en_US", "en"],
    ["fr", "de"],
    ["deu", "de"],
    ["EN", "en"],
  ])("speaks %s as %s", async (locale, spoken) => {
    const { contacts } = await stored((body) => (body.data.contacts[0]!.locale = locale));
    expect(contacts[0]?.locale).toBe(spoken);
  });

  test.each([
    ["AT", "Europe/Vienna"],
    ["CH", "Europe/Zurich"],
    ["JP", "UTC"],
  ])("takes the clock of the country where no time zone is given (%s)", async (country, zone) => {
    const { contacts } = await stored((body) => (body.data.partner.country = country));
    expect(contacts[0]?.timeZone).toBe(zone);
  });

  test("takes a time zone that is given, and null for what is not", async () => {
    const { contacts, partner } = await stored((body) => {
      Object.assign(body.data.contacts[0]!, { timeZone: "Asia/Tokyo", phone: null });
      Object.assign(body.data.partner, { domain: null, vatId: null });
    });
    expect(contacts[0]?.timeZone).toBe("Asia/Tokyo");
    expect(partner).not.toHaveProperty("domain");
  });

  test("makes the first contact primary, and primary the signatory, where nobody is", async () => {
    const { contacts, agreement } = await stored((body) => {
      body.data.contacts[0]!.roles = ["sales"];
      body.data.contacts[1]!.roles = [];
    });
    expect(contacts.map(({ roles }) => roles)).toEqual([["sales", "primary"], []]);
    expect(agreement).toMatchObject({ signatory: "c1" });
  });

  test("lets the one who may sign do so, whoever is primary", async () => {
    const { agreement } = await stored((body) => {
      body.data.contacts[0]!.roles = ["primary"];
      body.data.contacts[1]!.roles = ["signatory", "signatory"];
    });
    expect(agreement).toMatchObject({ signatory: "c2" });
  });

  test("keeps one vendor's partners apart from another's", async () => {
    await intake.store.vendors.put(makeVendor({ webhookSecrets: [SECRET] }));
    expect(await accepted(await intake.send(sampleBody()))).toMatch(ONE_OF_ACME);
    expect(await intake.store.onboardings.latest(ACME, "reseller", "CRM-4711")).toMatchObject({ open: true });
    expect(await intake.store.onboardings.latest(ACME, "other", "CRM-4711")).toBeNull();
  });
});
