import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../domain/calendar.ts";
import type { MailOutcome } from "../../../domain/world.ts";
import { seen } from "../../domain/run.ts";
import { ANNA, HOUR } from "../../make.ts";
import { lastingTroubles } from "../../../functions/troubles.ts";
import { atContractMail, openWork } from "../open-work.ts";
import type { Work } from "../open-work.ts";

const outbound = { url: "https://crm.acme.example/hook", secrets: ["whsec_x"] };

describe("dispatch", () => {
  test("does what is due once, and what that brings about the next time", async () => {
    const work = await atContractMail();
    expect(work.workflow.told).toEqual(["start 1"]);
    expect((await work.state()).agreement.state).toBe("sent");
    expect(work.mails).toEqual([]);
    await work.dispatch();
    await work.dispatch();
    expect(work.mails.map(({ key, to }) => [key, to.email])).toEqual([
      [`${work.id}/3.0.0`, "c1@musterhaus.example"],
    ]);
    expect(await work.effect("mail")).toMatchObject({ state: "done", outcome: `<${work.id}/3.0.0>` });
  });

  test("leaves the vendor's webhooks to deliver", async () => {
    const work = await openWork({ vendor: { outbound } });
    await work.dispatchAlone();
    expect(await work.effect("start_workflow")).toMatchObject({ state: "done" });
    expect(await work.effect("webhook")).toMatchObject({ state: "due", attempts: 0 });
    await work.dispatch();
    expect(await work.effect("webhook")).toMatchObject({ state: "done", attempts: 1 });
  });

  test("writes a fault down, tries again after ever longer pauses, and gives up after twelve tries", async () => {
    const work = await openWork();
    work.workflow.fault = new Error("throttled");
    const pauses: number[] = [];
    for (let tries = 1; tries < 12; tries++) {
      await work.dispatch();
      const { state, dueAt, lastError } = await work.effect("start_workflow");
      expect({ state, lastError }).toEqual({ state: "due", lastError: "throttled" });
      pauses.push(dueAt - work.clock());
      work.pass(dueAt - work.clock());
    }
    expect(pauses.slice(0, 3)).toEqual([10_000, 20_000, 40_000]);
    expect(Math.max(...pauses)).toBe(HOUR);
    await work.dispatch();
    expect(await work.effect("start_workflow")).toMatchObject({ state: "failed", attempts: 12 });

    work.workflow.fault = null;
    await work.store.effects.again(work.id, "1.0.0", work.clock());
    await work.dispatch();
    expect(work.workflow.told).toEqual(["start 1"]);
  });

  test("holds up neither mail nor workflow while a receiver of webhooks hangs", async () => {
    const hanging = Promise.withResolvers<{ kind: "done"; outcome: string }>();
    const work = await openWork({ vendor: { outbound }, deliver: () => hanging.promise });
    const running = work.dispatch();
    await expect.poll(() => work.workflow.told).toEqual(["start 1"]);
    expect((await work.effect("webhook")).state).toBe("claimed");
    hanging.resolve({ kind: "done", outcome: "HTTP 200" });
    await running;
    expect((await work.effect("webhook")).state).toBe("done");
  });
});

const answering = async (outcome: MailOutcome) => {
  const work = await atContractMail();
  work.relay.answer = async () => outcome;
  await work.dispatch();
  return work;
};

const documentsOf = ({ documents }: Work): string[] =>
  [...documents.values()].map((bytes) => new TextDecoder().decode(bytes));

async function rename(work: Work, name: string) {
  const person = await work.store.onboardings.record(work.id, "person", ANNA);
  if (!person) throw new Error("nobody");
  const changed = { contact: ANNA, person: { ...person, name }, renamed: true, moved: false };
  await work.act({ kind: "correct_address", ...changed, note: "Misspelled" });
}

async function sign(work: Work, name: string) {
  await work.act({ kind: "open_agreement", contact: ANNA });
  const { agreement } = await work.state();
  if (agreement.state !== "opened") throw new Error(`the agreement is ${agreement.state}`);
  const { sha256 } = agreement.document;
  const signature = { contact: ANNA, typedName: name, authorized: true, consent: true, sha256 };
  await work.act({ kind: "sign_agreement", ...signature, seen: { ...seen, name } });
}

describe("the agreement", () => {
  test("is drawn up anew, and sent again, when its signatory gets another name before signing", async () => {
    const work = await atContractMail();
    await work.dispatch();
    await rename(work, "Anna Neu");
    await work.dispatch();
    await work.dispatch();
    expect((await work.state()).agreement.state).toBe("sent");
    expect(documentsOf(work).map((text) => text.includes("Anna Neu"))).toEqual([false, true]);
    expect(work.mails.map(({ to }) => to.name)).toEqual(["Person c1", "Anna Neu"]);
  });

  test("is filed under the name it was signed with, whatever the person is called later", async () => {
    const work = await atContractMail();
    await sign(work, "Person c1");
    await rename(work, "Anna Neu");
    await work.act({ kind: "countersign", note: "Welcome" });
    await work.dispatch();
    const [unsigned, filed] = documentsOf(work);
    expect(unsigned).toContain("Für: Person c1");
    expect(filed).toContain("Für: Person c1");
    expect(filed).not.toContain("Anna Neu");
  });
});

