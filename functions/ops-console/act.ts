import type { CommandOf } from "../../domain/commands.ts";
import { refuse } from "../../domain/result.ts";
import type { Result } from "../../domain/result.ts";
import { ACTIONS, mayAct, roleFor } from "../../views/console/action-names.ts";
import type { ActionName } from "../../views/console/action-names.ts";
import type { ConsoleRefusal } from "../../views/console/refusal-words.ts";
import { runAddress } from "../../views/console/run-view.ts";
import type { OpenForm, RunView } from "../../views/console/run-view.ts";
import type { ConsoleContext, OpsConsoleDeps } from "./deps.ts";
import { setFlash } from "./flash.ts";
import { loadRun } from "./load-run.ts";
import { loadRunPage } from "./load-run-page.ts";
import { parseAction } from "./parse-action.ts";
import { notAllowed, notFound } from "./respond.ts";
import type { Typed } from "./typed-form.ts";

async function typedIn(c: ConsoleContext): Promise<Typed> {
  const body = await c.req.parseBody({ all: true });
  const entries = Object.entries(body).map(([name, value]): [string, string[]] => [
    name,
    [value].flat().filter((one) => typeof one === "string"),
  ]);
  return Object.fromEntries(entries);
}

/** The page again, the form as it was left, with what is wrong beside it. */
async function again(
  c: ConsoleContext,
  deps: OpsConsoleDeps,
  { open, status }: { readonly open: OpenForm; readonly status: 409 | 422 },
): Promise<Response> {
  const run = await loadRun(c, deps, { open });
  if (!run) return notFound(c);
  const { runPage } = await loadRunPage();
  return c.html(runPage(run), status);
}

interface Order {
  readonly command: CommandOf<ActionName>;
  readonly typed: Typed;
}

/** A decision is about the version that was read, not about one that came in meanwhile. */
async function carryOut(
  c: ConsoleContext,
  deps: OpsConsoleDeps,
  { run, command, typed }: Order & { readonly run: RunView },
): Promise<Result<unknown, ConsoleRefusal>> {
  if (command.kind === "review_deal" && typed["version"]?.[0] !== run.deal?.version)
    return refuse({ kind: "changed_meanwhile" });
  return deps.change(run.stored.onboarding.id, command, {
    kind: "operator",
    operator: c.get("operator").id,
  });
}

/** Does one of the actions to a run, then shows the run again. */
export const act = (deps: OpsConsoleDeps) => async (c: ConsoleContext) => {
  const action = ACTIONS.find((name) => name === c.req.param("action"));
  const run = action && (await loadRun(c, deps));
  if (!action || !run) return notFound(c);
  if (!mayAct(c.get("operator").role, action)) return notAllowed(c, roleFor(action));

  const typed = await typedIn(c);
  const open: OpenForm = { action, target: typed["for"]?.[0] ?? "", typed, errors: {}, refusal: null };
  const parsed = parseAction(action, typed, run.people);
  if (!parsed.ok) return again(c, deps, { open: { ...open, errors: parsed.error }, status: 422 });

  const done = await carryOut(c, deps, { run, command: parsed.value, typed });
  if (!done.ok) return again(c, deps, { open: { ...open, refusal: done.error }, status: 409 });

  setFlash(c, deps, action);
  const address = runAddress(run.stored.onboarding.id);
  return c.redirect(action === "view_deal" ? `${address}#deal` : address, 303);
};
