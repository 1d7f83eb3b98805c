import { expect, test } from "vitest";
import { expectPage, formTo } from "../../../cli/partner-robot.ts";
import { HOUR, MINUTE, useWorld } from "../../scenarios/harness.ts";
import {
  accepted,
  announcement,
  begin,
  happened,
  headingOf,
  openStep,
  SABINE,
  sendWebhook,
  standsAt,
  wordsOf,
} from "../../scenarios/story.ts";
import type { Disturbance } from "../disturbances.ts";
import {
  calm,
  calmAfterwards,
  CONTRACT,
  disturb,
  doStage,
  eachOf,
  finish,
  lapse,
  mailed,
  people,
  settle,
  TRAINING,
  wrongWith,
} from "../fault-story.ts";

const world = useWorld();
calmAfterwards();

const refused = (code: string, message = "Rate exceeded") => ({ kind: "refused", code, message }) as const;
const TOO_FAST = refused("ThrottlingException");
const SES_TOO_FAST = refused("Throttling", "Maximum sending rate exceeded.");

const twice = (fate: Disturbance["fate"]) => ({ fate, times: 2 });

/** A function's error in its log, with these words. */
const told = (caller: string, words: string): RegExp => new RegExp(`^${caller} .*"level":"ERROR".*${words}`);

const pass = async (ms: number): Promise<void> => world().moveTime?.(ms);

test("an onboarding goes its whole way while every service is out of breath now and then", async () => {
  await disturb(
    ...eachOf("dynamodb", ["GetItem", "Query", "UpdateItem", "PutItem"], twice(TOO_FAST)),
    ...eachOf("dynamodb", ["TransactWriteItems"], twice(refused("ProvisionedThroughputExceededException"))),
    ...eachOf("dynamodb", ["TransactWriteItems"], twice({ kind: "canceled", code: "ThrottlingError" })),
    ...eachOf("s3", ["GetObject", "PutObject"], twice(refused("SlowDown"))),
    ...eachOf("states", ["StartExecution", "SendTaskSuccess"], twice(TOO_FAST)),
    ...eachOf("lambda", ["Invoke"], twice(refused("TooManyRequestsException"))),
    ...eachOf("ses", ["GetSendQuota", "SendRawEmail"], twice(SES_TOO_FAST)),
  );
  const run = await begin(world(), people);
  await settle();
  for (const minutes of [3, 5]) await pass(minutes * MINUTE);
  await finish(run);
  expect(new Set(await calm())).toEqual(new Set([2]));
  expect(await wrongWith(run)).toEqual([]);
});

test("a webhook that the table is too busy for is refused, and begins one onboarding when it comes again", async () => {
  await disturb({
    caller: "receive-webhook",
    service: "dynamodb",
    operation: "TransactWriteItems",
    times: 12,
    fate: TOO_FAST,
  });
  const letter = { webhookId: "msg_busy", body: announcement(world(), people) };
  expect((await sendWebhook(world(), letter)).status).toBe(500);
  await calm();
  const { onboardingId } = await accepted(await sendWebhook(world(), letter));
  expect(
    await wrongWith(
      { world: world(), id: onboardingId },
      { mails: [CONTRACT], faults: [told("receive-webhook", "takes no more writes")] },
    ),
  ).toEqual([]);
});

test("work that the table is too busy for is left to tick, and shows as a dead letter meanwhile", async () => {
  await disturb({ caller: "dispatch", service: "dynamodb", times: 1000, fate: TOO_FAST });
  const run = await begin(world(), people);
  await settle();
  await calm();
  expect(await mailed(run)).toEqual([]);
  await lapse(world());
  const faults = [told("dispatch", "takes no more writes"), /^in .*dispatch/];
  expect(await wrongWith(run, { mails: [CONTRACT], faults })).toEqual([]);
});

