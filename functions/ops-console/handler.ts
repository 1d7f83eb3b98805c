import { htmxText } from "../../adapters/htmx-text.ts";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler } from "../../adapters/lambda-http.ts";
import { told } from "../../adapters/lambda-log.ts";
import { lambdaSignIn } from "../../adapters/lambda-sign-in.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { notFoundPage } from "../../views/not-found-page.ts";
import definition from "../../workflows/onboarding.asl.json" with { type: "json" };
import { makeChange } from "../change.ts";
import { siteAt } from "../site-at.ts";
import { opsConsole } from "./app.ts";

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const signIn = lambdaSignIn();
  const world = await openLambdaWorld(bucketDocuments());
  const desk = opsConsole({
    ...world,
    change: makeChange(world),
    signIn,
    workflowDefinition: JSON.stringify(definition),
    htmx: htmxText(),
    baseUrl,
    report: told("console"),
  });
  return siteAt(baseUrl, notFoundPage).route("/", desk);
});
