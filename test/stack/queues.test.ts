import { expect, test } from "vitest";
import { queueOf } from "./queues.ts";
import { recorder } from "./recorder.ts";

const DEAD = "arn:aws:sqs:eu-central-1:111122223333:dead";

function queue(properties: Readonly<Record<string, unknown>> = {}) {
  const notes = recorder(() => 0);
  const resource = {
    stack: "App",
    logicalId: "Queue",
    type: "AWS::SQS::Queue",
    ref: "https://sqs.example/queue",
    attributes: { Arn: "arn:aws:sqs:eu-central-1:111122223333:queue" },
    properties: { RedrivePolicy: { deadLetterTargetArn: DEAD, maxReceiveCount: 2 }, ...properties },
  };
  return { notes, queue: queueOf(resource, { recorder: notes, now: () => 5 }) };
}

test("what is received is hidden until it is given back, and tells how often it was received", () => {
  const { queue: one } = queue();
  for (const body of ["a", "b", "c"]) one.send(body);
  const batch = one.receive(2);
  expect(batch.map(({ body, receives }) => [body, receives])).toEqual([
    ["a", 1],
    ["b", 1],
  ]);
  expect(one.visible()).toBe(1);
  one.giveBack(batch);
  expect(one.receive(3).map(({ body, receives }) => [body, receives])).toEqual([
    ["c", 1],
    ["a", 2],
    ["b", 2],
  ]);
});

test("what was received too often is a dead letter, with its body", () => {
  const { queue: one, notes } = queue();
  one.send("poison");
  one.giveBack(one.receive(1));
  expect(notes.of("dead_letter")).toEqual([]);
  one.giveBack(one.receive(1));
  expect(notes.of("dead_letter")).toEqual([{ at: 0, kind: "dead_letter", queue: DEAD, body: "poison" }]);
  expect(one.visible()).toBe(0);
});

test("each message sent, received and deleted is a request", () => {
  const { queue: one, notes } = queue();
  for (const body of ["a", "b"]) one.send(body);
  one.remove(one.receive(10));
  const requests = notes.of("queue").map(({ operation, requests: count }) => [operation, count]);
  expect(requests).toEqual([
    ["SendMessage", 1],
    ["SendMessage", 1],
    ["ReceiveMessage", 2],
    ["DeleteMessageBatch", 1],
  ]);
});

test("a property that is not stood in for is refused by name", () => {
  expect(() => queue({ KmsMasterKeyId: "arn:aws:kms:eu-central-1:111122223333:key/1" })).toThrow(
    "KmsMasterKeyId",
  );
});
