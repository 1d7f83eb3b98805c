import { Hono } from "hono";
import type { Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { Stage } from "../../domain/program.ts";
import { messagePage } from "../../views/partner/message-page.ts";
import { partnerScript } from "../../views/partner/script.ts";
import { SHARED_SHEET } from "../../views/style.ts";
import { asset, sheetAsset } from "../asset.ts";
import { follow } from "../follow.ts";
import { localeOf } from "../locale-of.ts";
import { sameOrigin } from "../same-origin.ts";
import { securityHeaders } from "../security-headers.ts";
import { openAgreement, showAgreement, signAgreement } from "./agreement.ts";
import { saveAnswers, startAttempt, submitAttempt } from "./attempt.ts";
import { showCertificate, showCredential } from "./certificates.ts";
import { askCorrection, changeDealStage, correctDeal, newDeal, registerDeal } from "./deal.ts";
import { signedPdf, unsignedPdf } from "./documents.ts";
import { showExam } from "./exam.ts";
import { isForm } from "./form.ts";
import { askHandOver, handOver } from "./hand-over.ts";
import { completeModule, showModule } from "./modules.ts";
import { openSession } from "./open-session.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import { actWithReason, askReason } from "./reasons.ts";
import { resendLink } from "./resend-link.ts";
import { showStep } from "./show-step.ts";
import { withVisit } from "./with-visit.ts";
import type { Verb } from "./with-visit.ts";

const LARGEST_FORM = 64 * 1024;

const tooLarge = (c: Context) => c.html(messagePage("too_large", localeOf(c)), 413);

/** Ways to the pages of a step: GET shows, POST acts, and each belongs to the link of one stage. */
function steps(app: Hono, deps: PartnerSiteDeps): void {
  const of = (stage: Stage | "any") => ({
    get: (path: string, verb: Verb) => app.get(`/p/:linkId${path}`, withVisit(deps, verb, stage)),
    post: (path: string, verb: Verb) => app.post(`/p/:linkId${path}`, withVisit(deps, verb, stage)),
  });
  const any = of("any");
  any.get("", showStep);
  any.get("/hand-over", askHandOver);
  any.post("/hand-over", handOver);

  const contract = of("contract");
  contract.post("/agreement/open", openAgreement);
  contract.get("/agreement", showAgreement);
  contract.post("/agreement/sign", signAgreement);
  contract.get("/agreement/decline", askReason("decline"));
  contract.post("/agreement/decline", actWithReason("decline"));
  contract.get("/agreement.pdf", unsignedPdf);
  contract.get("/signed.pdf", signedPdf);

  const training = of("training");
  training.get("/modules/:track/:module", showModule);
  training.post("/modules/:track/:module", completeModule);

  const certification = of("certification");
  certification.get("/exam/:track", showExam);
  certification.post("/exam/:track/start", startAttempt);
  certification.post("/exam/:track/answers", saveAnswers);
  certification.post("/exam/:track/submit", submitAttempt);

  const deal = of("first_deal");
  deal.get("/deal/new", newDeal);
  deal.post("/deal", registerDeal);
  deal.get("/deal/correct", askCorrection);
  deal.post("/deal/correct", correctDeal);
  deal.post("/deal/stage", changeDealStage);
  for (const kind of ["withdraw", "appeal", "extension", "lost"] as const) {
    deal.get(`/deal/${kind}`, askReason(kind));
    deal.post(`/deal/${kind}`, actWithReason(kind));
  }
}

/** Partner pages, public certificates, and the assets of every page. GET changes nothing. */
export function partnerSite(deps: PartnerSiteDeps): Hono {
  const app = new Hono();
  for (const path of ["/p/*", "/certificates/*", "/assets/*"]) app.use(path, securityHeaders(deps));
  app.use("/p/*", sameOrigin(deps));
  app.use("/p/*", bodyLimit({ maxSize: LARGEST_FORM, onError: tooLarge }));
  app.use("/p/*", async (c, next) => {
    if (c.req.method !== "POST" || isForm(c)) return next();
    // The buttons without fields send no body.
    if (c.req.header("Content-Type") === undefined) return next();
    return c.html(messagePage("not_a_form", localeOf(c)), 415);
  });

  app.use("/p/*", follow(app, "/p/"));

  app.post("/p/:linkId/session", openSession(deps));
  app.post("/p/:linkId/resend", resendLink(deps));
  steps(app, deps);
  app.get("/certificates/:id", showCertificate(deps));
  app.get("/certificates/:id/credential.jwt", showCredential(deps));

  app.get("/assets/style.css", sheetAsset(SHARED_SHEET));
  app.get("/assets/partner.js", asset(partnerScript, "text/javascript"));

  app.all("/p/*", (c) => c.html(messagePage("not_found", localeOf(c)), 404));
  app.onError((error, c) => {
    deps.onFault(error);
    return c.html(messagePage("fault", localeOf(c)), 500);
  });
  return app;
}
