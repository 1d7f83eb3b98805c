import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { sha256Hex, verifyWebhook } from "../adapters/standard-webhooks.ts";
import type { NodeSecrets } from "../adapters/node-secrets.ts";
import type { Clock } from "../domain/world.ts";
import { asset } from "../functions/asset.ts";
import { issuerSite } from "../functions/issuer-site/app.ts";
import { opsConsole } from "../functions/ops-console/app.ts";
import { partnerSite } from "../functions/partner-site/app.ts";
import { problem, problemType } from "../functions/problem.ts";
import { receiveWebhook } from "../functions/receive-webhook/app.ts";
import { securityHeaders } from "../functions/security-headers.ts";
import { startOnboarding } from "../functions/start-onboarding.ts";
import { vendorApi } from "../functions/vendor-api/app.ts";
import { consoleScript } from "../views/console/script.ts";
import { consoleStyle } from "../views/console/style.ts";
import { notFoundPage } from "../views/not-found-page.ts";
import { clientIp } from "./client-ip.ts";
import type { Config } from "./config.ts";
import type { Core } from "./core.ts";
import type { Fetch } from "./http-server.ts";
import { inboxSite } from "./inbox-site.ts";
import { inboxReader } from "./inbox-reader.ts";

export interface Faces {
  readonly config: Config;
  readonly core: Core;
  readonly secrets: NodeSecrets;
  readonly baseUrl: string;
  readonly clock: Clock;
  readonly onFault: (where: string, fault: unknown) => void;
}

const require = createRequire(import.meta.url);
const htmx = readFileSync(require.resolve("htmx.org/dist/htmx.min.js"), "utf8");

/** `BASE_URL`, never the Host header, builds links: another Host is misdirected. */
function onlyFor(baseUrl: string): MiddlewareHandler {
  const { host } = new URL(baseUrl);
  return async (c, next) => {
    if (c.req.header("Host") === host) return next();
    return problem(c, {
      type: problemType(baseUrl, "misdirected"),
      title: "Another host was asked for",
      status: 421,
      detail: `This server answers as ${baseUrl}. Use that address, or set BASE_URL.`,
    });
  };
}

/** All faces on one server. */
export function faces({ config, core, secrets, baseUrl, clock, onFault }: Faces): Fetch {
  const { change, documents, signIn, credentials, inbox } = core;
  const { hmac, random, randomId } = secrets;
  const deps = { ...core.store, change, documents, credentials, hmac, random, randomId, clock, baseUrl };
  const told = (where: string) => (fault: unknown) => onFault(where, fault);
  const app = new Hono();

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.use(onlyFor(baseUrl));
  app.get("/", (c) => c.redirect("/console"));
  app.get("/assets/htmx.js", asset(htmx, "text/javascript"));
  app.get("/assets/console.css", asset(consoleStyle, "text/css"));
  app.get("/assets/console.js", asset(consoleScript, "text/javascript"));
  app.route(
    "/",
    receiveWebhook({
      ...deps,
      start: startOnboarding(deps),
      verify: verifyWebhook,
      sha256: sha256Hex,
      onFault: told("webhooks"),
    }),
  );
  app.route("/", vendorApi({ ...deps, onFault: told("API") }));
  app.route("/", issuerSite(deps));
  app.route(
    "/",
    partnerSite({ ...deps, clientIp: clientIp(config.trustedProxy), onFault: told("partner pages") }),
  );
  app.route(
    "/",
    opsConsole({ ...deps, signIn, workflowDefinition: core.definition, report: told("console") }),
  );
  if (config.smtpUrl === null) app.route("/", inboxSite({ inbox, allowed: inboxReader(deps), baseUrl }));
  app.all("*", securityHeaders({ baseUrl }), (c) => c.html(notFoundPage(), 404));
  return (request, env) => app.fetch(request, typeof env === "object" && env !== null ? env : {});
}
