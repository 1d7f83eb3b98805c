import type { MiddlewareHandler } from "hono";
import { messagePage, onTheWayPage } from "../../views/console/entry-pages.ts";
import { readOperator } from "../console-session.ts";
import type { ConsoleContext, ConsoleEnv, OpsConsoleDeps } from "./deps.ts";

const SIGNED_OUT =
  "You were signed out before this was sent, so nothing was changed. Sign in in another tab, then come back here and send it again.";

/** Lets nobody in who is not signed in. */
export const requireOperator =
  (deps: OpsConsoleDeps): MiddlewareHandler<ConsoleEnv> =>
  async (c, next) => {
    const operator = readOperator(c, deps);
    if (!operator) return toSignIn(c);
    c.set("operator", operator);
    return next();
  };

function toSignIn(c: ConsoleContext): Response | Promise<Response> {
  if (c.req.method !== "GET" && c.req.method !== "HEAD")
    return c.html(messagePage("Signed out", SIGNED_OUT), 401);
  if (c.req.query("part")) return c.text("Signed out.", 401);
  const { pathname, search } = new URL(c.req.url);
  const here = `${pathname}${search}`;
  // A link in a mail or chat brings no Strict cookie along; asked again by ourselves, it comes.
  const site = c.req.header("Sec-Fetch-Site");
  if (site === "cross-site" || site === "same-site") {
    c.header("Refresh", `0; url=${here}`);
    return c.html(onTheWayPage(here));
  }
  return c.redirect(`/console/sign-in?to=${encodeURIComponent(here)}`, 303);
}
