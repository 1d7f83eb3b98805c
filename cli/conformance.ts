import { existsSync, readFileSync } from "node:fs";
import { openEngine } from "../local/engine/engine.ts";
import { engineWire } from "../local/engine/wire.ts";

/** A file of the form that `../shared/conformance/README.md` describes. */
export const RECORDED = "../shared/conformance/asl-jsonata.json";

type Fields = Record<string, unknown>;
type Case = { name: string; definition: unknown; input: unknown; lambdas: Fields; expected: Fields[] };

/** Replays every recorded case over the wire protocol and returns the misses with their reasons. */
export async function replayRecorded(
  file: string,
): Promise<{ passed: string[]; failed: [string, string][] }> {
  const cases: Case[] = JSON.parse(readFileSync(file, "utf8"));
  const passed: string[] = [];
  const failed: [string, string][] = [];
  for (const one of cases) {
    const reason = await replay(one).catch((fault: unknown) => String(fault));
    if (reason === undefined) passed.push(one.name);
    else failed.push([one.name, reason]);
  }
  return { passed, failed };
}

/** Undefined when the history is as recorded. */
async function replay({ definition, input, lambdas, expected }: Case): Promise<string | undefined> {
  let now = Date.now();
  const functions = Object.entries(lambdas).map(([name, kind]) => [name, kind === "raise" ? raise : echo]);
  const engine = openEngine({ file: ":memory:", clock: () => now, resources: Object.fromEntries(functions) });
  const server = engineWire(engine);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const call = caller(`http://127.0.0.1:${port}/`);
  try {
    const machine = {
      name: "recorded",
      definition: JSON.stringify(definition),
      roleArn: "arn:aws:iam::0:role/r",
    };
    const { stateMachineArn } = await call("CreateStateMachine", machine);
    const { executionArn } = await call("StartExecution", { stateMachineArn, input: JSON.stringify(input) });
    await engine.run();
    while ((await call("DescribeExecution", { executionArn }))["status"] === "RUNNING") {
      const due = engine.nextDueAt();
      if (due === undefined) return "it waits for ever";
      now = Math.max(now, due);
      await engine.run();
    }
    return difference(expected, await wholeHistory(call, executionArn), "");
  } finally {
    server.close();
    await engine.close();
  }
}

function echo(payload: unknown): unknown {
  return payload;
}

function raise(): never {
  const fault = new Error("Some exception was raised.");
  fault.name = "Exception";
  throw fault;
}

type Call = (operation: string, input: Fields) => Promise<Fields>;

function caller(url: string): Call {
  return async (operation, input) => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `AWSStepFunctions.${operation}`,
    };
    const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(input) });
    const body: unknown = await response.json();
    if (response.ok) return fields(body);
    throw new Error(`${operation}: ${JSON.stringify(body)}`);
  };
}

async function wholeHistory(call: Call, executionArn: unknown): Promise<unknown[]> {
  const events: unknown[] = [];
  let nextToken: unknown;
  do {
    const page = await call("GetExecutionHistory", {
      executionArn,
      maxResults: 1000,
      ...(nextToken ? { nextToken } : {}),
    });
    events.push(...(Array.isArray(page["events"]) ? page["events"] : []));
    nextToken = page["nextToken"];
  } while (nextToken !== undefined);
  return events;
}

// What AWS's own evaluator, account and transport put in, and what the recording has masked.
const NOT_COMPARED = new Set(
  "timestamp cause Cause roleArn region SdkHttpMetadata SdkResponseMetadata".split(" "),
);

/** The first place where the two differ, in words; undefined when there is none. */
function difference(expected: unknown, actual: unknown, path: string): string | undefined {
  const [want, got] = PAYLOAD.test(path) ? [parsed(expected), parsed(actual)] : [expected, actual];
  if (isMasked(want, path)) return got === undefined ? `${path} is missing` : undefined;
  if (want === got) return undefined;
  const unlike = `${path}: expected ${JSON.stringify(want)}, got ${JSON.stringify(got)}`;
  if (!isTree(want) || !isTree(got) || Array.isArray(want) !== Array.isArray(got)) return unlike;
  const [wanted, given] = [fields(want), fields(got)];
  return [...new Set([...Object.keys(wanted), ...Object.keys(given)])]
    .filter((name) => !NOT_COMPARED.has(name))
    .map((name) => difference(wanted[name], given[name], `${path}/${name}`))
    .find((found) => found !== undefined);
}

function isTree(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

const PAYLOAD = /EventDetails\/(input|output|parameters|assignedVariables\/[^/]+)$/;

/** Events hold payloads as JSON text; the recording holds some of them parsed. */
function parsed(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** `<uuid:1>`, `arn:<partition>:…`, "date", or the field's own name. */
function isMasked(want: unknown, path: string): boolean {
  if (typeof want !== "string") return false;
  const masks = ["date", "timestamp", path.slice(path.lastIndexOf("/") + 1)];
  return masks.includes(want) || want.startsWith("arn:") || /<[a-z-]+(:\d+)?>/.test(want);
}

function fields(value: unknown): Fields {
  return isTree(value) ? Object.fromEntries(Object.entries(value)) : {};
}

async function main(): Promise<void> {
  const file = process.argv[2] ?? RECORDED;
  if (!existsSync(file)) {
    process.stdout.write(`Skipped: there are no recorded histories at ${file}.\n`);
    return;
  }
  const { passed, failed } = await replayRecorded(file);
  for (const [name, reason] of failed) process.stdout.write(`${name}\n  ${reason}\n`);
  process.stdout.write(`${passed.length} passed, ${failed.length} failed\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

if (import.meta.main) await main();
