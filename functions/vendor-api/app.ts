import { Hono } from "hono";
import type { Context, MiddlewareHandler } from "hono";
import { problems } from "../problem.ts";
import { securityHeaders } from "../security-headers.ts";
import { listEvents } from "./list-events.ts";
import { listOnboardings } from "./list-onboardings.ts";
import { requireApiKey } from "./require-api-key.ts";
import { showOnboarding } from "./show-onboarding.ts";
import type { ApiEnv, VendorApiDeps } from "./vendor-api-deps.ts";

/** `/api` for the vendor's systems, and for anybody the documentation, and whether we are there. */
export function vendorApi(deps: VendorApiDeps): Hono<ApiEnv> {
  const app = new Hono<ApiEnv>();
  const answer = problems(deps.baseUrl);
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

  // Read by people, and seldom: a cold start of the API does not wait for it.
  let docs: Hono | null = null;
  const documentation = async (c: Context): Promise<Response> => {
    const { apiDocs } = await import("./api-docs.ts");
    docs ??= apiDocs(deps.baseUrl);
    return docs.fetch(c.req.raw);
  };
  for (const path of ["/openapi.json", "/docs", "/docs/errors", "/docs/style.css"])
    app.get(path, securityHeaders(deps), documentation);
  app.onError((fault, c) => {
    deps.onFault?.(fault);
    return answer(c, "internal_error");
  });
  return app;
}
