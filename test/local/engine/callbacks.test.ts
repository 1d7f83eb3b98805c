import { describe, expect, test } from "vitest";
import { makeEngine, waitingTask } from "./make.ts";

const answer = (taskToken: string, output: unknown = {}) => ({ taskToken, output: JSON.stringify(output) });

describe("a task with a token", () => {
  test("waits until its token is answered, and gives the answer as its result", async () => {
    const { engine, start, token, result } = makeEngine();
    const arn = await start({ Ask: waitingTask({ Output: { said: "{% $states.result %}" } }) });
    expect(result(arn).status).toBe("RUNNING");
    await engine.sendTaskSuccess(answer(token(), "yes"));
    expect(result(arn)).toMatchObject({ status: "SUCCEEDED", output: { said: "yes" } });
  });

  test("records the events AWS records", async () => {
    const { engine, start, token, types } = makeEngine();
    const arn = await start({ Ask: waitingTask() });
    await engine.sendTaskSuccess(answer(token()));
    expect(types(arn)).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
      "TaskSucceeded",
      "TaskStateExited",
      "ExecutionSucceeded",
    ]);
  });

  test("fails with what the holder of the token says", async () => {
    const { engine, start, token, result } = makeEngine();
    const arn = await start({ Ask: waitingTask() });
    await engine.sendTaskFailure({ taskToken: token(), error: "Declined", cause: "not now" });
    expect(result(arn)).toEqual({ status: "FAILED", error: "Declined", cause: "not now" });
  });

  test("takes an answer that comes before its function has returned", async () => {
    const resources = {
      "open-stage": async (payload: unknown) => {
        await made.engine.sendTaskSuccess(answer(Object(payload).token, "early"));
      },
    };
    const made = makeEngine({ resources });
    const arn = await made.start({ Ask: waitingTask() });
    expect(made.result(arn)).toMatchObject({ status: "SUCCEEDED", output: "early" });
  });

  test("gives each attempt a token of its own, and the old one is used up", async () => {
    const { engine, start, calls, pass, result } = makeEngine();
    const retry = [{ ErrorEquals: ["States.Timeout"] }];
    const arn = await start({ Ask: waitingTask({ TimeoutSeconds: 60, Retry: retry }) });
    await pass(60);
    await pass(1);
    const [first, second] = calls.map(({ token }) => token);
    expect(first).not.toBe(second);
    await expect(engine.sendTaskSuccess(answer(first ?? ""))).rejects.toMatchObject({ name: "TaskTimedOut" });
    await engine.sendTaskSuccess(answer(second ?? ""));
    expect(result(arn).status).toBe("SUCCEEDED");
  });
});

describe("answering a token", () => {
  test("twice is refused as AWS does", async () => {
    const { engine, start, token } = makeEngine();
    await start({ Ask: waitingTask() });
    await engine.sendTaskSuccess(answer(token()));
    const again = engine.sendTaskSuccess(answer(token()));
    await expect(again).rejects.toThrow("Provided task does not exist anymore");
    await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
  });

  test("many times at once is taken once", async () => {
    const { engine, start, token } = makeEngine();
    await start({ Ask: waitingTask({ Next: "Then" }), Then: waitingTask() });
    const taskToken = token();
    const all = await Promise.allSettled(
      Array.from({ length: 10 }, (_, index) => engine.sendTaskSuccess(answer(taskToken, index))),
    );
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });

  test("that was never given out is refused", async () => {
    const { engine, start, token } = makeEngine();
    await start({ Ask: waitingTask() });
    const forged = `${token().slice(0, -4)}AAAA`;
    for (const taskToken of ["", "nonsense", forged]) {
      await expect(engine.sendTaskSuccess(answer(taskToken))).rejects.toMatchObject({ name: "InvalidToken" });
    }
  });

  test("of another engine's file is refused", async () => {
    const other = makeEngine();
    await other.start({ Ask: waitingTask() });
    const { engine, start } = makeEngine();
    await start({ Ask: waitingTask() });
    const foreign = engine.sendTaskSuccess(answer(other.token()));
    await expect(foreign).rejects.toMatchObject({ name: "InvalidToken" });
  });

  test("with something that is not JSON is refused, and the task goes on waiting", async () => {
    const { engine, start, token, result } = makeEngine();
    const arn = await start({ Ask: waitingTask() });
    const bad = engine.sendTaskSuccess({ taskToken: token(), output: "{" });
    await expect(bad).rejects.toMatchObject({ name: "InvalidOutput" });
    await engine.sendTaskSuccess(answer(token()));
    expect(result(arn).status).toBe("SUCCEEDED");
  });

  test("of a stopped execution is refused", async () => {
    const { engine, start, token, result } = makeEngine();
    const arn = await start({ Ask: waitingTask() });
    await engine.stopExecution({ executionArn: arn, error: "Stop", cause: "enough" });
    expect(result(arn)).toEqual({ status: "ABORTED", error: "Stop", cause: "enough" });
    await expect(engine.sendTaskSuccess(answer(token()))).rejects.toMatchObject({ name: "TaskTimedOut" });
  });
});
