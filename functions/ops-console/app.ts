import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { messagePage } from "../../views/console/entry-pages.ts";
import { CONSOLE_SCRIPT_VERSION, consoleScript } from "../../views/console/script.ts";
import { CONSOLE_SHEET } from "../../views/console/style.ts";
import { asset, sheetAsset } from "../asset.ts";
import { follow } from "../follow.ts";
import { sameOrigin } from "../same-origin.ts";
import { securityHeaders } from "../security-headers.ts";
import { act } from "./act.ts";
import type { ConsoleEnv, OpsConsoleDeps } from "./deps.ts";
import { backFromProvider, startAtProvider } from "./provider-sign-in.ts";
import { requireOperator } from "./require-operator.ts";
import { notFound } from "./respond.ts";
import { retryEffect } from "./retry-effect.ts";
import { sendAgreementPdf } from "./send-agreement-pdf.ts";
import { showEffects } from "./show-effects.ts";
import { showHome } from "./show-home.ts";
import { showRun } from "./show-run.ts";
import { showRuns } from "./show-runs.ts";
import { redeemCode, showSignIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";

const FAILED =
  "Something failed on our side. What you sent may or may not have been done: look at the timeline of the run before you send it again.";

const TOO_MUCH = "That was more text than the form takes. Nothing was changed.";

/** The console of the vendor's people and of those who run the system: everything under /console, and the way there. */
export function opsConsole(deps: OpsConsoleDeps): Hono<ConsoleEnv> {
  const app = new Hono<ConsoleEnv>();
  app.get("/", (c) => c.redirect("/console"));
  app.use("/console/*", securityHeaders(deps), sameOrigin(deps));
  app.use(
    "/console/*",
    bodyLimit({ maxSize: 64 * 1024, onError: (c) => c.html(messagePage("Too long", TOO_MUCH), 413) }),
  );
  app.use("/console/runs/*", follow(app, "/console"));
  app.get("/console/assets/console.css", sheetAsset(CONSOLE_SHEET));
  app.get(
    "/console/assets/console.js",
    asset(`${deps.htmx}\n${consoleScript}`, "text/javascript", CONSOLE_SCRIPT_VERSION),
  );
  app.get("/console/sign-in", showSignIn(deps));
  app.post("/console/sign-in", redeemCode(deps));
  app.get("/console/sign-in/start", startAtProvider(deps));
  app.get("/console/sign-in/callback", backFromProvider(deps));
  app.post("/console/sign-out", signOut(deps));

  app.use("/console/*", requireOperator(deps));
  app.get("/console", showHome(deps));
  app.get("/console/runs", showRuns(deps));
  app.get("/console/runs/:id", showRun(deps));
  app.get("/console/runs/:id/agreement.pdf", sendAgreementPdf(deps, "sent"));
  app.get("/console/runs/:id/signed.pdf", sendAgreementPdf(deps, "signed"));
  app.post("/console/runs/:id/effects/:key/retry", retryEffect(deps));
  app.post("/console/runs/:id/:action", act(deps));
  app.get("/console/effects", showEffects(deps));
  app.all("/console/*", notFound);

  app.onError((fault, c) => {
    deps.report(fault);
    return c.html(messagePage("That did not work", FAILED), 500);
  });
  return app;
}
