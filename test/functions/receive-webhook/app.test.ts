import { beforeEach, describe, expect, test } from "vitest";
import { commitOf } from "../../../functions/commit.ts";
import { decide } from "../../../domain/decide.ts";
import type { Commit, Stored } from "../../../domain/ports.ts";
import { makeProgram } from "../../make-program.ts";
import { after, DAY, makeVendor, T0, testHmac } from "../../make.ts";
import {
  accepted,
  BASE_URL,
  ONE_OF_ACME,
  openIntake,
  problemOf,
  refusal,
  sampleBody,
  SECRET,
  WAYS,
} from "./intake.ts";
import type { Intake } from "./intake.ts";

const twenty = (send: (index: number) => Promise<Response>): Promise<Response>[] =>
  Array.from({ length: 20 }, (_, index) => send(index));

/** The commit that closes it. */
function withdrawn(stored: Stored): Commit {
  const actor = { kind: "operator", operator: "ines" } as const;
  const command = { kind: "close", as: "withdrawn", note: "A mistake." } as const;
  const program = makeProgram();
  const decision = decide(stored.onboarding, command, { now: T0, actor, program });
  if (!decision.ok) throw new Error(decision.error.kind);
  return commitOf(decision.value, {
    id: stored.onboarding.id,
    stored,
    actor,
    now: T0,
    program,
    outbound: false,
    inbox: null,
    hmac: testHmac,
  });
}

describe.each(WAYS)("a signed webhook, started %s,", (way) => {
  let intake: Intake;
  beforeEach(async () => {
    intake = await openIntake(way);
  });

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

  test("keeps a time zone in its one spelling", async () => {
    const body = sampleBody();
    Object.assign(body.data.contacts[1] ?? {}, { timeZone: "america/new_YORK" });
    const id = await accepted(await intake.send(body));
    const stored = await intake.store.onboardings.load(id);
    expect(stored?.onboarding.contacts[1]?.timeZone).toBe("America/New_York");
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
    const answers = await Promise.all(twenty(() => intake.send(sampleBody())));
    const bodies = await Promise.all(answers.map((answer) => answer.text()));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect(new Set(bodies).size).toBe(1);
    expect(await intake.started()).toBe(1);
  });

  test("starts one onboarding of a partner however many webhooks ask for it at once", async () => {
    const answers = await Promise.all(twenty((index) => intake.send(sampleBody(), { id: `msg_${index}` })));
    expect(new Set(await Promise.all(answers.map(accepted))).size).toBe(1);
    expect(await intake.started()).toBe(1);
  });

  test("is refused with another body under the same id, and changes nothing", async () => {
    const id = await accepted(await intake.send(sampleBody()));
    const other = sampleBody();
    other.data.partner.legalName = "Somebody Else GmbH";
    const response = await intake.send(other);
    expect(await problemOf(response)).toMatchObject(refusal(422, "webhook_id_reused"));
    expect(await intake.started()).toBe(1);
    expect((await intake.store.onboardings.load(id))?.rev).toBe(1);
  });

  test("may be corrected under the id under which it was found invalid", async () => {
    expect(await problemOf(await intake.send({ ...sampleBody(), type: "partner.rejected" }))).toMatchObject(
      refusal(422, "invalid_fields"),
    );
    expect(await accepted(await intake.send(sampleBody()))).toMatch(ONE_OF_ACME);
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
    await intake.store.onboardings.save(withdrawn(stored));
    const next = await accepted(await intake.send(sampleBody(), { id: "msg_2" }));
    expect(next).not.toBe(id);
    expect((await intake.store.onboardings.load(next))?.onboarding.ordinal).toBe(2);
  });

  test("verifies with an older and a newer secret, and with one that was added just now", async () => {
    const newer = `whsec_${Buffer.alloc(32, 6).toString("base64")}`;
    expect(await accepted(await intake.send(sampleBody()))).toMatch(ONE_OF_ACME);
    await intake.store.vendors.put(makeVendor({ webhookSecrets: [newer, SECRET] }));
    for (const secret of [SECRET, newer])
      expect(await accepted(await intake.send(sampleBody(), { secret }))).toMatch(ONE_OF_ACME);
  });

  test("may have exactly 64 KiB", async () => {
    const body = JSON.stringify({ ...sampleBody(), filler: "" });
    const full = body.replace('"filler":""', `"filler":"${"x".repeat(65_536 - body.length)}"`);
    expect(Buffer.byteLength(full)).toBe(65_536);
    expect(await accepted(await intake.send(full))).toMatch(ONE_OF_ACME);
  });

  test("ignores fields we do not know", async () => {
    const body = { ...sampleBody(), extra: { deep: [1] } };
    expect(await accepted(await intake.send({ ...body, data: { ...body.data, owner: "x" } }))).toMatch(
      ONE_OF_ACME,
    );
  });

  test.each(["application/json; charset=utf-8", 'Application/JSON;charset="UTF-8"'])(
    "may come as %s",
    async (type) => {
      expect(await accepted(await intake.send(sampleBody(), { headers: { "content-type": type } }))).toMatch(
        ONE_OF_ACME,
      );
    },
  );
});
