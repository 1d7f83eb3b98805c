import { beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { parseOnboardingId } from "../../../domain/ids.ts";
import type { OnboardingId } from "../../../domain/ids.ts";
import { PROBLEMS } from "../../../functions/problem-catalog.ts";
import { ACME, after, DAY, makeVendor, T0 } from "../../make.ts";
import { BASE_URL, openIntake, sampleBody, SECRET, signedHeaders } from "./intake.ts";
import type { Intake } from "./intake.ts";

const Accepted = z.strictObject({
  onboardingId: z.string().regex(/^acme\.[a-z0-9]{12}$/),
  status: z.literal("in_progress"),
  links: z.strictObject({ self: z.string(), console: z.string() }),
});
const Problem = z.strictObject({
  type: z.string().startsWith(`${BASE_URL}/docs/errors#`),
  title: z.string().min(1),
  status: z.number(),
  detail: z.string().optional(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string().min(1) })).optional(),
});

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});

async function accepted(response: Response): Promise<OnboardingId> {
  expect(response.status).toBe(202);
  expect(response.headers.get("content-type")).toBe("application/json");
  const id = parseOnboardingId(Accepted.parse(await response.json()).onboardingId);
  if (!id) throw new Error("no id");
  return id;
}

/** The answer is a problem of that status, and nothing was started. */
async function refused(response: Response, status: number, code: string) {
  const body = Problem.parse(await response.json());
  expect({ status: response.status, type: body.type }).toEqual({
    status,
    type: `${BASE_URL}/docs/errors#${code}`,
  });
  expect(body.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  expect(await intake.started()).toBe(0);
  return body;
}

const pointersOf = async (body: unknown): Promise<string[]> => {
  const { errors = [] } = await refused(await intake.send(body), 422, "invalid_fields");
  return errors.map(({ pointer }) => pointer);
};

describe("a signed webhook", () => {
  test("starts an onboarding, with links to follow it", async () => {
    const response = await intake.send(sampleBody());
    const id = await accepted(response.clone());
    expect(await response.json()).toEqual({
      onboardingId: id,
      status: "in_progress",
      links: { self: `${BASE_URL}/api/onboardings/${id}`, console: `${BASE_URL}/console/runs/${id}` },
    });
    const stored = await intake.store.onboardings.load(id);
    expect(stored?.rev).toBe(1);
    expect(stored?.onboarding).toMatchObject({
      externalPartnerId: "CRM-4711",
      ordinal: 1,
      partner: { legalName: "Heizwerk Niederrhein GmbH", domain: "heizwerk.example" },
      contacts: [
        { id: "c1", locale: "de", timeZone: "Europe/Berlin", roles: ["primary", "signatory", "sales"] },
        { id: "c2", locale: "en", timeZone: "Europe/Berlin", roles: ["technical"] },
      ],
      agreement: { signatory: "c1" },
    });
    expect(await intake.store.onboardings.records(id, "person")).toEqual({
      c1: { name: "Sabine Vogt", email: "sabine.vogt@heizwerk.example" },
      c2: { name: "Tom Baker", email: "tom.baker@heizwerk.example" },
      manager: { name: "Ines Albers", email: "ines.albers@vendor.example" },
    });
  });

  test("leaves work to do with the commit that stored it", async () => {
    const id = await accepted(await intake.send(sampleBody()));
    const due = await intake.store.effects.dueOf(id, T0);
    expect(due.map(({ effect }) => effect.kind)).toContain("start_workflow");
  });

  test("gets the same bytes again when it is repeated, also days later", async () => {
    const first = await (await intake.send(sampleBody())).text();
    intake.moveTo(after(3 * DAY));
    const again = await intake.send(sampleBody());
    expect(again.status).toBe(202);
    expect(await again.text()).toBe(first);
    expect(await intake.started()).toBe(1);
  });

  test("starts one onboarding however often it comes at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => intake.send(sampleBody())));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(bodies).size).toBe(1);
    expect(await intake.started()).toBe(1);
  });

  test("starts one onboarding of a partner however many webhooks ask for it at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => intake.send(sampleBody(), { id: `msg_${index}` })),
    );
    expect(new Set(await Promise.all(answers.map(accepted))).size).toBe(1);
    expect(await intake.started()).toBe(1);
  });

  test("is refused with another body under the same id, and changes nothing", async () => {
    const id = await accepted(await intake.send(sampleBody()));
    const other = sampleBody();
    other.data.partner.legalName = "Somebody Else GmbH";
    const response = await intake.send(other);
    expect(response.status).toBe(422);
    expect(Problem.parse(await response.json()).type).toMatch(/#webhook_id_reused$/);
    expect(await intake.started()).toBe(1);
    expect((await intake.store.onboardings.load(id))?.rev).toBe(1);
  });

  test("may be corrected under the id under which it was found invalid", async () => {
    await refused(await intake.send({ ...sampleBody(), type: "partner.rejected" }), 422, "invalid_fields");
    await accepted(await intake.send(sampleBody()));
  });

  test("under a new id gets the onboarding that is open, and changes nothing", async () => {
    const id = await accepted(await intake.send(sampleBody()));
    const changed = sampleBody();
    changed.data.partner.legalName = "Renamed GmbH";
    expect(await accepted(await intake.send(changed, { id: "msg_2" }))).toBe(id);
    expect((await intake.store.onboardings.load(id))?.rev).toBe(1);
    expect(await accepted(await intake.send(changed, { id: "msg_2" }))).toBe(id);
  });

  test("begins the next onboarding once the last has closed", async () => {
    const id = await accepted(await intake.send(sampleBody()));
    const stored = await intake.store.onboardings.load(id);
    if (!stored) throw new Error("it was just started");
    await intake.store.onboardings.save(await withdrawn(stored));
    const next = await accepted(await intake.send(sampleBody(), { id: "msg_2" }));
    expect(next).not.toBe(id);
    expect((await intake.store.onboardings.load(next))?.onboarding.ordinal).toBe(2);
  });

  test("verifies with an older and a newer secret, and with one that was added just now", async () => {
    const newer = `whsec_${Buffer.alloc(32, 6).toString("base64")}`;
    await accepted(await intake.send(sampleBody()));
    await intake.store.vendors.put(makeVendor({ webhookSecrets: [newer, SECRET] }));
    for (const secret of [SECRET, newer]) await accepted(await intake.send(sampleBody(), { secret }));
  });

  test("ignores fields we do not know", async () => {
    const body = { ...sampleBody(), extra: { deep: [1] } };
    await accepted(await intake.send({ ...body, data: { ...body.data, owner: "x" } }));
  });

  test.each(["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])(
    "may come as %s",
    async (type) => {
      await accepted(await intake.send(sampleBody(), { headers: { "content-type": type } }));
    },
  );
});

