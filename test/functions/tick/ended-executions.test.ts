import { SFNClient } from "@aws-sdk/client-sfn";
import { describe, expect, onTestFinished, test } from "vitest";
import { sfnWorkflow } from "../../../adapters/sfn-workflow.ts";
import { stateMachineArn } from "../../../local/engine/arn.ts";
import { engineWire } from "../../../local/engine/wire.ts";
import { awsClient, loopbackServer } from "../../loopback-server.ts";
import { DAY, HOUR } from "../../make.ts";
import { openWorkflow } from "../../open-workflow.ts";
import { openWork } from "../open-work.ts";

/** An onboarding at its contract, with its first execution on Step Functions. */
async function atContract() {
  const service = await openWorkflow(async (engine) => {
    const client = new SFNClient({ ...awsClient(await loopbackServer(engineWire(engine))), maxAttempts: 1 });
    onTestFinished(() => client.destroy());
    return sfnWorkflow(client, stateMachineArn("onboarding"));
  });
  const work = await openWork({ workflow: service.workflow });
  const enter = (n: number) =>
    work.openStage({
      onboardingId: work.id,
      n,
      stage: "contract",
      enteredAt: new Date(work.clock()).toISOString(),
      retryCount: 0,
      token: service.token(),
    });
  const pass = async (ms: number) => {
    work.pass(ms);
    await service.pass(ms);
  };
  await work.dispatch();
  await service.pass(0);
  await enter(1);
  await work.dispatch();
  return { ...service, work, pass, enter };
}

describe("an execution on Step Functions that ended before its onboarding", () => {
  test("because somebody stopped it gets a successor, which waits where it had waited", async () => {
    const { work, workflow, entered, pass, stop, enter, token } = await atContract();
    const before = token();
    await pass(HOUR);
    await stop(work.id, 1);
    await work.tick();
    await pass(0);
    await enter(2);
    expect(entered()).toEqual(["contract 1", "contract 2"]);
    expect(await workflow.isRunning(work.id, 2)).toBe(true);
    expect(await work.store.tasks.get(work.id)).toMatchObject({ n: 2, token: token() });
    expect(token()).not.toBe(before);
    expect(work.faults).toEqual([]);
  });

  test("because it was 330 days old gets a successor, and the old token resumes nothing", async () => {
    const { work, workflow, pass, enter, token } = await atContract();
    const expired = token();
    await pass(330 * DAY + HOUR);
    await workflow.succeed(expired, {});
    await work.tick();
    await pass(0);
    await enter(2);
    expect(await workflow.isRunning(work.id, 1)).toBe(false);
    expect(await workflow.isRunning(work.id, 2)).toBe(true);
  });

  test("gets one successor, however often tick looks", async () => {
    const { work, workflow, pass, stop } = await atContract();
    await stop(work.id, 1);
    await work.tick();
    await Promise.all([work.tick(), work.tick()]);
    await pass(0);
    expect(await workflow.isRunning(work.id, 2)).toBe(true);
    expect(await workflow.isRunning(work.id, 3)).toBeNull();
  });

  test("gets the next one, also when those before it were forgotten long ago", async () => {
    const { work, workflow, entered, pass, stop, enter } = await atContract();
    await stop(work.id, 1);
    await work.tick();
    await pass(0);
    await enter(2);
    await pass(91 * DAY);
    expect(await workflow.isRunning(work.id, 1)).toBeNull();
    await stop(work.id, 2);
    await work.tick();
    await pass(0);
    expect(entered()).toEqual(["contract 1", "contract 2", "contract 3"]);
    expect(await workflow.isRunning(work.id, 1)).toBeNull();
  });
});
