import { expect, test } from "vitest";
import { useWorld } from "../../scenarios/harness.ts";
import { accepted, announcement, begin, sendWebhook, standsAt } from "../../scenarios/story.ts";
import {
  atEachWrite,
  calm,
  calmAfterwards,
  CONTRACT,
  disturb,
  doStage,
  eachOf,
  lapse,
  people,
  settle,
  TRAINING,
  wrongWith,
} from "../fault-story.ts";

const world = useWorld();
calmAfterwards();

const lost = { kind: "unanswered" } as const;

test("a call that nobody answers is made again, and the webhook is accepted", async () => {
  const fate = { kind: "unheard" } as const;
  await disturb({ caller: "receive-webhook", service: "dynamodb", operation: "TransactWriteItems", fate });
  const letter = { webhookId: "msg_unheard", body: announcement(world(), people) };
  const { onboardingId } = await accepted(await sendWebhook(world(), letter));
  expect(await calm()).toEqual([1]);
  const run = { world: world(), id: onboardingId };
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
});

test("what was done although its answer got lost is not done twice", async () => {
  await disturb(
    ...eachOf("dynamodb", ["TransactWriteItems", "PutItem", "GetItem", "Query"], { fate: lost }),
    ...eachOf("s3", ["PutObject"], { fate: lost }),
    ...eachOf("states", ["StartExecution", "SendTaskSuccess"], { fate: lost }),
  );
  const run = await begin(world(), people);
  await settle();
  await doStage(run, "contract");
  await standsAt(run, { stage: "training" });
  await settle();
  expect(await calm()).toEqual([1, 1, 1, 1, 1, 1, 1]);
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
});

test("a mail whose answer got lost is known to have gone out once its delivery is told of", async () => {
  await disturb({ service: "ses", operation: "SendRawEmail", fate: lost });
  const run = await begin(world(), people);
  await settle();
  expect(await calm()).toEqual([1]);
  await lapse(world());
  expect(await wrongWith(run, { mails: [CONTRACT] })).toEqual([]);
});

test("whichever write of dispatch loses its answer, its mail goes out, and once", async () => {
  const runs = await atEachWrite(world(), { caller: "dispatch", fate: lost });
  await lapse(world());
  expect(await wrongWith(runs, { mails: [CONTRACT] })).toEqual([]);
});
