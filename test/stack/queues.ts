import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Deployment, Resource } from "./deployment.ts";
import type { Recorder } from "./recorder.ts";

export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly sentAt: number;
  /** How often it has been received. */
  readonly receives: number;
}

/** A queue of the template, as long as it is told of what is sent, received and deleted. */
export interface Queue {
  readonly arn: string;
  readonly send: (body: string) => void;
  /** Messages that nobody is working on, oldest first; they are hidden until they are deleted or given back. */
  readonly receive: (most: number) => readonly QueueMessage[];
  readonly remove: (messages: readonly QueueMessage[]) => void;
  /** As when their time of being hidden is over: received too often, a message is a dead letter. */
  readonly giveBack: (messages: readonly QueueMessage[]) => void;
  readonly visible: () => number;
}

// What is not listed is refused: a KMS key, for one, would ask for rights that are not looked at here.
const queueSchema = z.strictObject({
  QueueName: z.string().optional(),
  MessageRetentionPeriod: z.number().optional(),
  VisibilityTimeout: z.number().default(30),
  SqsManagedSseEnabled: z.boolean().optional(),
  Tags: z.unknown().optional(),
  RedrivePolicy: z
    .strictObject({ deadLetterTargetArn: z.string(), maxReceiveCount: z.number().int().positive() })
    .optional(),
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_DeleteMessageBatch.html */
const MOST_IN_BATCH = 10;

interface QueueOptions {
  readonly recorder: Pick<Recorder, "note">;
  readonly now: () => number;
}

/** Visibility ends when a message is given back, and not by the clock: whoever receives here always says. */
export function queueOf({ attributes, properties }: Resource, { recorder, now }: QueueOptions): Queue {
  const arn = attributes["Arn"] ?? "";
  const { RedrivePolicy: redrive } = queueSchema.parse(properties);
  const waiting: QueueMessage[] = [];
  const note = (operation: string, requests: number): void => {
    if (requests > 0) recorder.note({ kind: "queue", queue: arn, operation, requests });
  };
  return {
    arn,
    send(body) {
      waiting.push({ messageId: randomUUID(), body, sentAt: now(), receives: 0 });
      note("SendMessage", 1);
    },
    receive(most) {
      const batch = waiting.splice(0, most).map((one) => ({ ...one, receives: one.receives + 1 }));
      // Long polling answers as soon as there is one message, so in a quiet queue each takes a request.
      note("ReceiveMessage", batch.length);
      return batch;
    },
    remove: (messages) => note("DeleteMessageBatch", Math.ceil(messages.length / MOST_IN_BATCH)),
    giveBack(messages) {
      for (const one of messages) {
        if (redrive && one.receives >= redrive.maxReceiveCount)
          recorder.note({ kind: "dead_letter", queue: redrive.deadLetterTargetArn, body: one.body });
        else waiting.push(one);
      }
    },
    visible: () => waiting.length,
  };
}

/** The queues of the template by ARN. */
export const queuesOf = (deployment: Deployment, options: QueueOptions): ReadonlyMap<string, Queue> =>
  new Map(
    deployment
      .ofType("AWS::SQS::Queue")
      .map((resource) => queueOf(resource, options))
      .map((queue) => [queue.arn, queue]),
  );
