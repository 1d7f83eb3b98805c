import { describe, expect, test } from "vitest";
import { callTask, machine, makeEngine, T0, waitingTask } from "./make.ts";

describe("a wait", () => {
  test("of seconds ends on time and not before", async () => {
    const { start, pass, result } = makeEngine();
    const arn = await start(
      { Rest: { Type: "Wait", Seconds: "{% $states.input.s %}", End: true } },
      { s: 60 },
    );
    await pass(59);
    expect(result(arn).status).toBe("RUNNING");
    await pass(1);
    expect(result(arn).status).toBe("SUCCEEDED");
  });

  test("until a time ends then, and is over at once when that has passed", async () => {
    const { start, engine, result } = makeEngine();
    const states = { Rest: { Type: "Wait", Timestamp: "{% $states.input.at %}", End: true } };
    await start(states, { at: "2026-01-05T13:00:00+01:00" });
    expect(engine.nextDueAt()).toBeUndefined();
    const later = await start(states, { at: "2026-01-05T12:00:05Z" });
    expect(engine.nextDueAt()).toBe(T0 + 5000);
    expect(result(later).status).toBe("RUNNING");
  });

  test.each([
    ["2016-03-05T21:29:29Z", "SUCCEEDED"],
    ["2016-03-05t21:29:29.123456789z", "SUCCEEDED"],
    ["2016-02-29T21:29+18:00", "SUCCEEDED"],
    ["2016-02-30T00:00:00Z", "FAILED"],
    ["2016-13-05T00:00:00Z", "FAILED"],
    ["2016-03-05T24:00:00Z", "FAILED"],
    ["2016-03-05T21:29:29+18:30", "FAILED"],
    ["2016-03-05 21:29:29Z", "FAILED"],
    ["2016-03-05T21:29:29", "FAILED"],
  ])("until %s has %s", async (at, expected) => {
    const { start, result } = makeEngine();
    const arn = await start({ Rest: { Type: "Wait", Timestamp: "{% $states.input %}", End: true } }, at);
    expect(result(arn).status).toBe(expected);
  });
});

