import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { until, useWorld } from "./harness.ts";
import {
  accepted,
  act,
  announcement,
  ask,
  begin,
  log,
  look,
  problemOf,
  receives,
  SABINE,
  sendWebhook,
  standsAt,
} from "./story.ts";

const world = useWorld();

async function onboardingsOf(externalPartnerId: string): Promise<readonly { id: string }[]> {
  const response = await ask(world(), `/api/onboardings?search=${externalPartnerId}`);
  const { items }: { items: { id: string }[] } = JSON.parse(await response.text());
  return items;
}

/** Once a search finds any; it may be a little behind. */
const startedFor = (externalPartnerId: string): Promise<readonly { id: string }[]> =>
  until(`an onboarding of ${externalPartnerId}`, async () => {
    const found = await onboardingsOf(externalPartnerId);
    return found.length > 0 && found;
  });

test("the same webhook again gets the same answer and starts nothing", async () => {
  const externalPartnerId = `CRM-${randomUUID()}`;
  const webhook = { webhookId: "msg_again", body: announcement(world(), { externalPartnerId }) };
  const first = await (await sendWebhook(world(), webhook)).text();
  const second = await sendWebhook(world(), webhook);
  expect(second.status).toBe(202);
  expect(await second.text()).toBe(first);
  expect(await startedFor(externalPartnerId)).toHaveLength(1);
});

test("the same webhook twenty times at once starts one onboarding and gets one answer", async () => {
  const externalPartnerId = `CRM-${randomUUID()}`;
  const webhook = { webhookId: "msg_twenty", body: announcement(world(), { externalPartnerId }) };
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendWebhook(world(), webhook)));
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
  expect(new Set(texts).size).toBe(1);
  expect(await startedFor(externalPartnerId)).toHaveLength(1);
});

test("twenty webhooks at once about one partner start one onboarding", async () => {
  const externalPartnerId = `CRM-${randomUUID()}`;
  const body = announcement(world(), { externalPartnerId });
  const answers = await Promise.all(Array.from({ length: 20 }, () => sendWebhook(world(), { body })));
  const ids = await Promise.all(answers.map(async (answer) => (await accepted(answer)).onboardingId));
  expect(new Set(ids).size).toBe(1);
  expect(await startedFor(externalPartnerId)).toHaveLength(1);
});

test("another webhook about a partner who is being onboarded changes nothing", async () => {
  const run = await begin(world());
  await receives(run, SABINE, "contract_step");
  const { externalPartnerId, partner } = await look(run);
  const before = await log(run);
  const changed = { ...partner, legalName: "Renamed GmbH" };
  const body = announcement(world(), { externalPartnerId, partner: changed });
  expect(await accepted(await sendWebhook(world(), { body }))).toMatchObject({
    onboardingId: run.id,
    status: "in_progress",
  });
  expect(await log(run)).toEqual(before);
  expect((await look(run)).partner).toEqual(partner);
});

test("once an onboarding is closed the partner can be onboarded anew", async () => {
  const first = await begin(world());
  await act(first, "close", { values: { as: "withdrawn" } });
  await standsAt(first, { status: "withdrawn" });
  const { externalPartnerId } = await look(first);
  const second = await begin(world(), { externalPartnerId });
  expect(second.id).not.toBe(first.id);
  expect(await look(second)).toMatchObject({ ordinal: 2, status: "in_progress" });
  await receives(second, SABINE, "contract_step");
});

test("the id of a webhook cannot be used for another one", async () => {
  const externalPartnerId = `CRM-${randomUUID()}`;
  await accepted(await sendWebhook(world(), { webhookId: "msg_reused", body: announcement(world()) }));
  const body = announcement(world(), { externalPartnerId });
  const answer = await sendWebhook(world(), { webhookId: "msg_reused", body });
  expect(await problemOf(answer)).toBe("422 webhook_id_reused");
  expect(await onboardingsOf(externalPartnerId)).toEqual([]);
});
