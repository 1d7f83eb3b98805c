import { describe, expect, test } from "vitest";
import { callTask, failing, makeEngine, T0, waitingTask, type Made } from "./make.ts";

const FLAKY = { resources: { flaky: failing("Flaky") } };

/** The seconds between the attempts, until no more is due. */
async function pauses({ engine, time }: Made): Promise<number[]> {
  const found: number[] = [];
  for (let due = engine.nextDueAt(); due !== undefined; due = engine.nextDueAt()) {
    found.push((due - time.now) / 1000);
    time.now = due;
    await engine.run();
  }
  return found;
}

describe("Retry", () => {
  test("waits longer each time, by the back-off rate", async () => {
    const made = makeEngine(FLAKY);
    const retry = [{ ErrorEquals: ["Flaky"], IntervalSeconds: 3, BackoffRate: 2, MaxAttempts: 4 }];
    const arn = await made.start({ Try: callTask("flaky", { Retry: retry }) });
    expect(await pauses(made)).toEqual([3, 6, 12, 24]);
    expect(made.result(arn)).toMatchObject({ status: "FAILED", error: "Flaky" });
  });

  test("never waits longer than MaxDelaySeconds", async () => {
    const made = makeEngine(FLAKY);
    const retry = [{ ErrorEquals: ["States.ALL"], MaxAttempts: 5, MaxDelaySeconds: 5, BackoffRate: 3 }];
    await made.start({ Try: callTask("flaky", { Retry: retry }) });
    expect(await pauses(made)).toEqual([1, 3, 5, 5, 5]);
  });

  test("is three times after one, two and four seconds unless told", async () => {
    const made = makeEngine(FLAKY);
    await made.start({ Try: callTask("flaky", { Retry: [{ ErrorEquals: ["States.TaskFailed"] }] }) });
    expect(await pauses(made)).toEqual([1, 2, 4]);
  });

  test("spreads the pauses with full jitter", async () => {
    const made = makeEngine({ ...FLAKY, random: () => 0.25 });
    const retry = [{ ErrorEquals: ["Flaky"], IntervalSeconds: 8, MaxAttempts: 2, JitterStrategy: "FULL" }];
    await made.start({ Try: callTask("flaky", { Retry: retry }) });
    expect(await pauses(made)).toEqual([2, 4]);
  });

  test("counts for each of its entries alone, and not at all with no attempts", async () => {
    const errors = ["A", "B", "A", "B"];
    const made = makeEngine({ resources: { flaky: () => failing(errors.shift() ?? "Other")() } });
    const retry = [
      { ErrorEquals: ["A"], IntervalSeconds: 1, MaxAttempts: 2 },
      { ErrorEquals: ["B"], IntervalSeconds: 10, MaxAttempts: 2 },
      { ErrorEquals: ["Other"], MaxAttempts: 0 },
    ];
    const arn = await made.start({ Try: callTask("flaky", { Retry: retry }) });
    expect(await pauses(made)).toEqual([1, 10, 2, 20]);
    expect(made.result(arn)).toMatchObject({ status: "FAILED", error: "Other" });
  });

  test("starts counting anew when the state is entered again", async () => {
    const made = makeEngine(FLAKY);
    const states = {
      Try: callTask("flaky", {
        Retry: [{ ErrorEquals: ["States.ALL"], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Again", Assign: { caught: true } }],
      }),
      Again: {
        Type: "Choice",
        Choices: [{ Condition: `{% $millis() < ${T0 + 2000} %}`, Next: "Try" }],
        Default: "Done",
      },
      Done: { Type: "Succeed" },
    };
    const arn = await made.start(states);
    expect(await pauses(made)).toEqual([1, 1]);
    expect(made.result(arn).status).toBe("SUCCEEDED");
    expect(made.time.now).toBe(T0 + 2000);
  });
});

describe("Catch", () => {
  test("goes on where it says, with the error as input", async () => {
    const { start, result } = makeEngine(FLAKY);
    const arn = await start({
      Try: callTask("flaky", { Catch: [{ ErrorEquals: ["Flaky"], Next: "Mend" }] }),
      Mend: { Type: "Pass", End: true },
    });
    expect(result(arn)).toMatchObject({ status: "SUCCEEDED", output: { Error: "Flaky" } });
  });

  test("can shape the output and assign variables from the error", async () => {
    const { start, result } = makeEngine(FLAKY);
    const arn = await start(
      {
        Try: callTask("flaky", {
          Catch: [
            {
              ErrorEquals: ["States.ALL"],
              Output: { was: "{% $states.input.id %}" },
              Assign: { why: "{% $parse($states.errorOutput.Cause).errorMessage %}" },
              Next: "Mend",
            },
          ],
        }),
        Mend: { Type: "Pass", Output: "{% $merge([$states.input, { 'why': $why }]) %}", End: true },
      },
      { id: 7 },
    );
    expect(result(arn).output).toEqual({ was: 7, why: "no luck" });
  });

  test.each([
    ["States.TaskFailed", "Any", "caught"],
    ["States.TaskFailed", "States.Timeout", "FAILED"],
    ["States.ALL", "States.DataLimitExceeded", "FAILED"],
    ["States.DataLimitExceeded", "States.DataLimitExceeded", "caught"],
    ["States.ALL", "States.Runtime", "FAILED"],
    ["States.Runtime", "States.Runtime", "FAILED"],
    ["Other", "Any", "FAILED"],
  ])("of %s with %s is %s", async (errorEquals, error, expected) => {
    const { engine, start, token, result } = makeEngine();
    const arn = await start({
      Ask: waitingTask({ Catch: [{ ErrorEquals: [errorEquals], Next: "Mend", Output: "caught" }] }),
      Mend: { Type: "Succeed" },
    });
    await engine.sendTaskFailure({ taskToken: token(), error });
    const { status, output } = result(arn);
    expect(output ?? status).toBe(expected);
  });

  test.each([
    ["States.HeartbeatTimeout", "States.Timeout"],
    ["States.Timeout", "States.Timeout"],
    ["States.ALL", "States.Timeout"],
    ["States.TaskFailed", "FAILED"],
  ])("of %s with a heartbeat that does not come is %s", async (errorEquals, expected) => {
    const { start, pass, result } = makeEngine();
    const Output = "{% $states.errorOutput.Error %}";
    const arn = await start({
      Ask: waitingTask({
        HeartbeatSeconds: 9,
        Catch: [{ ErrorEquals: [errorEquals], Next: "Mend", Output }],
      }),
      Mend: { Type: "Succeed" },
    });
    await pass(9);
    const { status, output } = result(arn);
    expect(output ?? status).toBe(expected);
  });

  test("answers an expression that fails", async () => {
    const { start, result, types } = makeEngine();
    const arn = await start({
      Ask: waitingTask({
        TimeoutSeconds: "{% $states.input.missing %}",
        Catch: [{ ErrorEquals: ["States.QueryEvaluationError"], Next: "Mend" }],
      }),
      Mend: { Type: "Pass", Output: "{% $states.input.Error %}", End: true },
    });
    expect(result(arn).output).toBe("States.QueryEvaluationError");
    expect(types(arn).slice(2, 4)).toEqual(["EvaluationFailed", "TaskStateExited"]);
  });

  test("that fails itself fails the execution", async () => {
    const { start, result } = makeEngine(FLAKY);
    const arn = await start({
      Try: callTask("flaky", {
        Catch: [{ ErrorEquals: ["States.ALL"], Output: "{% $nothing %}", Next: "Mend" }],
      }),
      Mend: { Type: "Succeed" },
    });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });
});

test("a Choice without a match fails for good, with States.Runtime", async () => {
  const { start, result } = makeEngine();
  const arn = await start(
    {
      Which: { Type: "Choice", Choices: [{ Condition: "{% $states.input.go %}", Next: "Done" }] },
      Done: { Type: "Succeed" },
    },
    { go: false },
  );
  expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
});

describe("a function", () => {
  test("that is not there fails its task", async () => {
    const { start, result } = makeEngine();
    const arn = await start({ Try: callTask("nowhere") });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "Lambda.ResourceNotFoundException" });
  });

  test("that answers too much fails its task with DataLimitExceeded", async () => {
    const { start, result, types } = makeEngine({ resources: { big: () => "x".repeat(262_144) } });
    const arn = await start({ Try: callTask("big") });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
    expect(types(arn).slice(-2)).toEqual(["LambdaFunctionFailed", "ExecutionFailed"]);
  });
});
