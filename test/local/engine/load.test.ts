import { describe, expect, test } from "vitest";
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
});
