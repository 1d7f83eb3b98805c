import { once } from "node:events";
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  paginateGetExecutionHistory,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from "@aws-sdk/client-sfn";
import { afterEach, describe, expect, test } from "vitest";
import { engineWire } from "../../../local/engine/wire.ts";
import { machine, makeEngine, T0, waitingTask } from "./make.ts";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The engine as the AWS SDK sees it, with a state machine that asks twice. */
async function withClient() {
  const made = makeEngine();
  const server = engineWire(made.engine).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const endpoint = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  const credentials = { accessKeyId: "any", secretAccessKey: "any" };
  const client = new SFNClient({ endpoint, region: "local", credentials, maxAttempts: 1 });
  closing.push(
    () => server.close(),
    () => client.destroy(),
  );
  const definition = machine({ Ask: waitingTask({ Next: "Then" }), Then: waitingTask() });
  const create = new CreateStateMachineCommand({ name: "m", definition, roleArn: "arn:aws:iam::0:role/r" });
  const { stateMachineArn } = await client.send(create);
  const start = async (name: string) => {
    const input = JSON.stringify({ id: "ä" });
    const { executionArn } = await client.send(new StartExecutionCommand({ stateMachineArn, name, input }));
    await made.engine.run();
    return executionArn;
  };
  return { ...made, client, stateMachineArn, endpoint, start };
}

describe("the AWS SDK", () => {
  test("starts, answers and follows an execution", async () => {
    const { client, start, token, engine } = await withClient();
    const executionArn = await start("one");
    await client.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    await client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"said":"yes"}' }));
    await engine.run();
    await client.send(new SendTaskFailureCommand({ taskToken: token(), error: "Declined", cause: "no" }));
    const described = await client.send(new DescribeExecutionCommand({ executionArn }));
    expect(described).toMatchObject({
      name: "one",
      status: "FAILED",
      error: "Declined",
      cause: "no",
      input: '{"id":"ä"}',
      startDate: new Date(T0),
      stopDate: new Date(T0),
    });
  });

  test("describes and lists", async () => {
    const { client, start, stateMachineArn } = await withClient();
    await start("one");
    const executionArn = await start("two");
    await client.send(new StopExecutionCommand({ executionArn, error: "Stop" }));
    const described = await client.send(new DescribeStateMachineCommand({ stateMachineArn }));
    expect(described).toMatchObject({ name: "m", type: "STANDARD", status: "ACTIVE" });
    const running = new ListExecutionsCommand({ stateMachineArn, statusFilter: "RUNNING" });
    expect((await client.send(running)).executions?.map(({ name }) => name)).toEqual(["one"]);
    const first = await client.send(new ListExecutionsCommand({ stateMachineArn, maxResults: 1 }));
    expect(first).toMatchObject({
      executions: [{ name: "two", status: "ABORTED" }],
      nextToken: expect.any(String),
    });
  });

  test("reads a history page by page, with its details", async () => {
    const { client, start } = await withClient();
    const executionArn = await start("one");
    const types: (string | undefined)[] = [];
    for await (const page of paginateGetExecutionHistory({ client, pageSize: 2 }, { executionArn })) {
      types.push(...(page.events ?? []).map(({ type }) => type));
    }
    expect(types).toEqual([
      "ExecutionStarted",
      "TaskStateEntered",
      "TaskScheduled",
      "TaskStarted",
      "TaskSubmitted",
    ]);
    const newest = new GetExecutionHistoryCommand({ executionArn, maxResults: 4, reverseOrder: true });
    expect((await client.send(newest)).events?.at(-1)).toMatchObject({
      id: 2,
      timestamp: new Date(T0),
      stateEnteredEventDetails: { name: "Ask", input: '{"id":"ä"}', inputDetails: { truncated: false } },
    });
  });

  test("reads a history without its payloads when it asks for that", async () => {
    const { client, start, engine, token } = await withClient();
    const executionArn = await start("one");
    await client.send(new SendTaskSuccessCommand({ taskToken: token(), output: "{}" }));
    await engine.run();
    await client.send(new StopExecutionCommand({ executionArn, error: "Stop" }));
    const read = new GetExecutionHistoryCommand({ executionArn, includeExecutionData: false });
    const { events = [] } = await client.send(read);
    expect(JSON.stringify(events)).not.toMatch(/"(input|output|parameters)/);
    expect(events[1]?.stateEnteredEventDetails).toEqual({ name: "Ask" });
    expect(events.at(-1)?.executionAbortedEventDetails).toEqual({ error: "Stop" });
  });

  test("gets AWS's errors by name", async () => {
    const { client, start, stateMachineArn, token } = await withClient();
    await start("one");
    const taskToken = token();
    await client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    const again = client.send(new SendTaskSuccessCommand({ taskToken, output: "{}" }));
    await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
    const unknown = client.send(new SendTaskSuccessCommand({ taskToken: "x", output: "{}" }));
    await expect(unknown).rejects.toMatchObject({ name: "InvalidToken" });
    const other = client.send(new StartExecutionCommand({ stateMachineArn, name: "one", input: "{}" }));
    await expect(other).rejects.toMatchObject({ name: "ExecutionAlreadyExists" });
    const bad = new CreateStateMachineCommand({
      name: "n",
      definition: "{}",
      roleArn: "arn:aws:iam::0:role/r",
    });
    await expect(client.send(bad)).rejects.toMatchObject({ name: "InvalidDefinition" });
  });
});