async function withdrawn(stored: Awaited<ReturnType<Intake["store"]["onboardings"]["load"]>> & {}) {
  const { decide } = await import("../../../domain/decide.ts");
  const { commitOf } = await import("../../../functions/commit.ts");
  const { makeProgram } = await import("../../make-program.ts");
  const { testHmac } = await import("../../make.ts");
  const actor = { kind: "operator", operator: "ines" } as const;
  const command = { kind: "close", as: "withdrawn", note: "A mistake." } as const;
  const decision = decide(stored.onboarding, command, { now: T0, actor, program: makeProgram() });
  if (!decision.ok) throw new Error(decision.error.kind);
  return commitOf(decision.value, {
    ...{ id: stored.onboarding.id, stored, actor, now: T0, program: makeProgram() },
    ...{ outbound: false, inbox: null, hmac: testHmac, randomId: (length: number) => "s".repeat(length) },
  });
}

describe("a webhook that cannot be verified", () => {
  const body = JSON.stringify(sampleBody());
  const without = (name: string) =>
    Object.fromEntries(Object.entries(signedHeaders(body)).filter(([key]) => key !== name));
  const cases: readonly (readonly [string, Record<string, string>, string?])[] = [
    ["unsigned", { "content-type": "application/json" }],
    ["forged", signedHeaders(`${body} `)],
    ["signed with another secret", signedHeaders(body, { secret: `whsec_${"A".repeat(32)}` })],
    ["older than five minutes", signedHeaders(body, { at: T0 - 301_000 })],
    ["more than five minutes ahead", signedHeaders(body, { at: T0 + 301_000 })],
    ["without an id", without("webhook-id")],
    ["without a timestamp", without("webhook-timestamp")],
    ["without a signature", without("webhook-signature")],
    ["with a header twice", { ...signedHeaders(body), "webhook-id": "msg_1, msg_1" }],
    ["of an unknown vendor", signedHeaders(body), "/webhooks/nobody"],
    ["of a vendor whose id is none", signedHeaders(body), "/webhooks/..%2f..%2fetc"],
  ];

  test.each(cases)("is refused, and not told why: %s", async (_, headers, path) => {
    const problem = await refused(await intake.post(body, headers, path), 401, "webhook_not_verified");
    expect(problem).toEqual({
      type: `${BASE_URL}/docs/errors#webhook_not_verified`,
      title: PROBLEMS.webhook_not_verified.title,
      status: 401,
    });
  });

  test("is not told that its body is wrong", async () => {
    await refused(await intake.post("{", signedHeaders("[")), 401, "webhook_not_verified");
  });
});

