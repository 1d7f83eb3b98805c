import { expect, test } from "vitest";
import { expectPage, formTo } from "../../../cli/partner-robot.ts";
import { DAY, MINUTE, useWorld } from "../../scenarios/harness.ts";
import {
  accepted,
  act,
  announcement,
  begin,
  CONTACTS,
  happened,
  INES,
  mails,
  openStep,
  receives,
  SABINE,
  sees,
  sendWebhook,
  skipTo,
  standsAt,
} from "../../scenarios/story.ts";
import {
  atEachWrite,
  calm,
  calmAfterwards,
  CONTRACT,
  disturb,
  doStage,
  lapse,
  mailed,
  people,
  settle,
  TRAINING,
  wrongWith,
} from "../fault-story.ts";

const world = useWorld();
calmAfterwards();

const deadly = { kind: "deadly" } as const;
const death = (caller: string): RegExp => new RegExp(`^${caller} \\(\\w+\\): Runtime\\.ExitError`);

test("intake that dies after the commit has kept the webhook, and answers its repeat", async () => {
  await disturb({
    caller: "receive-webhook",
    service: "dynamodb",
    operation: "TransactWriteItems",
    fate: deadly,
  });
  const letter = { webhookId: "msg_killed", body: announcement(world(), people) };
  expect((await sendWebhook(world(), letter)).status).toBe(500);
  const { onboardingId } = await accepted(await sendWebhook(world(), letter));
  const run = { world: world(), id: onboardingId };
  expect(await wrongWith(run, { mails: [CONTRACT], faults: [death("receive-webhook")] })).toEqual([]);
});

test("after whichever write dispatch dies, what was due is done, and its mail goes out once", async () => {
  const runs = await atEachWrite(world(), { caller: "dispatch", fate: deadly });
  await lapse(world());
  expect(await wrongWith(runs, { mails: [CONTRACT], faults: [death("dispatch")] })).toEqual([]);
});

test("a dispatch that dies when SES has taken the mail sends no second one", async () => {
  await disturb({ caller: "dispatch", service: "ses", operation: "SendRawEmail", fate: deadly });
  const run = await begin(world(), people);
  await settle();
  expect(await calm()).toEqual([1]);
  await lapse(world());
  expect(await wrongWith(run, { mails: [CONTRACT], faults: [death("dispatch")] })).toEqual([]);
});

test("a partner whose click was written down and not answered clicks again, and has signed once", async () => {
  const run = await begin(world(), people);
  const { client, link } = await openStep(run, SABINE, "contract");
  const read = expectPage(await client.post(`${link.path}/agreement/open`, {}));
  await disturb({
    caller: "partner-site",
    service: "dynamodb",
    operation: "TransactWriteItems",
    fate: deadly,
  });
  const sign = () =>
    client.submit(read, formTo(read, /agreement\/sign$/), {
      typedName: "Sabine Vogt",
      authorized: "yes",
      consent: "yes",
    });
  expect((await sign()).status).toBe(500);
  expectPage(await sign());
  await standsAt(run, { stage: "training" });
  expect(await happened(run, "agreement.signed")).toHaveLength(1);
  expect(
    await wrongWith(run, {
      mails: [CONTRACT, ...TRAINING],
      faults: [death("partner-site")],
    }),
  ).toEqual([]);
});

test("after whichever write open-stage dies, it is called again: the stage opens once, and its new token resumes", async () => {
  const runs = await atEachWrite(world(), { caller: "open-stage", fate: deadly });
  await lapse(world());
  for (const run of runs) await doStage(run, "contract");
  expect(await wrongWith(runs, { mails: [CONTRACT, ...TRAINING], faults: [death("open-stage")] })).toEqual(
    [],
  );
});

test("a finish that dies is called again: one end, one welcome", async () => {
  const run = await begin(world(), people);
  await skipTo(run, "first_deal");
  await disturb({ caller: "finish", service: "dynamodb", operation: "TransactWriteItems", fate: deadly });
  expectPage(await act(run, "waive_stage", { target: "first_deal", values: { reason: "administrative" } }));
  await settle();
  expect(await calm()).toEqual([1]);
  await world().moveTime?.(MINUTE);
  await standsAt(run, { status: "completed" });
  expect(await happened(run, "onboarding.completed")).toHaveLength(1);
  await settle();
  expect(await mails(run, "onboarding_completed")).toHaveLength(1);
  expect(await wrongWith(run, { mails: await mailed(run), faults: [death("finish")] })).toEqual([]);
});

test("a tick that dies has its work done by the next: one reminder", async () => {
  const run = await begin(world(), people);
  await receives(run, SABINE, "contract_step");
  await disturb({ caller: "tick", service: "dynamodb", operation: "TransactWriteItems", fate: deadly });
  await world().moveTime?.(4 * DAY);
  expect(await calm()).toEqual([1]);
  await world().moveTime?.(MINUTE);
  await receives(run, SABINE, "reminder");
  expect(await wrongWith(run, { mails: [CONTRACT, `${SABINE} reminder`], faults: [death("tick")] })).toEqual(
    [],
  );
});

test("a bounce whose reader dies is read again, and is one bounce", async () => {
  const wrong = "sabine.vogt@heizwerk.invalid";
  await disturb({
    caller: "mail-events",
    service: "dynamodb",
    operation: "TransactWriteItems",
    fate: deadly,
  });
  const run = await begin(world(), { contacts: [{ ...CONTACTS[0], email: wrong }, CONTACTS[1]] });
  await sees(run, "email.bounced");
  await receives(run, INES, "mail_bounced");
  await standsAt(run, { status: "action_required" });
  await settle();
  expect(await calm()).toEqual([1]);
  expect(await happened(run, "email.bounced")).toHaveLength(1);
  expect(await wrongWith(run, { mails: [`${INES} mail_bounced`], faults: [death("mail-events")] })).toEqual(
    [],
  );
});
