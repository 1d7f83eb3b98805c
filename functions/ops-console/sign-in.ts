import type { Handler } from "hono";
import type { Operator, SignIn } from "../../domain/operator.ts";
import { localSignInPage, providerSignInPage } from "../../views/console/entry-pages.ts";
import { startSession } from "../console-session.ts";
import type { OpsConsoleDeps } from "./deps.ts";
import { localPath } from "./local-path.ts";

const NOT_KNOWN =
  "This code is not known, was used already, or is older than a day. Nothing else is wrong; make a new one.";

/** The same shell for everybody: a GET neither reads nor spends a code. */
export const showSignIn =
  ({ signIn }: OpsConsoleDeps): Handler =>
  (c) => {
    const page = signIn.kind === "local" ? localSignInPage : providerSignInPage;
    return c.html(page({ to: localPath(c.req.query("to")), problem: null }));
  };

/** Spends a one-time code. */
export const redeemCode =
  (deps: OpsConsoleDeps): Handler =>
  async (c) => {
    const form = await c.req.parseBody();
    const to = localPath(textOf(form["to"]));
    const operator = await redeem(deps.signIn, textOf(form["secret"]) ?? "");
    if (!operator) return c.html(localSignInPage({ to, problem: NOT_KNOWN }), 401);
    startSession(c, deps, operator);
    return c.redirect(to, 303);
  };

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** What is pasted may be the code, or the whole link. */
async function redeem(signIn: SignIn, pasted: string): Promise<Operator | null> {
  const secret = pasted.trim().replace(/^.*#/, "");
  return signIn.kind === "local" && secret ? signIn.redeem(secret) : null;
}
