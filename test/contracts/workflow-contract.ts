import { expect, test } from "vitest";
import type { OnboardingId } from "../../domain/ids.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { Workflow } from "../../domain/ports.ts";
import { ACME, after, DAY, HOUR, T0 } from "../make.ts";

/** A workflow service with our definition in it, on a clock that the test moves. */
export interface OpenWorkflow {
  readonly workflow: Workflow;
  /** Stages that were entered, oldest first, each as `<stage> <n>`. */
  readonly entered: () => readonly string[];
  /** The token that was handed out last. */
  readonly token: () => string;
  /** How often the last function was called. */
  readonly finished: () => number;
  /** Lets it do what is due, after so many milliseconds. */
  readonly pass: (ms: number) => Promise<void>;
  /** Somebody stops an execution in the service's own console. */
  readonly stop: (id: OnboardingId, n: number) => Promise<void>;
}

const id = onboardingId(ACME, "partner00001");
const other = onboardingId(ACME, "partner00002");
/** What the definition allows an execution. */
const LONGEST = 330 * DAY;

async function succeedAll({ workflow, token, pass }: OpenWorkflow): Promise<void> {
  for (let stage = 0; stage < 4; stage++) {
    await workflow.succeed(token(), { outcome: "completed" });
    await pass(0);
  }
}

/** What every `Workflow` must do. Each adapter's test file calls this once. */
export function workflowContract(open: () => Promise<OpenWorkflow>): void {
  async function started() {
    const opened = await open();
    await opened.workflow.start(id, 1);
    await opened.pass(0);
    return opened;
  }

  test("an execution starts once, however often it is asked for", async () => {
    const { workflow, entered, pass } = await started();
    await workflow.start(id, 1);
    await Promise.all([workflow.start(id, 1), workflow.start(other, 1)]);
    await pass(0);
    expect(entered()).toEqual(["contract 1", "contract 1"]);
    expect(await workflow.isRunning(id, 1)).toBe(true);
    expect(await workflow.isRunning(other, 1)).toBe(true);
    expect(await workflow.isRunning(id, 2)).toBeNull();
  });

  test("success leads on to the next stage, and after the last one it finishes", async () => {
    const opened = await started();
    const { workflow, entered, finished } = opened;
    await succeedAll(opened);
    expect(entered()).toEqual(["contract 1", "training 1", "certification 1", "first_deal 1"]);
    expect(finished()).toBe(1);
    expect(await workflow.isRunning(id, 1)).toBe(false);
  });

  test("one that has ended is not started again under its number", async () => {
    const opened = await started();
    await succeedAll(opened);
    await opened.workflow.start(id, 1);
    await opened.pass(0);
    expect(opened.entered()).toHaveLength(4);
    expect(await opened.workflow.isRunning(id, 1)).toBe(false);
  });

  test("failure ends an onboarding that is closed, without finishing it", async () => {
    const { workflow, token, finished, pass } = await started();
    await workflow.fail(token(), "OnboardingClosed", "declined");
    await pass(0);
    expect(await workflow.isRunning(id, 1)).toBe(false);
    expect(finished()).toBe(0);
  });

  test("a token that was used, or that nobody gave out, needs nothing more", async () => {
    const { workflow, entered, token, pass } = await started();
    const used = token();
    await workflow.succeed(used, {});
    await pass(0);
    await workflow.succeed(used, {});
    await workflow.fail(used, "OnboardingClosed", "too late");
    await workflow.succeed("no token of ours", {});
    await pass(0);
    expect(entered()).toEqual(["contract 1", "training 1"]);
    expect(await workflow.isRunning(id, 1)).toBe(true);
  });

  test("an execution that is too old has timed out, is told of, and its token needs nothing more", async () => {
    const { workflow, token, pass } = await started();
    const expired = token();
    await pass(LONGEST + HOUR);
    expect(await workflow.isRunning(id, 1)).toBe(false);
    await workflow.succeed(expired, {});
    await workflow.fail(expired, "OnboardingClosed", "too late");
    const [closed, ...more] = await workflow.closedSince(T0);
    expect(closed).toMatchObject({ onboarding: id, n: 1, status: "TIMED_OUT" });
    expect(closed?.stoppedAt).toBeGreaterThanOrEqual(after(LONGEST));
    expect(more).toEqual([]);
  });

  test("those that were stopped are told of by when they ended, and those that did their work are not", async () => {
    const opened = await started();
    const { workflow, pass, stop } = opened;
    await succeedAll(opened);
    await workflow.start(other, 1);
    await workflow.start(id, 2);
    await pass(HOUR);
    await stop(id, 2);
    await pass(HOUR);
    await stop(other, 1);
    expect(await workflow.closedSince(T0)).toEqual([
      { onboarding: id, n: 2, status: "ABORTED", stoppedAt: after(HOUR) },
      { onboarding: other, n: 1, status: "ABORTED", stoppedAt: after(2 * HOUR) },
    ]);
    expect(await workflow.closedSince(after(HOUR + 1))).toHaveLength(1);
    expect(await workflow.closedSince(after(DAY))).toEqual([]);
  });
}
