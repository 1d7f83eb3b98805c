import type { Context, Handler } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import * as z from "zod/mini";
import { instant } from "../../domain/ids.ts";
import { onTheWayPage, providerSignInPage } from "../../views/console/entry-pages.ts";
import { startSession } from "../console-session.ts";
import { cookieName, openCookie, sealCookie } from "../signed-cookie.ts";
import type { OpsConsoleDeps } from "./deps.ts";
import { localPath } from "./local-path.ts";

const OURS = "console-provider:";
const MINUTES = 10;

const pendingSchema = z.object({ state: z.string(), to: z.string() });

const nameOf = ({ baseUrl }: OpsConsoleDeps): string => cookieName(baseUrl, "console-provider");

// Lax, not Strict: the provider's page sends the browser back, and that request comes from another site.
const attributes = ({ baseUrl }: OpsConsoleDeps) =>
  ({ path: "/", httpOnly: true, sameSite: "Lax", secure: baseUrl.startsWith("https:") }) as const;

/** Off to the provider, remembering what to compare when the browser comes back. */
export const startAtProvider =
  (deps: OpsConsoleDeps): Handler =>
  async (c) => {
    if (deps.signIn.kind !== "oidc") return c.redirect("/console/sign-in", 303);
    const { url, state } = await deps.signIn.begin(`${deps.baseUrl}/console/sign-in/callback`);
    const pending = OURS + JSON.stringify({ state, to: localPath(c.req.query("to")) });
    const sealed = sealCookie(deps.hmac, pending, instant(deps.clock() + MINUTES * 60_000));
    setCookie(c, nameOf(deps), sealed, { ...attributes(deps), maxAge: MINUTES * 60 });
    return c.redirect(url, 302);
  };

function pendingOf(c: Context, deps: OpsConsoleDeps): z.infer<typeof pendingSchema> | null {
  const value = openCookie(deps.hmac, getCookie(c, nameOf(deps)) ?? "", deps.clock());
  if (!value?.startsWith(OURS)) return null;
  const parsed = pendingSchema.safeParse(JSON.parse(value.slice(OURS.length)));
  return parsed.success ? parsed.data : null;
}

const REFUSED =
  "Your account is known, but it has no role here. Ask an admin to give you one, then try again.";
const TOO_LATE = "Signing in took too long, or was begun in another browser. Please begin again.";

/** Back from the provider. */
export const backFromProvider =
  (deps: OpsConsoleDeps): Handler =>
  async (c) => {
    if (deps.signIn.kind !== "oidc") return c.redirect("/console/sign-in", 303);
    const pending = pendingOf(c, deps);
    deleteCookie(c, nameOf(deps), attributes(deps));
    if (!pending) return c.html(providerSignInPage({ to: "/console", problem: TOO_LATE }), 401);
    const { search } = new URL(c.req.url);
    const callbackUrl = `${deps.baseUrl}/console/sign-in/callback${search}`;
    const operator = await deps.signIn.finish(callbackUrl, pending.state);
    const to = localPath(pending.to);
    if (!operator) return c.html(providerSignInPage({ to, problem: REFUSED }), 403);
    startSession(c, deps, operator);
    // A redirect would still count as coming from the provider, and a Strict cookie would stay behind.
    c.header("Refresh", `0; url=${to}`);
    return c.html(onTheWayPage(to));
  };
