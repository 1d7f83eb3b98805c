import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler } from "../../adapters/lambda-http.ts";
import { lambdaSigner } from "../../adapters/lambda-signer.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { siteAt } from "../site-at.ts";
import { issuerSite } from "./app.ts";

/** What is published here needs no program and no agreement. */
const noDocuments = { get: async () => null, put: () => Promise.reject(new Error("nothing is kept here")) };

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const world = await openLambdaWorld(noDocuments);
  return siteAt(baseUrl).route("/", issuerSite({ ...world, credentials: lambdaSigner(world), baseUrl }));
});
