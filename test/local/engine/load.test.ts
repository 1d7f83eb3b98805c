import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, onTestFinished, test } from "vitest";
import { callTask, FUNCTION, machine, makeEngine, waitingTask } from "./make.ts";

const refused = (definition: string, substitutions?: Record<string, string>) =>
  makeEngine()
    .engine.createStateMachine({ name: "machine", definition, ...(substitutions ? { substitutions } : {}) })
    .then(
      () => "accepted",
      (fault: Error) => `${fault.name}: ${fault.message}`,
    );

const end = { Type: "Pass", End: true };
const map = (fields: object) => ({
  Type: "Map",
  ItemProcessor: { StartAt: "In", States: { In: end } },
  End: true,
  ...fields,
});

describe("a definition is refused, naming state and field,", () => {
  test.each<[string, Record<string, unknown>, string]>([
    [
      "with a JSONPath field",
      { A: { ...end, InputPath: "$.a" } },
      "State 'A', field 'InputPath': belongs to JSONPath",
    ],
    [
      "with a JSONPath state",
      { A: { ...end, QueryLanguage: "JSONPath" } },
      "State 'A', field 'QueryLanguage'",
    ],
    ["with an unknown field", { A: { ...end, Retyr: [] } }, "State 'A', field 'Retyr': is unknown here"],
    ["with an unknown type", { A: { Type: "Activity", End: true } }, "State 'A', field 'Type'"],
    [
      "with an activity",
      { A: { ...callTask("x"), Resource: "arn:aws:states:local:0:activity:x" } },
      "field 'Resource'",
    ],
    [
      "with .sync",
      { A: { ...callTask("x"), Resource: "arn:aws:states:::states:startExecution.sync" } },
      ".sync' is not implemented",
    ],
    [
      "with another service",
      { A: { ...callTask("x"), Resource: "arn:aws:states:::sqs:sendMessage" } },
      "field 'Resource'",
    ],
    [
      "with a distributed Map",
      { A: map({ ItemReader: {} }) },
      "field 'ItemReader': belongs to the distributed Map",
    ],
    [
      "with a distributed processor",
      {
        A: map({
          ItemProcessor: { ProcessorConfig: { Mode: "DISTRIBUTED" }, StartAt: "In", States: { In: end } },
        }),
      },
      "field 'ProcessorConfig'",
    ],
    [
      "with a target that is missing",
      { A: { Type: "Pass", Next: "B" } },
      "State 'A' goes on to 'B', which is not there",
    ],
    ["with a state nobody reaches", { A: end, B: end }, "State 'B' cannot be reached"],
    ["with no end", { A: { Type: "Pass", Next: "A" } }, "no state ends it"],
    ["with neither Next nor End", { A: { Type: "Pass" } }, "State 'A', field 'Next'"],
    ["with both Next and End", { A: { ...end, Next: "A" } }, "State 'A', field 'Next'"],
    [
      "with an expression that is not JSONata",
      { A: { ...end, Output: { a: ["{% 1 + %}"] } } },
      "State 'A', field 'Output/a[0]'",
    ],
    [
      "with a bare name",
      { A: { ...end, Output: "{% 'a' & input.id %}" } },
      "Reference to 'input' at the top level",
    ],
    ["with the input as a whole", { A: { ...end, Output: "{% $count($$) %}" } }, "Reference to '$$'"],
    ["with $eval", { A: { ...end, Output: "{% $eval('1') %}" } }, "$eval is not available"],
    [
      "with a token nobody gets",
      { A: waitingTask({ Arguments: { FunctionName: FUNCTION, Payload: { id: 1 } } }) },
      "State 'A', field 'Arguments': must pass on $states.context.Task.Token",
    ],
    [
      "with lambda:invoke without a function",
      { A: waitingTask({ Arguments: { Payload: "{% $states.context.Task.Token %}" } }) },
      "Arguments/FunctionName",
    ],
    [
      "with a heartbeat longer than the time-out",
      { A: waitingTask({ HeartbeatSeconds: 9, TimeoutSeconds: 9 }) },
      "smaller than TimeoutSeconds",
    ],
    [
      "with States.ALL beside others",
      { A: callTask("x", { Retry: [{ ErrorEquals: ["States.ALL", "B"] }] }) },
      "Retry[0], field 'ErrorEquals'",
    ],
    [
      "with States.ALL before others",
      { A: callTask("x", { Retry: [{ ErrorEquals: ["States.ALL"] }, { ErrorEquals: ["B"] }] }) },
      "Retry[0]",
    ],
    [
      "with an inner variable of an outer name",
      {
        A: { ...end, Next: "M", End: undefined, Assign: { v: 1 } },
        M: map({ ItemProcessor: { StartAt: "In", States: { In: { ...end, Assign: { v: 2 } } } } }),
      },
      "Assign/v",
    ],
    [
      "with two states of one name",
      { A: map({ ItemProcessor: { StartAt: "A", States: { A: end } } }) },
      "another state has the same name",
    ],
    [
      "with a negative Wait",
      { A: { Type: "Wait", Seconds: -1, End: true } },
      "field 'Seconds': must be at least 0",
    ],
    [
      "with a Wait that says two times",
      { A: { Type: "Wait", Seconds: 1, Timestamp: "{% 1 %}", End: true } },
      "exactly one of Seconds and Timestamp",
    ],
    ...["{% 1", "1 %}", " {% 1 %}", "{% 1 %}\n"].map((text): [string, Record<string, unknown>, string] => [
      `with ${JSON.stringify(text)}`,
      { A: { ...end, Output: { a: [text] } } },
      "State 'A', field 'Output/a[0]': an expression must begin with {% and end with %}",
    ]),
    ...["", "_a", "1a", "a b", "a.b", "a$", "ä".repeat(81)].map(
      (name): [string, Record<string, unknown>, string] => [
        `with a variable ${JSON.stringify(name)}`,
        { A: callTask("x", { Catch: [{ ErrorEquals: ["A"], Next: "B", Assign: { [name]: 1 } }] }), B: end },
        `State 'A', Catch[0], field 'Assign/${name}': is not a Unicode identifier`,
      ],
    ),
    [
      "with a result in a state that has none",
      { A: { ...end, Assign: { a: "{% $states.result.a[0] %}" } } },
      "State 'A', field 'Assign/a': $states.result is only there",
    ],
    [
      "with a result before there is one",
      { A: callTask("x", { Arguments: "{% $count([1].($states.result)) %}" }) },
      "State 'A', field 'Arguments': $states.result is only there",
    ],
    [
      "with a result in a Catch",
      {
        A: callTask("x", { Catch: [{ ErrorEquals: ["A"], Next: "B", Output: "{% $states.result %}" }] }),
        B: end,
      },
      "State 'A', Catch[0], field 'Output': $states.result is only there",
    ],
    [
      "with an error outside of a Catch",
      { A: callTask("x", { Output: "{% $states.errorOutput.Error %}" }) },
      "State 'A', field 'Output': $states.errorOutput is only there",
    ],
  ])("%s", async (_, states, reason) => {
    expect(await refused(machine(states))).toContain(reason);
  });

  test("all that is wrong at once", async () => {
    const reasons = await refused(machine({ A: { Type: "Pass", Next: "B", Extra: 1 }, C: { Type: "Odd" } }));
    expect(reasons.match(/'Extra'|'Type'/g)).toHaveLength(2);
  });

  test("when it is not JSON, or is JSONPath as a whole", async () => {
    expect(await refused("{")).toContain("InvalidDefinition");
    expect(await refused(JSON.stringify({ StartAt: "A", States: { A: end } }))).toContain("JSONata only");
  });
});

