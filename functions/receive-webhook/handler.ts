import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler } from "../../adapters/lambda-http.ts";
import { told } from "../../adapters/lambda-log.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { sha256Hex, verifyWebhook } from "../../adapters/standard-webhooks.ts";
import { siteAt } from "../site-at.ts";
import { startOnboarding } from "../start-onboarding.ts";
import { receiveWebhook } from "./app.ts";
import { receiver } from "./receive.ts";

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const deps = { ...(await openLambdaWorld(bucketDocuments())), baseUrl };
  const start = startOnboarding(deps);
  const receive = receiver({ ...deps, start, verify: verifyWebhook, sha256: sha256Hex });
  const intake = receiveWebhook({ baseUrl, receive, onFault: told("webhooks") });
  return siteAt(baseUrl).route("/", intake);
});