describe("a mail", () => {
  test.each(["bounced", "not_sent", "unknown"] as const)(
    "that was %s leaves no address behind",
    async (kind) => {
      const reason = "550 <C1@Musterhaus.example>: c1@musterhaus.example is unknown";
      const work = await answering({ kind, reason });
      const { lastError } = await work.effect("mail", "contract_step");
      expect(lastError).toContain("550 <the address>: the address is unknown");
    },
  );

  test("whose fate is unknown goes out once more after 15 minutes with the same key, then somebody looks", async () => {
    const work = await answering({ kind: "unknown", reason: "connection lost" });
    const first = await work.effect("mail");
    expect(first).toMatchObject({ state: "due", lastError: "perhaps sent: connection lost" });
    expect(first.dueAt - work.clock()).toBe(15 * MINUTE);
    work.pass(14 * MINUTE);
    await work.dispatch();
    expect(work.mails).toHaveLength(1);
    work.pass(MINUTE);
    await work.dispatch();
    expect(await work.effect("mail")).toMatchObject({ state: "failed" });
    expect(new Set(work.mails.map(({ key, text }) => key + text)).size).toBe(1);
    expect(work.mails).toHaveLength(2);
  });

  test("that a relay would not take is tried for as long as it takes", async () => {
    const work = await answering({ kind: "not_sent", reason: "connection refused" });
    for (let tries = 0; tries < 20; tries++) {
      work.pass(HOUR);
      await work.dispatch();
    }
    expect(await work.effect("mail")).toMatchObject({ state: "due", attempts: 21 });
    work.relay.answer = async () => ({ kind: "sent", messageId: "<ok>" });
    work.pass(HOUR);
    await work.dispatch();
    expect(await work.effect("mail")).toMatchObject({ state: "done", outcome: "<ok>" });
  });

  test("that a relay goes on refusing stands on the console until it has gone out", async () => {
    const work = await answering({ kind: "not_sent", reason: "connection refused" });
    const told = async () =>
      (await lastingTroubles({ ...work.store, clock: work.clock }, "all")).map(({ reason }) => reason);
    work.pass(HOUR);
    await work.dispatch();
    expect(await told()).toEqual([]);
    for (let tries = 0; tries < 5; tries++) {
      work.pass(HOUR);
      await work.dispatch();
      expect(await told()).toEqual(["a mail does not go out: connection refused"]);
    }
    work.pass(HOUR);
    expect(await told()).toHaveLength(1);
    work.relay.answer = async () => ({ kind: "sent", messageId: "<ok>" });
    await work.dispatch();
    expect(await told()).toEqual([]);
  });

  test("that bounces is known to have failed, and the manager is told", async () => {
    const work = await answering({ kind: "bounced", reason: "no such user" });
    expect(await work.effect("mail", "contract_step")).toMatchObject({ state: "failed" });
    expect((await work.state()).contacts[0]?.bouncedAt).toBe(work.clock());
    work.relay.answer = async () => ({ kind: "sent", messageId: "<m>" });
    await work.dispatch();
    expect(work.mails.at(-1)?.headers["X-Onboarding-Mail"]).toBe("mail_bounced");
  });

  test("of a stage that is over is not sent", async () => {
    const work = await atContractMail();
    await work.act({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "known partner" });
    await work.dispatch();
    expect(work.mails).toEqual([]);
    expect(await work.effect("mail")).toMatchObject({ state: "dropped", outcome: "stage_not_open" });
  });
});

describe("the workflow", () => {
  test("is told of a stage's end, and the task is forgotten", async () => {
    const work = await atContractMail();
    await work.act({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "known partner" });
    await work.dispatch();
    expect(work.workflow.told).toEqual(["start 1", "succeed t1"]);
    expect(await work.store.tasks.get(work.id)).toBeNull();
    expect(await work.resume()).toBe("nothing waits");
  });

  test("is told that the onboarding was closed", async () => {
    const work = await atContractMail();
    await work.act({ kind: "close", as: "withdrawn", note: "out of business" });
    await work.dispatch();
    expect(work.workflow.told.at(-1)).toBe("fail t1 OnboardingClosed withdrawn");
  });

  test("keeps its task until it could be told", async () => {
    const work = await atContractMail();
    await work.act({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "known partner" });
    work.workflow.fault = new Error("throttled");
    await work.dispatch();
    expect((await work.store.tasks.get(work.id))?.token).toBe("t1");
    work.workflow.fault = null;
    work.pass(MINUTE);
    await work.dispatch();
    expect(work.workflow.told.at(-1)).toBe("succeed t1");
  });

  test("goes on at once where the stage was over before it opened, without a mail", async () => {
    const work = await openWork();
    await work.act({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "known partner" });
    const enteredAt = new Date(work.clock()).toISOString();
    const entered = { onboardingId: work.id, n: 1, stage: "contract", enteredAt, retryCount: 0 } as const;
    await work.openStage({ ...entered, token: "t1" });
    expect(work.workflow.told).toEqual(["succeed t1"]);
    await work.dispatch();
    expect(work.mails).toEqual([]);
  });

  test("does not wait on an attempt that was overtaken", async () => {
    const work = await atContractMail();
    const enteredAt = new Date(work.clock()).toISOString();
    const entered = { onboardingId: work.id, n: 1, stage: "contract", enteredAt } as const;
    await work.openStage({ ...entered, retryCount: 1, token: "t2" });
    await work.openStage({ ...entered, retryCount: 0, token: "t1" });
    expect((await work.store.tasks.get(work.id))?.token).toBe("t2");
  });

  test("is refused a stage whose turn has not come", async () => {
    const work = await openWork();
    const enteredAt = new Date(work.clock()).toISOString();
    const entered = { onboardingId: work.id, n: 1, stage: "training", enteredAt } as const;
    await expect(work.openStage({ ...entered, retryCount: 0, token: "t1" })).rejects.toThrow("cannot open");
  });
});