test.each([
  "$states.input.rows[id = 1].{ 'name': name }",
  "$states.input.rows^(>id).name",
  "$map($states.input.rows, function($row) { $row.id })",
  "$states.input ~> | rows | { 'id': 0 } |",
  "$states.input.rows{ id: name }",
  "($x := 1; $x > 0 ? $x : -$x)",
  "$states.input.rows.(id & $)",
])("the expression %s is accepted", async (expression) => {
  expect(await refused(machine({ A: { ...end, Output: `{% ${expression} %}` } }))).toBe("accepted");
});

test("results, errors and variables are accepted where Step Functions has them", async () => {
  const seen = { Output: "{% $states.result %}", Assign: { größe1: "{% $states.result %}" } };
  const rescue = {
    ErrorEquals: ["A"],
    Next: "B",
    Output: "{% $states.errorOutput %}",
    Assign: { why: "{% $states.errorOutput.Error %}" },
  };
  const states = {
    T: callTask("x", { ...seen, Catch: [rescue], Next: "M" }),
    M: map({ ...seen, Catch: [rescue], End: undefined, Next: "P" }),
    P: { Type: "Parallel", Branches: [{ StartAt: "Q", States: { Q: end } }], ...seen, Next: "B" },
    B: { ...end, Output: "{% '$states.result' %}" },
  };
  expect(await refused(machine(states))).toBe("accepted");
});

