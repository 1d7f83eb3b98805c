import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import type { Resource } from "./deployment.ts";
import type { Functions } from "./functions.ts";
import { REGION } from "./physical-ids.ts";
import type { Queue, QueueMessage } from "./queues.ts";

const schema = z.strictObject({
  Name: z.string().optional(),
  Description: z.string().optional(),
  DesiredState: z.literal("RUNNING").optional(),
  RoleArn: z.string(),
  Source: z.string(),
  SourceParameters: z.strictObject({
    SqsQueueParameters: z.strictObject({
      BatchSize: z.number().default(10),
      MaximumBatchingWindowInSeconds: z.number().default(0),
    }),
  }),
  Target: z.string(),
  TargetParameters: z.strictObject({
    LambdaFunctionParameters: z.strictObject({ InvocationType: z.literal("REQUEST_RESPONSE") }),
  }),
  Tags: z.unknown().optional(),
});

export interface PipeSettings {
  readonly source: string;
  readonly target: string;
  readonly batchSize: number;
  readonly windowSeconds: number;
}

/** A pipe from a queue to a function. */
export function readPipe({ properties }: Resource): PipeSettings {
  const { Source: source, Target: target, SourceParameters } = schema.parse(properties);
  const { BatchSize, MaximumBatchingWindowInSeconds } = SourceParameters.SqsQueueParameters;
  return { source, target, batchSize: BatchSize, windowSeconds: MaximumBatchingWindowInSeconds };
}

const POLL_MS = 50;
/** Where nothing has happened for so long, a story waits for what is gathered. */
const STILL_MS = 3000;

const answerSchema = z
  .object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() })
  .nullish();

export interface Pipe {
  /** There is something in the queue. */
  readonly poke: () => void;
  /** Hands over what is gathered before its window ends. `false` when nothing is. */
  readonly hurry: () => boolean;
  /** Messages that are worked on, and those whose window is over. */
  readonly waiting: () => number;
  readonly stop: () => void;
}

export interface PipeOptions {
  readonly settings: PipeSettings;
  readonly queue: Queue;
  readonly functions: Pick<Functions, "invoke">;
  /** Whether the pipe's role allows it on its source and its target. */
  readonly mayInvoke: () => boolean;
  readonly mayDelete: () => boolean;
  /** What a message weighs, by which a pipe is paid for. */
  readonly passed: (bytes: number) => void;
  /** The stack's time. */
  readonly now: () => number;
  /** For how many milliseconds, of this machine, nothing has happened but being looked at. */
  readonly stillFor: () => number;
}

/** As a pipe hands a message over. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-sqs.html */
const recordOf = ({ messageId, body, receives, sentAt }: QueueMessage, { arn }: Queue) => ({
  messageId,
  receiptHandle: messageId,
  body,
  attributes: { ApproximateReceiveCount: String(receives), SentTimestamp: String(sentAt) },
  messageAttributes: {},
  md5OfBody: createHash("md5").update(body).digest("hex"),
  eventSource: "aws:sqs",
  eventSourceARN: arn,
  awsRegion: REGION,
});

/** A name that is not in the batch, or an answer that is none, fails all of it. */
function failedIn(payload: unknown, batch: readonly QueueMessage[]): ReadonlySet<string> {
  const all = new Set(batch.map(({ messageId }) => messageId));
  const parsed = answerSchema.safeParse(payload);
  if (!parsed.success) return all;
  const named = new Set((parsed.data?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
  return [...named].every((id) => all.has(id)) ? named : all;
}

/**
 * Gathers a queue's messages for as long as the pipe's window lasts, by the stack's clock, or until a batch is full, or
 * until a story waits for them. What the function says has failed goes back into the queue.
 */
export function pipe(options: PipeOptions): Pipe {
  const { settings, queue, functions } = options;
  const state = { open: true, polling: false, working: 0, since: null as number | null };

  const isOver = (): boolean =>
    state.since !== null && options.now() - state.since >= settings.windowSeconds * 1000;
  const isDue = (): boolean =>
    queue.visible() >= settings.batchSize || isOver() || options.stillFor() >= STILL_MS;

  async function failedOf(batch: readonly QueueMessage[]): Promise<ReadonlySet<string>> {
    const all = new Set(batch.map(({ messageId }) => messageId));
    if (!options.mayInvoke()) return all;
    const event = batch.map((message) => recordOf(message, queue));
    for (const record of event) options.passed(Buffer.byteLength(JSON.stringify(record)));
    const answer = await functions.invoke({ arn: settings.target, event, trigger: "queue", by: null });
    return answer.ok ? failedIn(answer.payload, batch) : all;
  }

  async function handOver(): Promise<void> {
    state.since = null;
    const batch = queue.receive(settings.batchSize);
    state.working += batch.length;
    const failed = await failedOf(batch);
    const done = batch.filter(({ messageId }) => !failed.has(messageId));
    const removed = done.length > 0 && options.mayDelete() ? done : [];
    queue.remove(removed);
    queue.giveBack(batch.filter((message) => !removed.includes(message)));
    state.working -= batch.length;
    poke();
  }

  async function poll(): Promise<void> {
    while (state.open && queue.visible() > 0) {
      state.since ??= options.now();
      if (isDue()) await handOver();
      else await pause(POLL_MS);
    }
  }

  function poke(): void {
    if (state.polling || !state.open) return;
    state.polling = true;
    void poll().finally(() => {
      state.polling = false;
    });
  }

  return {
    poke,
    hurry() {
      if (queue.visible() === 0) return false;
      void handOver();
      return true;
    },
    waiting: () => state.working + (isOver() ? queue.visible() : 0),
    stop() {
      state.open = false;
    },
  };
}
