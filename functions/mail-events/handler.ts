import type { SQSRecord } from "aws-lambda";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { logger, told } from "../../adapters/lambda-log.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { readMailTags } from "../../adapters/mail-tags.ts";
import { makeChange } from "../change.ts";
import { hearMessages } from "./hear-messages.ts";
import type { HearMessagesDeps } from "./hear-messages.ts";
import { parseMailEvent } from "./mail-event.ts";
import { mailEvents } from "./mail-events.ts";

async function open(): Promise<HearMessagesDeps> {
  const world = await openLambdaWorld(bucketDocuments());
  return {
    hearOf: mailEvents({ ...world, change: makeChange(world) }),
    parse: (event) => parseMailEvent(event, readMailTags),
    heard: ({ onboarding, effect, kind, reason }, outcome) =>
      logger.info("mail", { onboarding, effect, kind, reason, outcome }),
    failed: (about, fault) => told("mail event", { about })(fault),
  };
}

/** A pipe hands over the queue's messages as they are, and gives back to the queue those that are named here. */
export const handler = lambdaHandler(open, async (deps, messages: readonly SQSRecord[]) => {
  const failed = await hearMessages(deps, messages);
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) };
});
