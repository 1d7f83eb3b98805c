import { Hono } from "hono";
import type { MiddlewareHandler } from "hono";
import { compressed } from "./compressed.ts";
import { problem, problems, problemType } from "./problem.ts";
import { securityHeaders } from "./security-headers.ts";

/** Asked for by what watches the server, under whatever name it knows. */
const FOR_EVERY_HOST = "/healthz";

/** `BASE_URL`, never the Host header, builds links: another Host is misdirected. */
function onlyFor(baseUrl: string): MiddlewareHandler {
  const { host } = new URL(baseUrl);
  return async (c, next) => {
    if (c.req.header("Host") === host || c.req.path === FOR_EVERY_HOST) return next();
    return problem(c, {
      type: problemType(baseUrl, "misdirected"),
      title: "Another host was asked for",
      status: 421,
      detail: `This server answers as ${baseUrl}. Use that address, or set BASE_URL.`,
    });
  };
}

/**
 * What all faces stand on, to be routed there: it answers one host, and says so where no face has anything. `page` says
 * it to people; without one it is a problem, so that what only machines ask carries no page along.
 */
export function siteAt(baseUrl: string, page?: () => string): Hono {
  const app = new Hono();
  const answer = problems(baseUrl);
  const secured = securityHeaders({ baseUrl });
  app.use(compressed, onlyFor(baseUrl));
  app.notFound(async (c) => {
    await secured(c, async () => {
      c.res = await Promise.resolve(page ? c.html(page(), 404) : answer(c, "not_found"));
    });
    return c.res;
  });
  return app;
}
