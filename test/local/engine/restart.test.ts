import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { textOf } from "../../../local/engine/json.ts";
import { ASK_REST_ASK, callTask, machine, makeEngine, waitingTask } from "./make.ts";

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "engine-"));
  file = join(folder, "engine.db");
});

afterEach(() => rmSync(folder, { recursive: true }));

const done = (taskToken: string) => ({ taskToken, output: "{}" });

describe("a closed and reopened file", () => {
  test("goes on in the middle of a wait, a back-off and a task, each on time", async () => {
    const before = makeEngine({ file });
    const waiting = { Rest: { Type: "Wait", Seconds: 60, End: true } };
    const backing = {
      Try: callTask("nowhere", { Retry: [{ ErrorEquals: ["States.ALL"], IntervalSeconds: 60 }] }),
    };
    const [wait, backOff] = [await before.start(waiting), await before.start(backing)];
    const ask = await before.start({ Ask: waitingTask() });
    const token = before.token();
    await before.engine.close();

    const after = makeEngine({ file, resources: { nowhere: () => "there now" } });
    await after.pass(59);
    expect(after.calls).toEqual([]);
    expect([wait, backOff].map((arn) => after.result(arn).status)).toEqual(["RUNNING", "RUNNING"]);
    await after.pass(1);
    await after.engine.sendTaskSuccess(done(token));
    expect([wait, backOff, ask].map((arn) => after.result(arn).status)).toEqual(Array(3).fill("SUCCEEDED"));
    await after.engine.close();
  });

  test("keeps a used token used", async () => {
    const before = makeEngine({ file });
    await before.start({ Ask: waitingTask() });
    await before.engine.sendTaskSuccess(done(before.token()));
    await before.engine.close();
    const after = makeEngine({ file });
    const again = after.engine.sendTaskSuccess(done(before.token()));
    await expect(again).rejects.toMatchObject({ name: "TaskTimedOut" });
    await after.engine.close();
  });

  test("calls the functions again that had not returned, with the same payload and token", async () => {
    const hanging = { "open-stage": (payload: unknown) => new Promise(() => first.push(payload)) };
    const first: unknown[] = [];
    const before = makeEngine({ file, resources: hanging });
    await before.engine.createStateMachine({ name: "m", definition: machine({ Ask: waitingTask() }) });
    const { executionArn } = await before.engine.startExecution({ stateMachine: "m", input: '{"id":1}' });
    await before.engine.close();

    const after = makeEngine({ file });
    await after.engine.run();
    expect(after.calls).toEqual(first);
    expect(after.types(executionArn).filter((type) => type === "TaskScheduled")).toHaveLength(1);
    await after.engine.sendTaskSuccess(done(after.token()));
    expect(after.result(executionArn).status).toBe("SUCCEEDED");
    await after.engine.close();
  });

  test("is refused to a second engine while it is open", async () => {
    const first = makeEngine({ file });
    expect(() => makeEngine({ file })).toThrow(expect.objectContaining({ reason: "locked" }));
    await first.engine.close();
  });
});

describe("a commit that fails", () => {
  test("leaves a token valid", async () => {
    let broken = false;
    const onWrite = () => {
      if (broken) throw new Error("disk trouble");
    };
    const { engine, start, token, result } = makeEngine({ onWrite });
    const arn = await start({ Ask: waitingTask() });
    broken = true;
    await expect(engine.sendTaskSuccess(done(token()))).rejects.toThrow("disk trouble");
    broken = false;
    await engine.sendTaskSuccess(done(token()));
    expect(result(arn).status).toBe("SUCCEEDED");
  });

  test("of a function's answer is told, and the function is called again", async () => {
    let broken = false;
    let calls = 0;
    const resources = {
      work: () => {
        calls += 1;
        broken = calls === 1;
        return calls;
      },
    };
    const onWrite = () => {
      if (broken) throw new Error("disk trouble");
    };
    const { engine, start, result, faults } = makeEngine({ resources, onWrite });
    await expect(start({ Work: callTask("work") })).rejects.toThrow("disk trouble");
    const arn = engine.listExecutions().executions[0]!.executionArn;
    expect(faults).toHaveLength(1);
    expect(result(arn).status).toBe("RUNNING");
    broken = false;
    await engine.run();
    expect(result(arn)).toMatchObject({ status: "SUCCEEDED", output: 2 });
  });
});

const CHILD = fileURLToPath(new URL("./crash-child.ts", import.meta.url));

/** Starts the child and waits until it has said `line`, or died. Returns everything it said. */
async function child(args: string[], line?: string): Promise<string[]> {
  const said: string[] = [];
  const running = spawn(process.execPath, [CHILD, file, ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const gone = once(running, "exit");
  for await (const text of createInterface({ input: running.stdout })) {
    said.push(text);
    if (line === undefined ? text.length > 30 : text === line) running.kill("SIGKILL");
  }
  await gone;
  return said;
}

const tokensIn = (said: string[]) => said.filter((text) => text.length > 30);

describe("a process killed with kill -9", () => {
  test("while a task waits for its token: the token works after the restart", async () => {
    const [token = ""] = tokensIn(await child(["returns"], "TaskSubmitted"));
    const { engine, calls, time } = makeEngine({ file });
    time.now = Date.now();
    await engine.run();
    expect(calls).toEqual([]);
    await engine.sendTaskSuccess(done(token));
    expect(engine.listExecutions().executions).toMatchObject([{ name: "one", status: "RUNNING" }]);
    await engine.close();
  });

  test("while a function runs: it is called again, with the same token", async () => {
    const [token] = tokensIn(await child(["hangs"]));
    const { engine, calls, time } = makeEngine({ file });
    time.now = Date.now();
    await engine.run();
    expect(calls.map((call) => call.token)).toEqual([token]);
    await engine.close();
  });

  const moments = ["before_commit", "after_commit"].flatMap((moment) =>
    [1, 2, 3].map((n) => [moment, n] as const),
  );
  test.each(moments)("%s number %i: what was started ends, once", async (moment, n) => {
    await child(["returns", moment, String(n)], "never");
    const { engine, calls, time, result, types } = makeEngine({ file });
    time.now = Date.now();
    await engine.createStateMachine({ name: "m", definition: ASK_REST_ASK });
    const one = { stateMachine: "m", name: "one", input: '{"id":1}' };
    const { executionArn } = await engine.startExecution(one);
    await engine.run();
    const scheduled = engine
      .getExecutionHistory({ executionArn })
      .events.find(({ type }) => type === "TaskScheduled");
    const { Payload } = JSON.parse(textOf(scheduled?.details?.["parameters"]));
    await engine.sendTaskSuccess(done(Payload.token));
    time.now += 5000;
    await engine.run();
    await engine.sendTaskSuccess(done(calls.at(-1)?.token ?? ""));
    expect(result(executionArn).status).toBe("SUCCEEDED");
    expect(types(executionArn).filter((type) => type === "TaskScheduled")).toHaveLength(2);
    expect(engine.listExecutions().executions).toHaveLength(1);
    await engine.close();
  });
});
