import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { DynamoDBRecord, DynamoDBStreamEvent } from "aws-lambda";
import { parseOnboardingId } from "../domain/ids.ts";
import type { OnboardingId } from "../domain/ids.ts";
import { onboardingOfKey } from "./dynamo-keys.ts";
import { lambdaHandler } from "./lambda-handler.ts";
import { told } from "./lambda-log.ts";

/** An invocation by `tick`. */
interface Wake {
  readonly wake: readonly string[];
}

type Work = (id: OnboardingId) => Promise<void>;

/** One run for each onboarding, however many ask for it. */
function onceEach(work: Work): Work {
  const runs = new Map<OnboardingId, Promise<void>>();
  return (id) => {
    const run = runs.get(id) ?? work(id);
    runs.set(id, run);
    return run;
  };
}

async function telling<T>(about: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (fault) {
    told("wake", { about })(fault);
    throw fault;
  }
}

/** A record is only a wake-up, so order and repeats do not matter. One that names no onboarding fails by itself. */
function workOfRecord(work: Work, record: DynamoDBRecord): Promise<void> {
  const pk = record.dynamodb?.Keys?.["pk"]?.S ?? "";
  return telling(record.eventID ?? "a record", async () => {
    const id = onboardingOfKey(pk);
    if (!id) throw new Error("the record is of no onboarding");
    await work(id);
  });
}

async function wakeAll(work: Work, { wake }: Wake): Promise<void> {
  const done = await Promise.allSettled(
    wake.map((name) =>
      telling(name, async () => {
        const id = parseOnboardingId(name);
        if (!id) throw new Error("this is no onboarding's id");
        await work(id);
      }),
    ),
  );
  const failed = done.filter(({ status }) => status === "rejected").length;
  if (failed > 0) throw new Error(`${failed} of ${wake.length} onboardings could not be worked on`);
}

/** Tries the effects of the onboardings that records of the table's stream, or `tick`, name. */
export const wakeHandler = (open: () => Promise<Work>) =>
  lambdaHandler(open, async (world, event: DynamoDBStreamEvent | Wake) => {
    const work = onceEach(world);
    if ("wake" in event) return wakeAll(work, event);
    return processPartialResponse(
      event,
      (record: DynamoDBRecord) => workOfRecord(work, record),
      new BatchProcessor(EventType.DynamoDBStreams),
      { throwOnFullBatchFailure: false },
    );
  });
