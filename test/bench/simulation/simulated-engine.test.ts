import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { executionsIn } from "../../../bench/simulation/executions.ts";
import { Faults } from "../../../bench/simulation/faults.ts";
import { Scheduler } from "../../../bench/simulation/scheduler.ts";
import { SimulatedEngine } from "../../../bench/simulation/simulated-engine.ts";
import { virtualGlobals } from "../../../bench/simulation/virtual-globals.ts";
import { randomFrom } from "../../../bench/random-from.ts";
import { onboardingId } from "../../../domain/ids.ts";
import type { StageEntered } from "../../../functions/open-stage/open-stage.ts";
import type { ExecutionSummary } from "../../../local/engine/execution-reads.ts";
import type { HistoryEvent } from "../../../local/engine/history-event.ts";
import { ACME } from "../../make.ts";

const ID = onboardingId(ACME, "partner00001");
const OTHER = onboardingId(ACME, "partner00002");

let folder: string;
let scheduler: Scheduler;
let engine: SimulatedEngine;
let entered: StageEntered[];
let undo: () => void;

const pass = (ms: number): Promise<void> => scheduler.run(scheduler.now + ms);

async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [outcome] = await Promise.all([Promise.allSettled([work]), pass(1000)]);
  return outcome[0];
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "simulated-engine-"));
  const random = randomFrom(1);
  const faults = new Faults(random);
  faults.enabled = false;
  scheduler = new Scheduler({ random, fateOf: () => "done" });
  entered = [];
  engine = new SimulatedEngine({
    file: join(folder, "engine.db"),
    scheduler,
    faults,
    functions: {
      openStage: (payload, ended) => {
        entered.push(payload);
        ended(null);
      },
      finish: (_id, ended) => ended(null),
    },
    forgetsSoon: false,
  });
  undo = virtualGlobals(scheduler);
  engine.open();
  await pass(1000);
});

afterEach(async () => {
  const closed = engine.crash();
  await pass(1000);
  await closed;
  undo();
  rmSync(folder, { recursive: true });
});

test("what it had answered is there after a crash, and what it had not committed is gone", async () => {
  expect((await settled(engine.workflow.start(ID, 1))).status).toBe("fulfilled");
  const lost = engine.workflow.start(OTHER, 1).catch(String);
  const closed = engine.crash();
  expect((await settled(engine.workflow.start(OTHER, 1))).status).toBe("rejected");
  await Promise.all([closed, lost]);

  engine.open();
  await pass(1000);
  const [only, ...others] = engine.checked();
  expect(only).toMatchObject({ id: ID, n: 1, status: "RUNNING", state: "Contract" });
  expect(others).toEqual([]);
});

test("a function that the crash took is invoked again, with the same token", async () => {
  const started = engine.workflow.start(ID, 1);
  // Committed, and not yet invoked.
  await scheduler.run(scheduler.now + 1000, () => engine.checked().length === 1);
  await started;
  expect(entered).toEqual([]);
  scheduler.killAll();
  await Promise.all([engine.crash(), pass(10)]);
  engine.open();
  await pass(1000);
  expect(entered).toMatchObject([{ onboardingId: ID, stage: "contract", retryCount: 0 }]);
  expect(engine.checked()).toMatchObject([{ token: entered[0]?.token }]);
});

const summary: ExecutionSummary = {
  executionArn: "arn",
  stateMachineArn: "arn",
  name: `${ID}-1`,
  status: "SUCCEEDED",
  startedAt: 0,
};

const historyOf = (...events: [type: string, previousEventId: number][]) => ({
  listExecutions: () => ({ executions: [summary] }),
  getExecutionHistory: () => ({
    events: events.map<HistoryEvent>(([type, previousEventId], index) => {
      return { id: index + 1, previousEventId, type, timestamp: 0 };
    }),
  }),
});

test.each([
  ["ends twice", historyOf(["ExecutionStarted", 0], ["ExecutionAborted", 0], ["ExecutionSucceeded", 1])],
  ["does not end", historyOf(["ExecutionStarted", 0], ["TaskStateEntered", 1])],
  ["ends otherwise", historyOf(["ExecutionStarted", 0], ["ExecutionFailed", 1])],
  ["goes on after its end", historyOf(["ExecutionSucceeded", 0], ["ExecutionStarted", 1])],
  ["follows from later events", historyOf(["ExecutionStarted", 0], ["ExecutionSucceeded", 2])],
])("a history that %s is a violation", (_what, histories) => {
  expect(() => executionsIn(histories)).toThrow("engine: acme.partner00001-1");
});

test("a history that is whole is read", () => {
  const whole = historyOf(["ExecutionStarted", 0], ["ExecutionSucceeded", 1]);
  expect(executionsIn(whole)).toEqual([{ id: ID, n: 1, status: "SUCCEEDED", state: "", token: null }]);
});
