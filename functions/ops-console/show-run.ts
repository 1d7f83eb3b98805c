import { ACTIONS } from "../../views/console/action-names.ts";
import type { OpenForm } from "../../views/console/run-view.ts";
import { reasonOf } from "../troubles.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { takeFlash } from "./flash.ts";
import { loadRun } from "./load-run.ts";
import { loadRunPage } from "./load-run-page.ts";
import { cannotShow, notFound, show } from "./respond.ts";

/** The form the address asks for: open, and empty. */
function openedBy(c: ConsoleContext): OpenForm | null {
  const action = ACTIONS.find((name) => name === c.req.query("act"));
  const target = c.req.query("for") ?? "";
  return action ? { action, target, typed: {}, errors: {}, refusal: null } : null;
}

async function runOf(c: ConsoleContext, deps: OpsConsoleDeps): Promise<Response> {
  const flash = c.req.query("part") ? null : takeFlash(c, deps);
  const run = await loadRun(c, deps, { open: openedBy(c), flash });
  if (!run) return notFound(c);
  const { RUN_PARTS, runPage } = await loadRunPage();
  return show(c, { part: (name) => RUN_PARTS.get(name)?.(run), page: () => runPage(run) });
}

/** One run, or the reason why what is kept of it cannot be shown. */
export const showRun = (deps: OpsConsoleDeps) => (c: ConsoleContext) =>
  runOf(c, deps).catch((fault: unknown) => {
    deps.report(fault);
    return cannotShow(c, reasonOf(fault));
  });
