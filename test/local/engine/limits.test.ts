import { describe, expect, onTestFinished, test, vi } from "vitest";
import { machine, makeEngine, waitingTask } from "./make.ts";

const evaluating = (expression: string) => ({
  A: { Type: "Pass", Output: `{% ${expression} %}`, End: true },
});

describe("an expression", () => {
  test.each([
    ["that never ends", "($f := function($n) { $f($n + 1) }; $f(0))"],
    ["that recurses too deeply", "($f := function($n) { 1 + $f($n + 1) }; $f(0))"],
    ["that makes too long a list", "[1..10000000]"],
    ["that throws", "$error('no')"],
    ["that gives a function", "$sum"],
    ["that gives nothing", "$states.input.missing"],
    ["that asks for what is no range", "$range(0, 1, 0)"],
  ])("%s fails its state", async (_, expression) => {
    const { start, result } = makeEngine();
    const arn = await start(evaluating(expression));
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.QueryEvaluationError" });
  });

  test.each([
    ["$partition([1,2,3,4,5], 2)", [[1, 2], [3, 4], [5]]],
    ["$range(10, 1, -4)", [10, 6, 2]],
    ["$hash('abc', 'SHA-1')", "a9993e364706816aba3e25717850c26c9cd0d89d"],
    ["$random(42)", 0.7275636800328681],
    ["$random()", 0.5],
    ["$uuid()", "11111111-2222-4333-8444-555555555555"],
    ["$parse('{\"a\": 1}').a", 1],
    ["$now()", "2026-01-05T12:00:00.000Z"],
    ["$states.context.Execution.Input.id", 7],
    ["$states.context.State.Name", "A"],
    ["$states.context.StateMachine.Name", "machine"],
    ["[$states.input.list]", [1]],
    ["$states.input.list", [1]],
    ["$states.input.rows.id", [1, 2]],
  ])("%s is evaluated as on AWS", async (expression, expected) => {
    const { start, result } = makeEngine({
      random: () => 0.5,
      uuid: () => "11111111-2222-4333-8444-555555555555",
    });
    const arn = await start(evaluating(expression), { id: 7, list: [1], rows: [{ id: 1 }, { id: 2 }] });
    const { output } = result(arn);
    expect(output).toEqual(expected);
  });
});

function slowUuid(): string {
  vi.setSystemTime(Date.now() + 30);
  return crypto.randomUUID();
}

test("many executions that evaluate together do not use up each other's second", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const { engine, pass } = makeEngine({ uuid: slowUuid });
  const states = { Rest: { Type: "Wait", Seconds: 1, Next: "A" }, ...evaluating("$uuid() & $uuid()") };
  await engine.createStateMachine({ name: "m", definition: machine(states) });
  for (let n = 0; n < 100; n++) await engine.startExecution({ stateMachine: "m" });
  await pass(1);
  expect(engine.listExecutions({ statusFilter: "SUCCEEDED" }).executions).toHaveLength(100);
});

