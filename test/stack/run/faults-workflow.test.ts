import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { expect, inject, test } from "vitest";
import { expectPage, takeTraining } from "../../../cli/partner-robot.ts";
import { DAY, HOUR, MINUTE, useWorld } from "../../scenarios/harness.ts";
import {
  act,
  announcement,
  begin,
  happened,
  linkOf,
  look,
  mails,
  open,
  openStep,
  SABINE,
  sampleProgram,
  standsAt,
  TOM,
  wordsOf,
} from "../../scenarios/story.ts";
import type { Run } from "../../scenarios/story.ts";
import {
  calmAfterwards,
  CONTRACT,
  doStage,
  mailed,
  people,
  settle,
  TRAINING,
  wrongWith,
} from "../fault-story.ts";
import { inTable, OPERATOR } from "../operator-place.ts";

const world = useWorld();
calmAfterwards();

const { stateMachine, sdkEndpoint } = inject("stack").place;
const machine = new SFNClient({ ...OPERATOR, endpoint: sdkEndpoint });
const arnOf = ({ id }: Run, n: number): string =>
  `${stateMachine.replace(":stateMachine:", ":execution:")}:${id}-${n}`;

const pass = async (ms: number): Promise<void> => world().moveTime?.(ms);

const statusOf = async (run: Run, n: number): Promise<string | undefined> => {
  const executionArn = arnOf(run, n);
  return (await machine.send(new DescribeExecutionCommand({ executionArn }))).status;
};

const stop = async (run: Run, n: number): Promise<void> => {
  await machine.send(new StopExecutionCommand({ executionArn: arnOf(run, n), cause: "by hand, by mistake" }));
};

/** The largest text that an execution was given, gave or passed on. */
async function largestPayload(run: Run, n: number): Promise<number> {
  const executionArn = arnOf(run, n);
  const { events = [] } = await machine.send(
    new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }),
  );
  expect(events.length).toBeGreaterThan(3);
  return Math.max(...events.map((event) => Buffer.byteLength(JSON.stringify(event))));
}

test("an execution that was stopped by hand gets a successor within a minute, and the partner's link goes on working", async () => {
  const run = await begin(world(), people);
  await settle();
  await stop(run, 1);
  expect(await statusOf(run, 1)).toBe("ABORTED");
  await pass(MINUTE);
  expect(await statusOf(run, 2)).toBe("RUNNING");
  await doStage(run, "contract");
  await standsAt(run, { stage: "training" });
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
  expect(await statusOf(run, 2)).toBe("RUNNING");
});

test("a partner who finishes a stage while nothing runs is not lost: the next execution goes straight on", async () => {
  const run = await begin(world(), people);
  await settle();
  await stop(run, 1);
  await doStage(run, "contract");
  await settle();
  expect(await happened(run, "stage.completed")).toHaveLength(1);
  await pass(MINUTE);
  await standsAt(run, { stage: "training" });
  expect(await statusOf(run, 2)).toBe("RUNNING");
  expect(await wrongWith(run, { mails: [CONTRACT, ...TRAINING] })).toEqual([]);
});

test("a token that somebody used by hand opens no stage before its turn, and the partner finishes as ever", async () => {
  const run = await begin(world(), people);
  await settle();
  const [task] = await inTable(
    (item) => item["token"]?.S !== undefined && (item["pk"]?.S ?? "").includes(run.id),
  );
  const answer = { taskToken: task?.["token"]?.S, output: "{}" };
  await machine.send(new SendTaskSuccessCommand(answer));
  await settle();
  expect(await look(run)).toMatchObject({ stage: "contract", status: "in_progress" });
  for (let tries = 0; tries < 9; tries++) await pass(6 * MINUTE);
  expect(await statusOf(run, 1)).toBe("FAILED");
  expect(await statusOf(run, 2)).toBe("RUNNING");
  await doStage(run, "contract");
  await standsAt(run, { stage: "training" });
  expect(
    await wrongWith(run, { mails: [CONTRACT, ...TRAINING], faults: [/^open-stage .*training cannot open/] }),
  ).toEqual([]);
});

const LONG = "𠮷".repeat(190);
const MANY = Array.from({ length: 50 }, (_, index) => ({
  name: `${LONG} ${index}`,
  email: `${"x".repeat(50)}${index}@${"y".repeat(60)}.example`,
  locale: index % 2 ? "de" : "en",
  roles: index === 0 ? ["primary", "signatory", "sales"] : ["sales"],
}));

// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
const LARGEST_PAYLOAD = 262_144;

test("however large a partner is, the workflow carries its id, and even a full payload passes", async () => {
  const data = { contacts: MANY, notes: "–".repeat(3000) };
  expect(Buffer.byteLength(announcement(world(), data))).toBeGreaterThan(50_000);
  const run = await begin(world(), data);
  await settle();
  expect((await look(run)).people).toHaveLength(50);
  expect(await largestPayload(run, 1)).toBeLessThan(2000);

  await stop(run, 1);
  const input = JSON.stringify({ onboardingId: run.id, n: 2, why: "" });
  const padded = (bytes: number) => ({
    stateMachineArn: stateMachine,
    name: `${run.id}-2`,
    input: input.replace(/""}$/, `"${"x".repeat(bytes - input.length)}"}`),
  });
  await expect(machine.send(new StartExecutionCommand(padded(LARGEST_PAYLOAD + 1)))).rejects.toThrow(
    /InvalidExecutionInput|ValidationException|262144/,
  );
  await machine.send(new StartExecutionCommand(padded(LARGEST_PAYLOAD)));
  await settle();
  expectPage(await act(run, "waive_stage", { target: "contract", values: { reason: "administrative" } }));
  await standsAt(run, { stage: "training" });
  await settle();
  expect(await statusOf(run, 2)).toBe("RUNNING");
  expect(await mails(run, "training_step")).toHaveLength(50);
  expect(await wrongWith(run, { mails: await mailed(run) })).toEqual([]);
});

test("after 330 days an onboarding goes on in another execution, where it stood, and its old link works", async () => {
  const run = await begin(world(), people);
  await settle();
  await doStage(run, "contract");
  await standsAt(run, { stage: "training" });
  const link = await linkOf(run, SABINE, "training");
  await settle();
  await pass(330 * DAY + HOUR);
  await pass(MINUTE);
  expect(await statusOf(run, 1)).toBe("TIMED_OUT");
  expect(await statusOf(run, 2)).toBe("RUNNING");
  expect(await look(run)).toMatchObject({ stage: "training", status: "action_required" });
  await takeTraining(await open(run, link), await sampleProgram());
  await takeTraining(await openStep(run, TOM, "training"), await sampleProgram());
  await standsAt(run, { stage: "certification" });
  await settle();
  expect(await statusOf(run, 2)).toBe("RUNNING");
  const steps = (await mailed(run)).filter((mail) => mail.endsWith("_step"));
  const certification = [SABINE, TOM].map((who) => `${who} certification_step`);
  expect(steps).toEqual([CONTRACT, ...TRAINING, ...certification].toSorted());
  const page = expectPage(await (await world().signIn()).get(`/console/runs/${run.id}`));
  expect(wordsOf(page)).toContain("Certification");
  expect(await wrongWith(run, { mails: await mailed(run) })).toEqual([]);
});
