import { htmxText } from "../../adapters/htmx-text.ts";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl } from "../../adapters/lambda-env.ts";
import { httpHandler } from "../../adapters/lambda-http.ts";
import { told } from "../../adapters/lambda-log.ts";
import { lambdaSignIn } from "../../adapters/lambda-sign-in.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { onceOpened } from "../../adapters/once-opened.ts";
import { notFoundPage } from "../../views/not-found-page.ts";
import definition from "../../workflows/onboarding.asl.json" with { type: "json" };
import type { Change, ChangeDeps } from "../change.ts";
import { rememberedVendors } from "../remembered-vendors.ts";
import { siteAt } from "../site-at.ts";
import { opsConsole } from "./app.ts";

/** Most requests only look: what decides is loaded with the first that acts. */
function changing(deps: ChangeDeps): Change {
  const change = onceOpened(async () => (await import("../change.ts")).makeChange(deps));
  return async (...asked) => (await change())(...asked);
}

export const handler = httpHandler(async () => {
  const baseUrl = readBaseUrl();
  const signIn = lambdaSignIn();
  const world = rememberedVendors(await openLambdaWorld(bucketDocuments()));
  const desk = opsConsole({
    ...world,
    change: changing(world),
    signIn,
    workflowDefinition: JSON.stringify(definition),
    htmx: htmxText(),
    baseUrl,
    report: told("console"),
  });
  return siteAt(baseUrl, notFoundPage).route("/", desk);
});
