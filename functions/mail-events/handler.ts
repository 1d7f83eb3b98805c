import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { logger } from "../../adapters/lambda-log.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { readMailTags } from "../../adapters/mail-tags.ts";
import { makeChange } from "../change.ts";
import { parseMailEvent } from "./mail-event.ts";
import { mailEvents } from "./mail-events.ts";

async function open() {
  const world = await openLambdaWorld(bucketDocuments());
  return mailEvents({ ...world, change: makeChange(world) });
}

export const handler = lambdaHandler(open, async (hear, event: unknown) => {
  const mail = parseMailEvent(event, readMailTags);
  if (!mail) return logger.info("an event about no mail of ours, or one that changes nothing");
  const { onboarding, effect, kind } = mail;
  logger.info("mail", { onboarding, effect, kind, outcome: await hear(mail) });
});
