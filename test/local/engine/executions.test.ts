import { describe, expect, test } from "vitest";
import { machine, makeEngine, waitingTask } from "./make.ts";

const DAY = 24 * 3600;

async function withMachine(states: Record<string, unknown> = { Ask: waitingTask() }) {
  const made = makeEngine();
  await made.engine.createStateMachine({ name: "m", definition: machine(states) });
  return made;
}

describe("starting an execution", () => {
  test("again with the same name and input while it runs gives the same answer", async () => {
    const { engine, calls, pass } = await withMachine();
    const start = { stateMachine: "m", name: "one", input: '{ "id": 1 }' };
    const first = await engine.startExecution(start);
    await pass(5);
    expect(await engine.startExecution({ ...start, input: '{"id":1}' })).toEqual(first);
    expect(calls).toHaveLength(1);
  });

  test("twenty times at once starts one", async () => {
    const { engine, calls } = await withMachine();
    const start = () => engine.startExecution({ stateMachine: "m", name: "one" });
    const arns = await Promise.all(Array.from({ length: 20 }, start));
    await engine.run();
    expect(new Set(arns.map(({ executionArn }) => executionArn)).size).toBe(1);
    expect(calls).toHaveLength(1);
  });

  test("with the same name and another input is refused", async () => {
    const { engine } = await withMachine();
    await engine.startExecution({ stateMachine: "m", name: "one" });
    const other = engine.startExecution({ stateMachine: "m", name: "one", input: '{"id":2}' });
    await expect(other).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
  });

  test("under the name of a closed one is refused for 90 days", async () => {
    const { engine, token, pass } = await withMachine();
    const start = () => engine.startExecution({ stateMachine: "m", name: "one" });
    const { executionArn } = await start();
    await engine.run();
    const used = token();
    await engine.sendTaskSuccess({ taskToken: used, output: "{}" });
    await expect(start()).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await pass(90 * DAY - 1);
    await expect(start()).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    await pass(1);
    await start();
    expect(engine.describeExecution(executionArn).status).toBe("RUNNING");
    const old = engine.sendTaskSuccess({ taskToken: used, output: "{}" });
    await expect(old).rejects.toMatchObject({ name: "TaskDoesNotExist" });
  });

  test.each(["", "a b", "a/b", "x".repeat(81), "a\n", "a#"])("under the name %j is refused", async (name) => {
    const { engine } = await withMachine();
    const start = engine.startExecution({ stateMachine: "m", name });
    await expect(start).rejects.toMatchObject({ name: "InvalidName" });
  });

  test("of a state machine that is not there, or with an input that is not JSON, is refused", async () => {
    const { engine } = await withMachine();
    const missing = engine.startExecution({ stateMachine: "other" });
    await expect(missing).rejects.toMatchObject({ name: "StateMachineDoesNotExist" });
    const broken = engine.startExecution({ stateMachine: "m", input: "{" });
    await expect(broken).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  });
});

async function withThree() {
  const made = await withMachine({ Rest: { Type: "Wait", Seconds: "{% $states.input.s %}", End: true } });
  for (const [name, s] of Object.entries({ slow: 30, quick: 10, open: 999 })) {
    await made.engine.startExecution({ stateMachine: "m", name, input: JSON.stringify({ s }) });
  }
  await made.pass(10);
  await made.pass(20);
  return made.engine;
}
const names = ({ executions }: { executions: { name: string }[] }) => executions.map(({ name }) => name);

describe("listing executions", () => {
  test("shows the newest first, by status when asked", async () => {
    const engine = await withThree();
    expect(names(engine.listExecutions())).toEqual(["open", "quick", "slow"]);
    expect(names(engine.listExecutions({ stateMachine: "m", statusFilter: "RUNNING" }))).toEqual(["open"]);
    expect(names(engine.listExecutions({ stateMachine: "other" }))).toEqual([]);
  });

  test("shows the closed ones from a time on, in the order they stopped", async () => {
    const engine = await withThree();
    const stopped = engine.listExecutions({ stoppedFrom: 0 });
    expect(names(stopped)).toEqual(["quick", "slow"]);
    const from = stopped.executions[1]!.stoppedAt ?? 0;
    expect(names(engine.listExecutions({ stoppedFrom: from }))).toEqual(["slow"]);
  });

  test.each([{}, { stoppedFrom: 0 }])("page by page shows each once: %j", async (list) => {
    const engine = await withThree();
    const seen: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = engine.listExecutions({
        ...list,
        maxResults: 1,
        ...(nextToken === undefined ? {} : { nextToken }),
      });
      seen.push(...names(page));
      ({ nextToken } = page);
    } while (nextToken !== undefined);
    expect(seen).toEqual(names(engine.listExecutions(list)));
  });

  test("forgets what has been closed for 90 days, but never what is open", async () => {
    const { engine, pass } = await withMachine({
      Rest: { Type: "Wait", Seconds: "{% $states.input.s %}", End: true },
    });
    const start = (name: string, s: number) =>
      engine.startExecution({ stateMachine: "m", name, input: JSON.stringify({ s }) });
    await start("closed", 1);
    await start("open", 300 * DAY);
    await pass(1);
    await pass(91 * DAY);
    expect(names(engine.listExecutions())).toEqual(["open"]);
  });
});

test("an unknown execution is named as such", async () => {
  const { engine } = await withMachine();
  const { executionArn } = await engine.startExecution({ stateMachine: "m", name: "one" });
  const other = executionArn.replace("one", "two");
  expect(() => engine.describeExecution(other)).toThrow(
    expect.objectContaining({ name: "ExecutionDoesNotExist" }),
  );
  expect(() => engine.describeExecution("nonsense")).toThrow(expect.objectContaining({ name: "InvalidArn" }));
});
