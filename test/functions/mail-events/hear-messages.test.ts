import { expect, test } from "vitest";
import { mailTags, readMailTags } from "../../../adapters/mail-tags.ts";
import { onboardingId } from "../../../domain/ids.ts";
import type { Effects } from "../../../domain/ports.ts";
import { hearMessages } from "../../../functions/mail-events/hear-messages.ts";
import type { HearMessagesDeps } from "../../../functions/mail-events/hear-messages.ts";
import { parseMailEvent } from "../../../functions/mail-events/mail-event.ts";
import { mailEvents } from "../../../functions/mail-events/mail-events.ts";
import { ACME, GLOBEX } from "../../make.ts";
import { atContractMail } from "../open-work.ts";

const BOUNCE = {
  bounce: { bounceType: "Permanent", bounceSubType: "General", bouncedRecipients: [{ status: "5.1.1" }] },
};

interface Told {
  readonly type: string;
  readonly detail?: object;
}

/** A message of the queue, about the mail with this key. */
function message(messageId: string, key: string, told: Told = { type: "Email Delivered" }) {
  const { onboarding, effect } = mailTags(key);
  const tags = { onboarding: [onboarding], effect: [effect] };
  const mail = { messageId: "0100018c", timestamp: "2026-03-02T09:00:00.000Z", tags };
  const body = { "detail-type": told.type, detail: { mail, ...told.detail } };
  return { messageId, body: JSON.stringify(body) };
}

/** Notes what was heard, and what could not be. */
function listening(hearOf: HearMessagesDeps["hearOf"]) {
  const heard: string[] = [];
  const faults: string[] = [];
  const deps: HearMessagesDeps = {
    hearOf,
    parse: (event) => parseMailEvent(event, readMailTags),
    heard: ({ effect }, outcome) => void heard.push(`${effect} ${outcome}`),
    failed: (id, fault) => void faults.push(`${id}: ${String(fault)}`),
  };
  return { deps, heard, faults };
}

test("messages about one onboarding are heard in order, another's beside them", async () => {
  const steps: string[] = [];
  const gate = Promise.withResolvers<void>();
  const { deps } = listening((id) => async ({ effect }) => {
    steps.push(`${id} ${effect} begins`);
    if (id.startsWith(ACME)) await gate.promise;
    if (id.startsWith(GLOBEX)) gate.resolve();
    steps.push(`${id} ${effect} ends`);
    return "known";
  });
  const [slow, quick] = [onboardingId(ACME, "partner00001"), onboardingId(GLOBEX, "partner00002")];
  const messages = [
    message("1", `${slow}/1.0.0`),
    message("2", `${slow}/2.0.0`),
    message("3", `${quick}/1.0.0`),
  ];
  expect(await hearMessages(deps, messages)).toEqual([]);
  const of = (id: string): readonly string[] => steps.filter((step) => step.startsWith(id));
  expect(of(slow)).toEqual(
    ["1.0.0 begins", "1.0.0 ends", "2.0.0 begins", "2.0.0 ends"].map((step) => `${slow} ${step}`),
  );
  // The slow one waits until the other one has been heard.
  expect(steps.indexOf(`${quick} 1.0.0 ends`)).toBeLessThan(steps.indexOf(`${slow} 1.0.0 ends`));
});

test("a poisoned message fails alone", async () => {
  const id = onboardingId(ACME, "partner00001");
  const { deps, heard, faults } = listening(() => async ({ effect }) => {
    if (effect === "2.0.0") throw new Error("the table is throttled");
    return "known";
  });
  const failed = await hearMessages(deps, [
    message("1", `${id}/1.0.0`),
    message("2", `${id}/2.0.0`),
    { messageId: "3", body: "no JSON" },
    message("4", `${id}/4.0.0`),
    message("5", `${id}/5.0.0`, { type: "Email Bounced", detail: { bounce: null } }),
  ]);
  expect(failed.toSorted()).toEqual(["2", "3", "5"]);
  expect(heard).toEqual(["1.0.0 known", "4.0.0 known"]);
  expect(faults.toSorted()).toEqual([
    "2: Error: the table is throttled",
    expect.stringMatching(/^3: SyntaxError/),
    expect.stringMatching(/^5: .*bounce/s),
  ]);
});

test("what is about no mail of ours is done with", async () => {
  const { deps, heard } = listening(() => async () => "known");
  expect(await hearMessages(deps, [{ messageId: "1", body: '{"detail-type":"Email Opened"}' }])).toEqual([]);
  expect(heard).toEqual([]);
});

/** The contract's mail sent, and how often its onboarding's effects were read. */
async function sent() {
  const work = await atContractMail();
  await work.dispatch();
  let reads = 0;
  const effects: Effects = {
    ...work.store.effects,
    all(id) {
      reads += 1;
      return work.store.effects.all(id);
    },
  };
  const { key } = await work.effect("mail", "contract_step");
  const told = listening(mailEvents({ effects, change: work.change, clock: work.clock }));
  return { ...told, work, key: `${work.id}/${key}`, reads: () => reads };
}

test("the effects are read once for all that changes nothing", async () => {
  const { deps, heard, key, reads } = await sent();
  const full = { bounce: { ...BOUNCE.bounce, bounceType: "Transient" } };
  await hearMessages(deps, [
    message("1", key),
    message("2", key, { type: "Email Bounced", detail: full }),
    message("3", key),
  ]);
  expect(heard.map((line) => line.split(" ")[1])).toEqual(["known", "noted", "known"]);
  expect(reads()).toBe(1);
});

test("what comes after a change is heard with the change: one bounce, however often it is told", async () => {
  const { deps, heard, work, key, reads } = await sent();
  const bounced = (id: string) => message(id, key, { type: "Email Bounced", detail: BOUNCE });
  await hearMessages(deps, [message("1", key), bounced("2"), bounced("3"), message("4", key)]);
  expect(heard.map((line) => line.split(" ")[1])).toEqual(["known", "bounced", "known", "known"]);
  expect(reads()).toBe(2);
  const commits = await work.store.onboardings.commits(work.id, 0, 100);
  const events = commits.flatMap((commit) => commit.events);
  expect(events.filter(({ event }) => event.type === "email.bounced")).toHaveLength(1);
});
