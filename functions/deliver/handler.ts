import { httpOutbound } from "../../adapters/http-outbound.ts";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { wakeHandler } from "../../adapters/lambda-wakes.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { signWebhook } from "../../adapters/standard-webhooks.ts";
import { noting } from "../troubles.ts";
import { tryEffects } from "../try-effects.ts";
import { deliverLane } from "./deliver.ts";

export const handler = wakeHandler(async () => {
  const world = await openLambdaWorld(bucketDocuments());
  const lane = deliverLane({ ...world, outbound: httpOutbound(world), sign: signWebhook });
  return noting(world, tryEffects(world, [lane]));
});