describe("substitutions", () => {
  const definition = machine({ A: callTask("x", { Resource: "${Open}" }) });

  test("stand in the definition of the state machine", async () => {
    const { engine } = makeEngine();
    await engine.createStateMachine({ name: "m", definition, substitutions: { Open: FUNCTION } });
    expect(engine.describeStateMachine("m").definition).toContain(FUNCTION);
  });

  test("must be complete and all be used", async () => {
    expect(await refused(definition)).toContain("no substitution is given for ${Open}");
    expect(await refused(definition, { Open: FUNCTION, Close: "x" })).toContain("Close is not used");
  });
});

const ask = (answer: string) => machine({ Ask: waitingTask({ Output: answer }) });

describe("a changed definition", () => {
  test("holds for new executions, and running ones keep theirs", async () => {
    const { engine, calls, result } = makeEngine();
    await engine.createStateMachine({ name: "m", definition: ask("old") });
    const first = await engine.startExecution({ stateMachine: "m" });
    await engine.createStateMachine({ name: "m", definition: ask("new") });
    const second = await engine.startExecution({ stateMachine: "m" });
    await engine.run();
    for (const { token } of calls) await engine.sendTaskSuccess({ taskToken: token, output: "{}" });
    expect([first, second].map(({ executionArn }) => result(executionArn).output)).toEqual(["old", "new"]);
  });

  test("is refused, and the old one stays, where it may not replace that", async () => {
    const { engine } = makeEngine();
    const create = (answer: string) =>
      engine.createStateMachine({ name: "m", definition: ask(answer), mayReplace: false });
    const both = await Promise.allSettled([create("old"), create("new")]);
    expect(both).toMatchObject([{}, { reason: { name: "StateMachineAlreadyExists" } }]);
    expect(engine.describeStateMachine("m").definition).toBe(ask("old"));
    expect(await create("old")).toEqual(engine.describeStateMachine("m"));
  });
});

test("a stored definition is loaded, and deployed again, without the checks for new ones", async () => {
  const folder = mkdtempSync(join(tmpdir(), "engine-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "engine.db");
  const before = makeEngine({ file });
  const executionArn = await before.start({ Ask: waitingTask({ Next: "Then" }), Then: end });
  await before.engine.close();

  const old = machine({
    Ask: waitingTask({ Next: "Then" }),
    Then: { ...end, Output: "{% $states.result ? 1 : ' {% ' %}", Assign: { _a: "{% 1" } },
  });
  const database = new DatabaseSync(file);
  database.prepare("UPDATE definition SET text = ?").run(old);
  database.close();

  const { engine, result } = makeEngine({ file });
  await engine.createStateMachine({ name: "machine", definition: old });
  await engine.sendTaskSuccess({ taskToken: before.token(), output: "{}" });
  expect(result(executionArn)).toMatchObject({ status: "SUCCEEDED", output: " {% " });
  await engine.close();
});