/** The answer, or the name of the refusal. */
async function ask(endpoint: string, operation: string, input: object): Promise<unknown> {
  const headers = { "x-amz-target": `AWSStepFunctions.${operation}` };
  const response = await fetch(endpoint, { method: "POST", headers, body: JSON.stringify(input) });
  const body = Object(await response.json());
  return response.ok ? body : String(body["__type"]).split("#")[1];
}

describe("what AWS refuses", () => {
  test("is another definition of the same name, but not the same one again", async () => {
    const { client, engine, stateMachineArn } = await withClient();
    const { definition } = engine.describeStateMachine("m");
    const create = (text: string) =>
      client.send(
        new CreateStateMachineCommand({ name: "m", definition: text, roleArn: "arn:aws:iam::0:role/r" }),
      );
    expect(await create(definition)).toMatchObject({ stateMachineArn });
    const other = create(machine({ Ask: waitingTask() }));
    await expect(other).rejects.toMatchObject({ name: "StateMachineAlreadyExists" });
    expect(engine.describeStateMachine("m").definition).toBe(definition);
  });

  test.each([
    "m",
    "",
    "arn:aws:states:local:000000000000:stateMachine:",
    "arn:aws:states:local:0:activity:m",
  ])("is %j as an ARN", async (arn) => {
    const { endpoint } = await withClient();
    for (const operation of ["StartExecution", "ListExecutions", "DescribeStateMachine"])
      expect(await ask(endpoint, operation, { stateMachineArn: arn })).toBe("InvalidArn");
    for (const operation of ["DescribeExecution", "GetExecutionHistory", "StopExecution"])
      expect(await ask(endpoint, operation, { executionArn: arn })).toBe("InvalidArn");
  });

  test.each<[object, string]>([
    [{ statusFilter: "ODD" }, "ValidationException"],
    [{ maxResults: 1.5 }, "ValidationException"],
    [{ maxResults: -1 }, "ValidationException"],
    [{ maxResults: 1001 }, "ValidationException"],
    [{ maxResults: "5" }, "ValidationException"],
    [{ nextToken: "e30x" }, "InvalidToken"],
    [{ nextToken: Buffer.from('{"id":"x"}').toString("base64url") }, "InvalidToken"],
  ])("is a list with %j", async (input, name) => {
    const { endpoint, stateMachineArn } = await withClient();
    expect(await ask(endpoint, "ListExecutions", { stateMachineArn, ...input })).toBe(name);
    const bounds = { stateMachineArn, statusFilter: null, maxResults: 0, nextToken: null };
    expect(await ask(endpoint, "ListExecutions", bounds)).toEqual({ executions: [] });
  });

  test("is a list of an unknown state machine", async () => {
    const { endpoint, stateMachineArn } = await withClient();
    const unknown = { stateMachineArn: `${stateMachineArn}2` };
    expect(await ask(endpoint, "ListExecutions", unknown)).toBe("StateMachineDoesNotExist");
  });

  test.each([
    ["error", 256],
    ["cause", 32_768],
  ])("is an %s of more than %i characters", async (field, longest) => {
    const { endpoint, start, token } = await withClient();
    const stop = { executionArn: await start("one") };
    const fail = { taskToken: token() };
    const long = { [field]: "x".repeat(longest + 1) };
    expect(await ask(endpoint, "SendTaskFailure", { ...fail, ...long })).toBe("ValidationException");
    expect(await ask(endpoint, "StopExecution", { ...stop, ...long })).toBe("ValidationException");
    expect(await ask(endpoint, "SendTaskFailure", { ...fail, [field]: "x".repeat(longest) })).toEqual({});
  });
});

describe("anything else", () => {
  test.each([
    [{}, "{}", "UnknownOperationException"],
    [{ "x-amz-target": "AWSStepFunctions.toString" }, "{}", "UnknownOperationException"],
    [{ "x-amz-target": "AWSStepFunctions.StartExecution" }, "{", "SerializationException"],
    [{ "x-amz-target": "AWSStepFunctions.StartExecution" }, "{}", "ValidationException"],
  ])("is refused: %j %s", async (headers, body, name) => {
    const { endpoint } = await withClient();
    const response = await fetch(endpoint, { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: expect.stringContaining(name) });
  });
});
