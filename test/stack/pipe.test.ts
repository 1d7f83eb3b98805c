import { setTimeout as pause } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import type { Functions } from "./functions.ts";
import { pipe, readPipe } from "./pipe.ts";
import type { PipeOptions } from "./pipe.ts";
import { queueOf } from "./queues.ts";
import { recorder } from "./recorder.ts";

const RESOURCE = {
  stack: "App",
  logicalId: "Queue",
  type: "AWS::SQS::Queue",
  ref: "https://sqs.example/queue",
  attributes: { Arn: "queue" },
  properties: { RedrivePolicy: { deadLetterTargetArn: "dead", maxReceiveCount: 3 } },
};

interface Message {
  readonly messageId: string;
  readonly body: string;
}
/** Answers with the bodies that failed, or throws. */
type Handle = (bodies: readonly string[]) => readonly string[] | null;

/** A pipe with a window of a minute and batches of four, whose function is `handle`. */
function piped(handle: Handle, given: Partial<PipeOptions> = {}) {
  const notes = recorder(() => 0);
  const batches: (readonly string[])[] = [];
  const clock = { now: 0, stillFor: 0 };
  const measured = { durationMs: 0, cpuMs: 0, maxRssMb: 0, initMs: null };
  const functions: Pick<Functions, "invoke"> = {
    async invoke({ event }) {
      const messages: readonly Message[] = [event].flat().map(Object);
      const bodies = messages.map(({ body }) => body);
      batches.push(bodies);
      try {
        const failed = handle(bodies);
        const batchItemFailures = messages
          .filter(({ body }) => failed?.includes(body))
          .map(({ messageId }) => ({ itemIdentifier: messageId }));
        return { ...measured, ok: true, payload: failed && { batchItemFailures } };
      } catch (fault) {
        const error = { errorType: "Error", errorMessage: String(fault), trace: [] };
        return { ...measured, ok: false, timedOut: false, error };
      }
    },
  };
  const queue = queueOf(RESOURCE, { recorder: notes, now: () => clock.now });
  const settings = { source: "queue", target: "hear", batchSize: 4, windowSeconds: 60 };
  const made = pipe({
    settings,
    queue,
    functions,
    mayInvoke: () => true,
    mayDelete: () => true,
    passed: (bytes) => notes.note({ kind: "pipe", bytes }),
    now: () => clock.now,
    stillFor: () => clock.stillFor,
    ...given,
  });
  onTestFinished(() => made.stop());
  return {
    notes,
    batches,
    clock,
    pipe: made,
    queue,
    send: (...bodies: readonly string[]): void => {
      for (const body of bodies) queue.send(body);
      made.poke();
    },
    emptied: async (): Promise<void> => {
      while (queue.visible() > 0 || made.waiting() > 0) await pause(1);
    },
    deadLetters: () => notes.of("dead_letter").map(({ body }) => body),
  };
}

test("what comes within the window, by the stack's clock, is one batch", async () => {
  const { send, clock, batches, pipe: one, emptied } = piped(() => []);
  send("a");
  clock.now = 59_000;
  send("b");
  await pause(0);
  expect(one.waiting()).toBe(0);
  clock.now = 60_000;
  expect(one.waiting()).toBe(2);
  await emptied();
  expect(batches).toEqual([["a", "b"]]);
});

test("a full batch does not wait", async () => {
  const { send, batches, emptied, pipe: one } = piped(() => []);
  send("a", "b", "c", "d", "e");
  while (batches.length === 0) await pause(1);
  expect(one.hurry()).toBe(true);
  await emptied();
  expect(batches).toEqual([["a", "b", "c", "d"], ["e"]]);
});

test("where nothing else happens, what is gathered is handed over", async () => {
  const { send, clock, batches, emptied } = piped(() => []);
  send("a", "b");
  clock.stillFor = 3000;
  await emptied();
  expect(batches).toEqual([["a", "b"]]);
});

test("nothing is to be hurried when nothing is gathered", () => {
  expect(piped(() => []).pipe.hurry()).toBe(false);
});

/** Hands over until nothing is left. */
async function drain({ pipe: one, emptied, queue }: ReturnType<typeof piped>): Promise<void> {
  while (queue.visible() > 0 || one.waiting() > 0) {
    one.hurry();
    while (one.waiting() > 0) await pause(1);
  }
  await emptied();
}

test("what the function names comes again by itself, and is a dead letter after its receives", async () => {
  const run = piped((bodies) => bodies.filter((body) => body === "poison"));
  run.send("a", "poison", "b");
  await drain(run);
  expect(run.batches).toEqual([["a", "poison", "b"], ["poison"], ["poison"]]);
  expect(run.deadLetters()).toEqual(["poison"]);
  const deleted = run.notes.of("queue").filter(({ operation }) => operation === "DeleteMessageBatch");
  expect(deleted.map(({ requests }) => requests)).toEqual([1]);
  // Each time again.
  expect(run.notes.of("pipe")).toHaveLength(5);
});

test("a function that fails has done nothing of its batch", async () => {
  let tries = 0;
  const run = piped(() => {
    tries += 1;
    if (tries === 1) throw new Error("down");
    return null;
  });
  run.send("a", "b");
  await drain(run);
  expect(run.batches).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
  expect(run.deadLetters()).toEqual([]);
});

test.each(["mayInvoke", "mayDelete"])("without the right (%s) nothing is done for good", async (right) => {
  const run = piped(() => [], { [right]: () => false });
  run.send("a");
  await drain(run);
  expect(run.deadLetters()).toEqual(["a"]);
});

test("a pipe whose settings are not stood in for is refused", () => {
  const properties = {
    RoleArn: "role",
    Source: "queue",
    Target: "hear",
    SourceParameters: { SqsQueueParameters: { BatchSize: 100, MaximumBatchingWindowInSeconds: 60 } },
    TargetParameters: { LambdaFunctionParameters: { InvocationType: "REQUEST_RESPONSE" } },
  };
  const resource = { ...RESOURCE, type: "AWS::Pipes::Pipe", properties };
  expect(readPipe(resource)).toEqual({
    source: "queue",
    target: "hear",
    batchSize: 100,
    windowSeconds: 60,
  });
  expect(() => readPipe({ ...resource, properties: { ...properties, Enrichment: "other" } })).toThrow(
    "Enrichment",
  );
});
