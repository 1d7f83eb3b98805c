import { setTimeout as pause } from "node:timers/promises";
import {
  DescribeStreamCommand,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from "@aws-sdk/client-dynamodb-streams";
import type { _Record, DynamoDBStreamsClient } from "@aws-sdk/client-dynamodb-streams";

const PAUSE_MS = 40;

/** A change of an item as Lambda gets it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: string;
  readonly dynamodb: {
    readonly SequenceNumber: string;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
  };
}

export interface StreamReader {
  /** Resolves when everything written before the call has been handed on. */
  readonly caughtUp: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Bytes are base64 in an event, times are seconds. */
function inJson(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Date) return Math.floor(value.getTime() / 1000);
  if (Array.isArray(value)) return value.map(inJson);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, inJson(part)]));
}

const recordOf = (record: _Record, eventSourceARN: string): StreamRecord =>
  Object({ ...Object(inJson(record)), eventSource: "aws:dynamodb", eventSourceARN });

interface StreamReaderOptions {
  readonly client: DynamoDBStreamsClient;
  /** As the emulator names it. */
  readonly streamArn: string;
  /** As the template names it. */
  readonly knownAs: string;
  readonly onRecord: (record: StreamRecord) => void;
}

/** Reads a stream from its beginning and hands on each record in order. */
export function readStream({ client, streamArn, knownAs, onRecord }: StreamReaderOptions): StreamReader {
  const iterators = new Map<string, string | null>();
  const waiting: { readonly since: number; readonly resolve: () => void }[] = [];
  let passes = 0;
  const state = { open: true, wake: Promise.withResolvers<void>() };

  async function rest(): Promise<void> {
    state.wake = Promise.withResolvers<void>();
    await Promise.race([state.wake.promise, pause(PAUSE_MS)]);
  }

  async function findShards(): Promise<void> {
    const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: streamArn }));
    for (const { ShardId } of StreamDescription?.Shards ?? []) {
      if (ShardId === undefined || iterators.has(ShardId)) continue;
      const { ShardIterator } = await client.send(
        new GetShardIteratorCommand({ StreamArn: streamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
      );
      iterators.set(ShardId, ShardIterator ?? null);
    }
  }

  async function readShards(): Promise<number> {
    let count = 0;
    for (const [shard, iterator] of iterators) {
      if (iterator === null) continue;
      const { Records = [], NextShardIterator } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      for (const record of Records) onRecord(recordOf(record, knownAs));
      iterators.set(shard, NextShardIterator ?? null);
      count += Records.length;
    }
    return count;
  }

  async function run(): Promise<void> {
    while (state.open) {
      const pass = ++passes;
      if ([...iterators.values()].every((iterator) => iterator === null)) await findShards();
      const count = await readShards();
      if (count > 0) continue;
      for (const each of waiting.filter(({ since }) => since < pass)) {
        waiting.splice(waiting.indexOf(each), 1);
        each.resolve();
      }
      if (waiting.length === 0) await rest();
    }
    for (const { resolve } of waiting) resolve();
  }

  const running = run();
  return {
    caughtUp: () =>
      new Promise((resolve) => {
        if (!state.open) return resolve();
        waiting.push({ since: passes, resolve });
        state.wake.resolve();
      }),
    async stop() {
      state.open = false;
      state.wake.resolve();
      await running;
    },
  };
}
