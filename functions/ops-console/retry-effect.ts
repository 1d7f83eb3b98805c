import { isAtLeast } from "../../views/console/action-names.ts";
import { runAddress } from "../../views/console/run-view.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { setFlash } from "./flash.ts";
import { runIdOf } from "./load-run.ts";
import { notAllowed, notFound } from "./respond.ts";

/** Makes what was given up on due again. What was done is never done twice by this. */
export const retryEffect = (deps: OpsConsoleDeps) => async (c: ConsoleContext) => {
  const id = runIdOf(c);
  if (!id || !(await deps.onboardings.load(id))) return notFound(c);
  if (!isAtLeast(c.get("operator").role, "admin")) return notAllowed(c, "admin");
  const key = c.req.param("key") ?? "";
  const row = (await deps.effects.all(id)).find((effect) => effect.key === key);
  if (!row) return notFound(c);
  if (row.state === "failed" && (await deps.effects.again(id, key, deps.clock()))) setFlash(c, deps, "retry");
  const form = await c.req.parseBody();
  return c.redirect(form["back"] === "effects" ? "/console/effects" : runAddress(id), 303);
};
