import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { docsStyle } from "../../views/docs/docs-style.ts";
import { docsPage } from "../../views/docs/docs-page.ts";
import { errorsPage } from "../../views/docs/errors-page.ts";
import { asset } from "../asset.ts";
import { PROBLEMS } from "../problem-catalog.ts";
import { problems } from "../problem.ts";
import { securityHeaders } from "../security-headers.ts";
import { listEvents } from "./list-events.ts";
import { listOnboardings } from "./list-onboardings.ts";
import { openapi } from "./openapi.ts";
import { requireApiKey } from "./require-api-key.ts";
import { showOnboarding } from "./show-onboarding.ts";
import type { ApiEnv, VendorApiDeps } from "./vendor-api-deps.ts";

/** `/api` for the vendor's systems, and for anybody the documentation, and whether we are there. */
export function vendorApi(deps: VendorApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const answer = problems(deps.baseUrl);
  const api = openapi(deps.baseUrl);
  const onlyGet: MiddlewareHandler<ApiEnv> = async (c, next) => {
    if (c.req.method === "GET" || c.req.method === "HEAD") return next();
    c.header("Allow", "GET, HEAD");
    return answer(c, "method_not_allowed");
  };

  app.get("/healthz", (c) => c.json({ status: "ok" }));
  app.use("/api/*", securityHeaders(deps), requireApiKey(deps), onlyGet);
  app.get("/api/onboardings", listOnboardings(deps));
  app.get("/api/onboardings/:id", showOnboarding(deps));
  app.get("/api/onboardings/:id/events", listEvents(deps));
  app.all("/api/*", (c) => answer(c, "not_found"));

  app.use("/openapi.json", securityHeaders(deps));
  app.get("/openapi.json", (c) => c.json(api, 200, { "Cache-Control": "public, max-age=300" }));

  app.use("/docs", securityHeaders(deps));
  app.use("/docs/*", securityHeaders(deps));
  app.get("/docs", (c) => c.html(docsPage(api)));
  app.get("/docs/errors", (c) => c.html(errorsPage(PROBLEMS)));
  app.get("/docs/style.css", asset(docsStyle, "text/css"));
  app.onError((fault, c) => {
    deps.onFault?.(fault);
    return answer(c, "internal_error");
  });
  return app;
}