describe("a webhook of the wrong kind", () => {
  test("over 64 KiB is refused before it is looked at, also without a length", async () => {
    const large = "x".repeat(65_537);
    await refused(await intake.post(large, { "content-length": "65537" }), 413, "body_too_large");
    await refused(await intake.post(large, {}), 413, "body_too_large");
    await refused(await intake.post(large, { "content-length": "10" }), 413, "body_too_large");
  });

  test("of exactly 64 KiB is read", async () => {
    const body = JSON.stringify({ ...sampleBody(), filler: "" });
    const full = body.replace('"filler":""', `"filler":"${"x".repeat(65_536 - body.length)}"`);
    expect(Buffer.byteLength(full)).toBe(65_536);
    await accepted(await intake.send(full));
  });

  test.each([
    "text/plain",
    "",
    "application/json; charset=iso-8859-1",
    "application/json; charset=utf-16",
    "application/jsonp",
    "application/json, application/json",
  ])("is refused as %j", async (type) => {
    const headers = { "content-type": type };
    await refused(await intake.send(sampleBody(), { headers }), 415, "unsupported_media_type");
  });

  test("is refused when it is packed", async () => {
    const headers = { "content-encoding": "gzip" };
    await refused(await intake.send(sampleBody(), { headers }), 415, "unsupported_media_type");
  });

  const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  test.each([
    ["empty", ""],
    ["not JSON", "partner=approved"],
    ["half of it", '{"type":'],
    ["with a byte order mark", `\ufeff${JSON.stringify(sampleBody())}`],
    ["17 levels deep", nested(17)],
    ["30,000 levels deep", nested(30_000)],
    ["with a prototype as key", '{"data":{"__proto__":{"admin":true}}}'],
    ["with a constructor as key", '{"data":[{"constructor":{"prototype":1}}]}'],
  ])("is refused when its body is %s", async (_, body) => {
    await refused(await intake.send(body), 400, "malformed_body");
  });

  test("is refused when its body is not UTF-8", async () => {
    const latin = Buffer.from(JSON.stringify(sampleBody()).replace("Heizwerk", "Wärme"), "latin1");
    await refused(await intake.post(latin, signedHeaders(latin)), 400, "malformed_body");
  });

  test("is refused by another method, which is told", async () => {
    const response = await intake.app.request("/webhooks/acme");
    expect(response.headers.get("allow")).toBe("POST");
    await refused(response, 405, "method_not_allowed");
  });
});

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
    const { errors } = await refused(response, 422, "invalid_fields");
    expect(errors).toEqual([{ pointer: "/type", detail: "Use one of: partner.approved." }]);
  });

  test("is refused where the program has no agreement for the partner", async () => {
    const { makeProgram, makeTemplate } = await import("../../make-program.ts");
    const templates = [makeTemplate({ countries: ["FR"] })];
    const contract = { ...makeProgram().contract, templates };
    await intake.store.programs.publish(makeProgram({ id: "french", contract }));
    expect(await pointersOf(set((body) => (body.data.program = "french")))).toEqual(["/data/partner"]);
  });
});

describe("what is understood of a body", () => {
  async function stored(change: (body: ReturnType<typeof sampleBody>) => unknown) {
    const body = sampleBody();
    change(body);
    const id = await accepted(await intake.send(body));
    const people = await intake.store.onboardings.records(id, "person");
    const found = await intake.store.onboardings.load(id);
    if (!found) throw new Error("it was just started");
    return { ...found.onboarding, people };
  }

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
    await accepted(await intake.send(sampleBody()));
    expect(await intake.store.onboardings.latest(ACME, "reseller", "CRM-4711")).toMatchObject({ open: true });
    expect(await intake.store.onboardings.latest(ACME, "other", "CRM-4711")).toBeNull();
  });
});
