import { htmxText } from "../adapters/htmx-text.ts";
import { sha256Hex, verifyWebhook } from "../adapters/standard-webhooks.ts";
import type { NodeSecrets } from "../adapters/node-secrets.ts";
import type { Clock } from "../domain/world.ts";
import { issuerSite } from "../functions/issuer-site/app.ts";
import { opsConsole } from "../functions/ops-console/app.ts";
import { partnerSite } from "../functions/partner-site/app.ts";
import { receiveWebhook } from "../functions/receive-webhook/app.ts";
import { receiver } from "../functions/receive-webhook/receive.ts";
import { siteAt } from "../functions/site-at.ts";
import { vendorApi } from "../functions/vendor-api/app.ts";
import { notFoundPage } from "../views/not-found-page.ts";
import { clientIp } from "./client-ip.ts";
import type { Config } from "./config.ts";
import type { Core } from "./core.ts";
import type { Answering } from "./http-server.ts";
import { inboxSite } from "./inbox-site.ts";
import { inboxReader } from "./inbox-reader.ts";
import { webhookDoor } from "./webhook-door.ts";

export interface Faces {
  readonly config: Config;
  readonly core: Core;
  readonly secrets: NodeSecrets;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly onFault: (where: string, fault: unknown) => void;
}

/** All faces on one server. */
export function faces({ config, core, secrets, baseUrl, clock, onFault }: Faces): Answering {
  const { change, documents, signIn, credentials, inbox } = core;
  const { hmac, random, randomId } = secrets;
  const deps = { ...core.store, change, documents, credentials, hmac, random, randomId, clock, baseUrl };
  const told = (where: string) => (fault: unknown) => onFault(where, fault);
  const app = siteAt(baseUrl, notFoundPage);
  const { start } = core.starts;
  const receive = receiver({ ...deps, start, verify: verifyWebhook, sha256: sha256Hex });
  const webhooks = { baseUrl, receive, onFault: told("webhooks") };
  app.route("/", receiveWebhook(webhooks));
  app.route("/", vendorApi({ ...deps, onFault: told("API") }));
  app.route("/", issuerSite(deps));
  app.route(
    "/",
    partnerSite({ ...deps, clientIp: clientIp(config.trustedProxy), onFault: told("partner pages") }),
  );
  app.route(
    "/",
    opsConsole({
      ...deps,
      signIn,
      workflowDefinition: core.definition,
      htmx: htmxText(),
      report: told("console"),
    }),
  );
  if (config.smtpUrl === null) app.route("/", inboxSite({ inbox, allowed: inboxReader(deps), baseUrl }));
  return {
    fetch: (request, env) => app.fetch(request, typeof env === "object" && env !== null ? env : {}),
    door: webhookDoor(webhooks),
  };
}
