import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler, lambdaClientIp } from "../../adapters/lambda-http.ts";
import { told } from "../../adapters/lambda-log.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { notFoundPage } from "../../views/not-found-page.ts";
import { makeChange } from "../change.ts";
import { rememberedVendors } from "../remembered-vendors.ts";
import { siteAt } from "../site-at.ts";
import { partnerSite } from "./app.ts";

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const world = rememberedVendors(await openLambdaWorld(bucketDocuments()));
  const pages = partnerSite({
    ...world,
    change: makeChange(world),
    clientIp: lambdaClientIp,
    baseUrl,
    onFault: told("partner pages"),
  });
  return siteAt(baseUrl, notFoundPage).route("/", pages);
});