test("what failed for good is on the console with its reason, and its button mends it", async () => {
  const fate = {
    kind: "refused",
    code: "AccessDenied",
    message: "the bucket is closed",
    status: 403,
  } as const;
  await disturb({ caller: "dispatch", service: "s3", operation: "PutObject", times: 1000, fate });
  const run = await begin(world(), people);
  await settle();
  for (let tries = 0; tries < 12; tries++) await pass(HOUR);
  await calm();
  const client = await world().signIn();
  const page = expectPage(await client.get("/console/effects"));
  expect(wordsOf(page)).toContain("the bucket is closed");
  expectPage(await client.submit(page, formTo(page, new RegExp(`/runs/${run.id}/effects/[^/]+/retry$`))));
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
  expect(wordsOf(expectPage(await client.get("/console/effects")))).not.toContain("the bucket is closed");
});

test("a workflow that cannot be started or told is told later, and no stage is lost", async () => {
  await disturb({ caller: "dispatch", service: "states", times: 12, fate: TOO_FAST });
  const run = await begin(world(), people);
  await settle();
  await lapse(world());
  await doStage(run, "contract");
  await settle();
  await lapse(world());
  expect(await calm()).toEqual([12]);
  await standsAt(run, { stage: "training" });
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
});

test("a partner's click that met another change at the same moment is done all the same, and once", async () => {
  const run = await begin(world(), people);
  const fate = { kind: "canceled", code: "TransactionConflict" } as const;
  await settle();
  await disturb({
    caller: "partner-site",
    service: "dynamodb",
    operation: "TransactWriteItems",
    times: 3,
    fate,
  });
  await doStage(run, "contract");
  expect(await calm()).toEqual([3]);
  expect(await happened(run, "agreement.signed")).toHaveLength(1);
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
});

test("a partner's click that loses five times is told to try again, and then counts", async () => {
  const run = await begin(world(), people);
  await settle();
  const { client, link } = await openStep(run, SABINE, "contract");
  const read = expectPage(await client.post(`${link.path}/agreement/open`, {}));
  const fate = { kind: "canceled", code: "TransactionConflict" } as const;
  await disturb({
    caller: "partner-site",
    service: "dynamodb",
    operation: "TransactWriteItems",
    times: 5,
    fate,
  });
  const consent = { typedName: "Sabine Vogt", authorized: "yes", consent: "yes" };
  const lost = await client.submit(read, formTo(read, /agreement\/sign$/), consent);
  expect([lost.status, headingOf(lost)]).toEqual([500, "Something went wrong on our side"]);
  expect(await happened(run, "agreement.signed")).toEqual([]);
  expectPage(await client.submit(read, formTo(read, /agreement\/sign$/), consent));
  await standsAt(run, { stage: "training" });
  expect(
    await wrongWith(run, {
      mails: [CONTRACT, ...TRAINING],
      faults: [told("partner-site", "someone else saved first")],
    }),
  ).toEqual([]);
});

test("a commit of dispatch that meets others is made again, now or by tick, and mails once", async () => {
  const fate = { kind: "canceled", code: "TransactionConflict" } as const;
  await disturb({ caller: "dispatch", service: "dynamodb", operation: "TransactWriteItems", times: 7, fate });
  const run = await begin(world(), people);
  await settle();
  await lapse(world());
  expect(await calm()).toEqual([7]);
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
});

test("single writes that meet a transaction are made again, and nothing is lost", async () => {
  const fate = refused("TransactionConflictException", "Transaction is ongoing for the item");
  await disturb({ service: "dynamodb", operation: "UpdateItem|PutItem|DeleteItem", times: 4, fate });
  const run = await begin(world(), people);
  await settle();
  await lapse(world());
  expect(await calm()).toEqual([4]);
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
});

test("a tick that cannot write one onboarding's reminder goes on with the others, and comes back to it", async () => {
  const runs = [await begin(world(), people), await begin(world(), people)];
  await settle();
  const fate = { kind: "canceled", code: "TransactionConflict" } as const;
  await disturb({ caller: "tick", service: "dynamodb", operation: "TransactWriteItems", times: 5, fate });
  // People are reminded in the daytime.
  await pass(Date.parse("2026-11-27T10:00:00Z") - world().now());
  expect(await calm()).toEqual([5]);
  await lapse(world());
  expect(
    await wrongWith(runs, {
      mails: [CONTRACT, `${SABINE} reminder`],
      faults: [told("tick", "someone else saved first")],
    }),
  ).toEqual([]);
});