describe("a task", () => {
  test.each([
    ["a waiting", waitingTask({ HeartbeatSeconds: 9 }), 9],
    ["a direct", callTask("open-stage", { HeartbeatSeconds: 9 }), undefined],
  ])("%s one is scheduled with its heartbeat, or without, as on AWS", async (_what, task, heartbeat) => {
    const { engine, start } = makeEngine();
    const executionArn = await start({ Ask: task });
    const { events } = engine.getExecutionHistory({ executionArn });
    expect(events.find(({ type }) => type.endsWith("Scheduled"))?.details?.["heartbeatInSeconds"]).toBe(
      heartbeat,
    );
  });

  test("times out after TimeoutSeconds, whatever heartbeats it gets", async () => {
    const { engine, start, pass, token, result } = makeEngine();
    const arn = await start({ Ask: waitingTask({ TimeoutSeconds: 100, HeartbeatSeconds: 60 }) });
    await pass(50);
    await engine.sendTaskHeartbeat({ taskToken: token() });
    await pass(49);
    expect(result(arn).status).toBe("RUNNING");
    await pass(1);
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  test("times out when no heartbeat comes in time", async () => {
    const { engine, start, pass, token, result, types } = makeEngine();
    const arn = await start({ Ask: waitingTask({ HeartbeatSeconds: 60 }) });
    await pass(59);
    const before = types(arn);
    await engine.sendTaskHeartbeat({ taskToken: token() });
    expect(types(arn)).toEqual(before);
    await pass(59);
    expect(result(arn).status).toBe("RUNNING");
    await pass(1);
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
  });

  test.each(["TimeoutSeconds", "HeartbeatSeconds"])(
    "whose function hangs ends after %s, and its late answer counts for nothing",
    async (field) => {
      const { promise, resolve: release } = Promise.withResolvers<unknown>();
      const slow = () => promise;
      const { engine, time, result, ...made } = makeEngine({ resources: { slow } });
      void made.start({ Slow: callTask("slow", { [field]: 10 }) });
      await expect.poll(() => engine.listExecutions().executions).toHaveLength(1);
      const arn = engine.listExecutions().executions[0]!.executionArn;
      time.now += 10_000;
      await engine.run();
      expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
      release("late");
      await engine.run();
      expect(result(arn).status).toBe("FAILED");
    },
  );
});

describe("an answer that comes before the timer but after the time", () => {
  const late = { name: "TaskTimedOut" };

  test.each(["TimeoutSeconds", "HeartbeatSeconds"])("finds the task timed out by its %s", async (field) => {
    const { engine, start, time, token, result, types } = makeEngine();
    const answers = [
      (taskToken: string) => engine.sendTaskSuccess({ taskToken, output: "{}" }),
      (taskToken: string) => engine.sendTaskFailure({ taskToken }),
      (taskToken: string) => engine.sendTaskHeartbeat({ taskToken }),
    ];
    for (const answer of answers) {
      const arn = await start({ Ask: waitingTask({ [field]: 60 }) });
      time.now += 60_000;
      await expect(answer(token())).rejects.toMatchObject(late);
      expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Timeout" });
      expect(types(arn).at(-2)).toBe("TaskTimedOut");
    }
  });

  test("finds the execution timed out", async () => {
    const { engine, time, token, result } = makeEngine();
    const definition = { ...JSON.parse(machine({ Ask: waitingTask() })), TimeoutSeconds: 60 };
    await engine.createStateMachine({ name: "m", definition: JSON.stringify(definition) });
    const { executionArn } = await engine.startExecution({ stateMachine: "m" });
    await engine.run();
    time.now += 60_000;
    await expect(engine.sendTaskHeartbeat({ taskToken: token() })).rejects.toMatchObject(late);
    expect(result(executionArn).status).toBe("TIMED_OUT");
  });

  test("is taken where something else is due, which happens first", async () => {
    const { engine, start, time, token, result, types } = makeEngine();
    const rest = { Rest: { Type: "Wait", Seconds: 60, End: true } };
    const ask = { Ask: waitingTask() };
    const arn = await start({
      Both: {
        Type: "Parallel",
        Branches: [
          { StartAt: "Ask", States: ask },
          { StartAt: "Rest", States: rest },
        ],
        End: true,
      },
    });
    time.now += 60_000;
    await engine.sendTaskSuccess({ taskToken: token(), output: "{}" });
    expect(result(arn).status).toBe("SUCCEEDED");
    expect(types(arn).slice(-6, -3)).toEqual(["WaitStateExited", "TaskSucceeded", "TaskStateExited"]);
  });
});

describe("an execution", () => {
  test("times out as a whole when its definition says so", async () => {
    const { engine, time, result, types } = makeEngine();
    const definition = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "Ask",
      TimeoutSeconds: 30,
      States: { Ask: waitingTask() },
    });
    await engine.createStateMachine({ name: "brief", definition });
    const { executionArn } = await engine.startExecution({ stateMachine: "brief" });
    await engine.run();
    time.now += 30_000;
    await engine.run();
    expect(result(executionArn).status).toBe("TIMED_OUT");
    expect(types(executionArn).at(-1)).toBe("ExecutionTimedOut");
  });

  test("ends after a year", async () => {
    const { start, pass, result } = makeEngine();
    const arn = await start({ Ask: waitingTask() });
    await pass(365 * 24 * 3600);
    expect(result(arn).status).toBe("TIMED_OUT");
  });

  test("goes on by itself once the engine is started", async () => {
    const { engine } = makeEngine({ clock: Date.now });
    engine.start();
    const definition = JSON.stringify({
      QueryLanguage: "JSONata",
      StartAt: "Rest",
      States: { Rest: { Type: "Wait", Seconds: 1, End: true } },
    });
    await engine.createStateMachine({ name: "timer", definition });
    const { executionArn } = await engine.startExecution({ stateMachine: "timer" });
    const status = () => engine.describeExecution(executionArn).status;
    await expect.poll(status).toBe("SUCCEEDED");
    await engine.close();
  });
});
