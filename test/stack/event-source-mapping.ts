import { createHash } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { fitsPattern } from "./event-pattern.ts";
import type { Functions } from "./functions.ts";
import type { Resource } from "./deployment.ts";
import type { StreamRecord } from "./stream-reader.ts";

const schema = z.strictObject({
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  BatchSize: z.number().default(100),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  MaximumRetryAttempts: z.number().default(-1),
  MaximumRecordAgeInSeconds: z.number().default(-1),
  BisectBatchOnFunctionError: z.boolean().default(false),
  FunctionResponseTypes: z.array(z.literal("ReportBatchItemFailures")).default([]),
  StartingPosition: z.enum(["TRIM_HORIZON", "LATEST"]),
  ParallelizationFactor: z.number().default(1),
  DestinationConfig: z.object({ OnFailure: z.object({ Destination: z.string() }) }).optional(),
  FilterCriteria: z.object({ Filters: z.array(z.object({ Pattern: z.string() })) }).optional(),
  Tags: z.unknown().optional(),
  Enabled: z.boolean().default(true),
});

export type MappingSettings = z.infer<typeof schema>;

export const readMapping = ({ properties }: Pick<Resource, "properties">): MappingSettings =>
  schema.parse(properties);

/** A second of a window or of a pause between tries, here. */
const SECOND = 25;

const failuresSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string().nullable() })).nullish(),
});

export interface Mapping {
  readonly settings: MappingSettings;
  readonly offer: (record: StreamRecord) => void;
  /** Records that are waiting or being worked on. */
  readonly waiting: () => number;
  readonly stop: () => void;
}

interface MappingOptions {
  readonly settings: MappingSettings;
  readonly functions: Pick<Functions, "invoke">;
  /** Told of each batch that was given up. */
  readonly onGivenUp: (queue: string | null, batch: readonly StreamRecord[]) => void;
}

/** The first record of a batch that has to be tried again; `null`: all of it is done. */
function firstFailed(
  settings: MappingSettings,
  payload: unknown,
  batch: readonly StreamRecord[],
): number | null {
  if (settings.FunctionResponseTypes.length === 0) return null;
  const parsed = failuresSchema.safeParse(payload ?? {});
  if (!parsed.success) return 0;
  const named = (parsed.data.batchItemFailures ?? []).map(({ itemIdentifier }) =>
    batch.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === itemIdentifier),
  );
  // A name that is not in the batch fails all of it.
  return named.length === 0 ? null : Math.max(0, Math.min(...named));
}

/**
 * Hands records of a stream that pass the mapping's filter to its function, in order, as Lambda does: in batches,
 * again from the first that failed, in halves where it says so, and given up after as many tries as it says.
 */
export function eventSourceMapping({ settings, functions, onGivenUp }: MappingOptions): Mapping {
  const { FunctionName, BatchSize, MaximumBatchingWindowInSeconds, FilterCriteria } = settings;
  const patterns = FilterCriteria?.Filters.map(({ Pattern }): unknown => JSON.parse(Pattern)) ?? null;
  const lanes = Array.from({ length: settings.ParallelizationFactor }, (): StreamRecord[] => []);
  const working = lanes.map(() => 0);
  const state = { open: true };

  const wanted = (record: StreamRecord): boolean =>
    patterns === null || patterns.some((pattern) => fitsPattern(pattern, record));

  /** Returns what is still to be tried. */
  async function attempt(batch: readonly StreamRecord[]): Promise<readonly StreamRecord[]> {
    const event = { Records: batch };
    const answer = await functions.invoke({ arn: FunctionName, event, trigger: "stream", by: null });
    if (!answer.ok) return batch;
    const failed = firstFailed(settings, answer.payload, batch);
    return failed === null ? [] : batch.slice(failed);
  }

  const partsOf = (batch: readonly StreamRecord[]): readonly (readonly StreamRecord[])[] => {
    const half = Math.ceil(batch.length / 2);
    const halved = settings.BisectBatchOnFunctionError && batch.length > 1;
    return halved ? [batch.slice(0, half), batch.slice(half)] : [batch];
  };

  async function work(batch: readonly StreamRecord[], retries = 0): Promise<void> {
    const left = await attempt(batch);
    if (left.length === 0 || !state.open) return;
    const next = left.length < batch.length ? 0 : retries + 1;
    const limit = settings.MaximumRetryAttempts;
    if (limit >= 0 && next > limit)
      return onGivenUp(settings.DestinationConfig?.OnFailure.Destination ?? null, left);
    await pause(SECOND * Math.min(2 ** next, 8));
    for (const part of partsOf(left)) await work(part, next);
  }

  async function drain(lane: number): Promise<void> {
    const records = lanes[lane] ?? [];
    while (state.open && records.length > 0) {
      if (records.length < BatchSize) await pause(MaximumBatchingWindowInSeconds * SECOND);
      const batch = records.splice(0, BatchSize);
      working[lane] = batch.length;
      await work(batch);
      working[lane] = 0;
    }
  }

  const draining = lanes.map(() => false);

  return {
    settings,
    offer(record) {
      if (!state.open || !wanted(record)) return;
      const lane = laneOf(record, lanes.length);
      lanes[lane]?.push(record);
      if (draining[lane]) return;
      draining[lane] = true;
      void drain(lane).finally(() => {
        draining[lane] = false;
      });
    },
    waiting: () =>
      draining.filter(Boolean).length +
      lanes.reduce((sum, lane) => sum + lane.length, 0) +
      working.reduce((sum, count) => sum + count, 0),
    stop() {
      state.open = false;
    },
  };
}

/** Records of one item keep their order. */
function laneOf({ dynamodb }: StreamRecord, lanes: number): number {
  if (lanes === 1) return 0;
  const text = JSON.stringify(dynamodb.Keys);
  return createHash("sha256").update(text).digest().readUInt16BE(0) % lanes;
}
