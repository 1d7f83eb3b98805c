import { describe, expect, test } from "vitest";
import { callTask, failing, makeEngine, waitingTask } from "./make.ts";

const branch = (name: string, state: object) => ({ StartAt: name, States: { [name]: state } });
const pass = (fields: object) => ({ Type: "Pass", End: true, ...fields });
const fail = { Type: "Fail", Error: "Broken", Cause: "on purpose" };

describe("Parallel", () => {
  test("runs its branches on the same input and gathers their outputs in order", async () => {
    const { engine, start, calls, result } = makeEngine();
    const arn = await start(
      {
        Both: {
          Type: "Parallel",
          End: true,
          Branches: [branch("A", waitingTask()), branch("B", waitingTask())],
        },
      },
      { id: 1 },
    );
    expect(calls.map((call) => call["input"])).toEqual([{ id: 1 }, { id: 1 }]);
    for (const [index, { token }] of [...calls.entries()].toReversed()) {
      await engine.sendTaskSuccess({ taskToken: token, output: String(index) });
    }
    expect(result(arn)).toMatchObject({ status: "SUCCEEDED", output: [0, 1] });
  });

  test("fails with the first branch that fails, and gives up the others", async () => {
    const { engine, start, calls, result, types } = makeEngine();
    const arn = await start({
      Both: {
        Type: "Parallel",
        End: true,
        Branches: [branch("A", waitingTask()), branch("B", waitingTask())],
      },
    });
    const [a, b] = calls.map(({ token }) => token);
    await engine.sendTaskFailure({ taskToken: b ?? "", error: "Broken" });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "Broken" });
    expect(types(arn).slice(-4)).toEqual([
      "TaskFailed",
      "TaskStateAborted",
      "ParallelStateFailed",
      "ExecutionFailed",
    ]);
    const late = engine.sendTaskSuccess({ taskToken: a ?? "", output: "1" });
    await expect(late).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  test("does not call the function of a branch it has already given up", async () => {
    const { start, calls, result } = makeEngine();
    const arn = await start({
      Both: {
        Type: "Parallel",
        Branches: [branch("A", waitingTask()), branch("B", fail)],
        Catch: [{ ErrorEquals: ["Broken"], Next: "Ask" }],
        Next: "Ask",
      },
      Ask: { ...waitingTask() },
    });
    expect(calls.map((call) => call["input"])).toEqual([{ Error: "Broken", Cause: "on purpose" }]);
    expect(result(arn).status).toBe("RUNNING");
  });

  test("is retried and caught as a whole", async () => {
    const { start, pass: wait, result, types } = makeEngine();
    const arn = await start({
      Both: {
        Type: "Parallel",
        Branches: [branch("A", pass({})), branch("B", fail)],
        Retry: [{ ErrorEquals: ["Broken"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["Broken"], Next: "Mended", Output: "caught" }],
        Next: "Mended",
      },
      Mended: { Type: "Succeed" },
    });
    await wait(1);
    expect(result(arn).output).toBe("caught");
    expect(types(arn).filter((type) => type === "ParallelStateStarted")).toHaveLength(2);
  });

  test("lets each branch read outer variables and keep its own", async () => {
    const { start, result } = makeEngine();
    const arn = await start({
      First: { Type: "Pass", Assign: { outer: 1 }, Next: "Both" },
      Both: {
        Type: "Parallel",
        Branches: [
          {
            StartAt: "A",
            States: {
              A: { Type: "Pass", Assign: { inner: 2 }, Next: "A2" },
              A2: pass({ Output: "{% $outer + $inner %}" }),
            },
          },
          branch("B", pass({ Output: "{% $exists($inner) %}" })),
        ],
        Assign: { gathered: "{% $states.result %}" },
        Next: "Last",
      },
      Last: pass({ Output: "{% $gathered %}" }),
    });
    expect(result(arn).output).toEqual([3, false]);
  });
});

describe("Map", () => {
  const items = [10, 20, 30];
  const mapped = (state: object, fields: object = {}) => ({
    Each: { Type: "Map", Items: items, ItemProcessor: branch("One", state), End: true, ...fields },
  });

  test("runs no more iterations at once than MaxConcurrency", async () => {
    const { engine, start, calls, result } = makeEngine();
    const arn = await start(mapped(waitingTask(), { MaxConcurrency: 2 }));
    expect(calls.map((call) => call["input"])).toEqual([10, 20]);
    for (let index = 0; index < items.length; index++) {
      await engine.sendTaskSuccess({
        taskToken: calls[index]!.token,
        output: JSON.stringify(calls[index]!["input"]),
      });
      await engine.run();
    }
    expect(result(arn).output).toEqual(items);
  });

  test("gives each iteration its index and value", async () => {
    const { start, result } = makeEngine();
    const selector = {
      ItemSelector: {
        at: "{% $states.context.Map.Item.Index %}",
        item: "{% $states.context.Map.Item.Value %}",
      },
    };
    const output = "{% $states.input.at & ':' & $states.input.item & ':' & $states.context.Map.Item.Index %}";
    const arn = await start(mapped(pass({ Output: output }), selector));
    expect(result(arn).output).toEqual(["0:10:0", "1:20:1", "2:30:2"]);
  });

  test("fails with the iteration that fails", async () => {
    const made = makeEngine({ resources: { picky: (item) => (item === 20 ? failing("Twenty")() : item) } });
    const arn = await made.start(mapped(callTask("picky"), { MaxConcurrency: 1 }));
    expect(made.result(arn)).toMatchObject({ status: "FAILED", error: "Twenty" });
    expect(made.types(arn).slice(-3)).toEqual(["MapIterationFailed", "MapStateFailed", "ExecutionFailed"]);
  });

  test("that is tried again is not called failed before its last try", async () => {
    const { start, pass: passTime, linked } = makeEngine();
    const retry = { Retry: [{ ErrorEquals: ["Broken"], IntervalSeconds: 1, MaxAttempts: 1 }] };
    const arn = await start(mapped(fail, { Items: [1], ...retry }));
    await passTime(1);
    expect(linked(arn).slice(2)).toEqual([
      "3 MapStateStarted < 2",
      "4 MapIterationStarted < 3",
      "5 FailStateEntered < 4",
      "6 MapIterationFailed < 5",
      "7 MapStateStarted < 5",
      "8 MapIterationStarted < 7",
      "9 FailStateEntered < 8",
      "10 MapIterationFailed < 9",
      "11 MapStateFailed < 9",
      "12 ExecutionFailed < 11",
    ]);
  });

  test("begins the tasks of all iterations once all are scheduled, and ends them all when one fails", async () => {
    const { engine, start, calls, linked } = makeEngine();
    const arn = await start(mapped(waitingTask()));
    await engine.sendTaskFailure({ taskToken: calls[1]?.token ?? "", error: "Broken" });
    expect(linked(arn).slice(6)).toEqual([
      "7 TaskStateEntered < 4",
      "8 TaskScheduled < 7",
      "9 TaskStateEntered < 5",
      "10 TaskScheduled < 9",
      "11 TaskStateEntered < 6",
      "12 TaskScheduled < 11",
      "13 TaskStarted < 8",
      "14 TaskStarted < 10",
      "15 TaskStarted < 12",
      "16 TaskSubmitted < 13",
      "17 TaskSubmitted < 14",
      "18 TaskSubmitted < 15",
      "19 TaskFailed < 17",
      "20 MapIterationFailed < 19",
      "21 TaskStateAborted < 19",
      "22 MapIterationAborted < 19",
      "23 TaskStateAborted < 19",
      "24 MapIterationAborted < 19",
      "25 MapStateFailed < 19",
      "26 ExecutionFailed < 25",
    ]);
  });

  test("within a Map keeps the two apart", async () => {
    const { start, result } = makeEngine({ resources: { leaf: (value) => Number(value) * 2 } });
    const inner = { Type: "Map", Items: [1, 2], ItemProcessor: branch("Leaf", callTask("leaf")), End: true };
    const arn = await start({
      Each: { Type: "Map", Items: [0, 0], ItemProcessor: branch("Inner", inner), End: true },
    });
    expect(result(arn).output).toEqual([
      [2, 4],
      [2, 4],
    ]);
  });
});
