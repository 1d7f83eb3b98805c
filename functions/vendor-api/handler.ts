import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler } from "../../adapters/lambda-http.ts";
import { told } from "../../adapters/lambda-log.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { notFoundPage } from "../../views/not-found-page.ts";
import { siteAt } from "../site-at.ts";
import { vendorApi } from "./app.ts";

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const world = await openLambdaWorld(bucketDocuments());
  return siteAt(baseUrl, notFoundPage).route("/", vendorApi({ ...world, baseUrl, onFault: told("API") }));
});