describe("a history", () => {
  test("ends the execution at 25,000 events", async () => {
    const { engine, start, result } = makeEngine();
    const arn = await start({
      Go: { Type: "Pass", Next: "On" },
      On: { Type: "Choice", Choices: [{ Condition: "{% false %}", Next: "End" }], Default: "Go" },
      End: { Type: "Succeed" },
    });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.Runtime" });
    const [last] = engine.getExecutionHistory({
      executionArn: arn,
      maxResults: 1,
      reverseOrder: true,
    }).events;
    expect(last).toMatchObject({ id: 25_000, type: "ExecutionFailed" });
  });

  test("is paged in both directions", async () => {
    const { engine, start, token } = makeEngine();
    const executionArn = await start({
      Ask: waitingTask({ Next: "Then" }),
      Then: { Type: "Pass", End: true },
    });
    await engine.sendTaskSuccess({ taskToken: token(), output: "{}" });
    const collect = (reverseOrder: boolean) => {
      const ids: number[] = [];
      let nextToken: string | undefined;
      do {
        const at = nextToken === undefined ? {} : { nextToken };
        const page = engine.getExecutionHistory({ executionArn, maxResults: 3, reverseOrder, ...at });
        ids.push(...page.events.map(({ id }) => id));
        ({ nextToken } = page);
      } while (nextToken !== undefined);
      return ids;
    };
    const forward = Array.from({ length: 10 }, (_, index) => index + 1);
    expect(collect(false)).toEqual(forward);
    expect(collect(true)).toEqual(forward.toReversed());
  });

  test("is read on from where the last page stopped while it grows", async () => {
    const { engine, start, token } = makeEngine();
    const executionArn = await start({ Ask: waitingTask({ Next: "Then" }), Then: waitingTask() });
    const page = (reverseOrder: boolean, at: { nextToken?: string } = {}) => {
      const { events, ...rest } = engine.getExecutionHistory({
        executionArn,
        maxResults: 3,
        reverseOrder,
        ...at,
      });
      return { ids: events.map(({ id }) => id), rest };
    };
    const [first, newest] = [page(false), page(true)];
    expect([first.ids, newest.ids]).toEqual([
      [1, 2, 3],
      [5, 4, 3],
    ]);
    await engine.sendTaskSuccess({ taskToken: token(), output: "{}" });
    expect(page(false, first.rest).ids).toEqual([4, 5, 6]);
    expect(page(true, newest.rest)).toEqual({ ids: [2, 1], rest: {} });
  });
});

describe("a payload over 256 KiB", () => {
  const large = JSON.stringify("ä".repeat(131_072));

  test("is refused as input", async () => {
    const { engine } = makeEngine();
    await engine.createStateMachine({ name: "m", definition: machine({ A: { Type: "Pass", End: true } }) });
    const start = engine.startExecution({ stateMachine: "m", input: large });
    await expect(start).rejects.toMatchObject({ name: "InvalidExecutionInput" });
  });

  test("is refused as an answer", async () => {
    const { engine, start, token } = makeEngine();
    await start({ Ask: waitingTask() });
    const answer = engine.sendTaskSuccess({ taskToken: token(), output: large });
    await expect(answer).rejects.toMatchObject({ name: "InvalidOutput" });
  });

  test("fails the state that makes it, and States.ALL does not catch that", async () => {
    const { start, result } = makeEngine();
    const arn = await start({
      Ask: waitingTask({
        Arguments: {
          FunctionName: "open-stage",
          Payload: "{% $states.context.Task.Token & $pad('', 300000, 'x') %}",
        },
        Catch: [{ ErrorEquals: ["States.ALL"], Next: "Mend" }],
      }),
      Mend: { Type: "Succeed" },
    });
    expect(result(arn)).toMatchObject({ status: "FAILED", error: "States.DataLimitExceeded" });
  });
});

function filling(name: string, size: number, next: object = { End: true }) {
  const text = `{% $pad('', ${size}, 'x') %}`;
  return { Type: "Pass", Assign: { [name]: text }, Output: 1, ...next };
}

/** Fills 45 variables of 250 kB, one after the other. */
function fillingMany(nameOf: (index: number) => string) {
  const states = Array.from({ length: 45 }, (_, index) => {
    const next = index < 44 ? { Next: `S${index + 1}` } : { End: true };
    return [`S${index}`, filling(nameOf(index), 250_000, next)];
  });
  return Object.fromEntries(states);
}

describe("variables", () => {
  test("of one Assign may not exceed 256 KiB together", async () => {
    const { start, result } = makeEngine();
    const half = "{% $pad('', 140000, 'x') %}";
    const both = { A: { Type: "Pass", Assign: { a: half, b: half }, Output: 1, End: true } };
    expect(result(await start(both)).error).toBe("States.DataLimitExceeded");
    const apart = { A: filling("a", 140_000, { Next: "B" }), B: filling("b", 140_000) };
    expect(result(await start(apart)).status).toBe("SUCCEEDED");
  });

  test("of one execution may not exceed 10 MiB together; what is assigned again counts once", async () => {
    const { start, result } = makeEngine();
    expect(result(await start(fillingMany((index) => `v${index}`))).error).toBe("States.DataLimitExceeded");
    expect(result(await start(fillingMany(() => "v"))).status).toBe("SUCCEEDED");
  });
});
