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
import { isForm } from "./form.ts";
import { openSession } from "./open-session.ts";
import type { PartnerSiteDeps } from "./partner-site-deps.ts";
import { resendLink } from "./resend-link.ts";
import { showStep } from "./show-step.ts";
import { withVisit } from "./with-visit.ts";
import type { Verb } from "./with-visit.ts";

const LARGEST_FORM = 64 * 1024;

const seldom = () => import("./seldom.ts");

const tooLarge = (c: Context) => c.html(messagePage("too_large", localeOf(c)), 413);

/** Ways to the pages of a step: GET shows, POST acts, and each belongs to the link of one stage. */
function steps(app: Hono, deps: PartnerSiteDeps): void {
  const of = <Verbs>(stage: Stage | "any", load: () => Promise<Verbs>) => {
    const later = (pick: (verbs: Verbs) => Verb) =>
      withVisit(deps, async (scene) => pick(await load())(scene), stage);
    return {
      get: (path: string, pick: (verbs: Verbs) => Verb) => app.get(`/p/:linkId${path}`, later(pick)),
      post: (path: string, pick: (verbs: Verbs) => Verb) => app.post(`/p/:linkId${path}`, later(pick)),
    };
  };
  app.get("/p/:linkId", withVisit(deps, showStep, "any"));
  const any = of("any", seldom);
  any.get("/hand-over", ({ askHandOver }) => askHandOver);
  any.post("/hand-over", ({ handOver }) => handOver);

  const contract = of("contract", () => import("./contract-verbs.ts"));
  contract.post("/agreement/open", ({ openAgreement }) => openAgreement);
  contract.get("/agreement", ({ showAgreement }) => showAgreement);
  contract.post("/agreement/sign", ({ signAgreement }) => signAgreement);
  contract.get("/agreement/decline", ({ askReason }) => askReason("decline"));
  contract.post("/agreement/decline", ({ actWithReason }) => actWithReason("decline"));
  contract.get("/agreement.pdf", ({ unsignedPdf }) => unsignedPdf);
  contract.get("/signed.pdf", ({ signedPdf }) => signedPdf);

  const training = of("training", () => import("./training-verbs.ts"));
  training.get("/modules/:track/:module", ({ showModule }) => showModule);
  training.post("/modules/:track/:module", ({ completeModule }) => completeModule);

  const certification = of("certification", () => import("./certification-verbs.ts"));
  certification.get("/exam/:track", ({ showExam }) => showExam);
  certification.post("/exam/:track/start", ({ startAttempt }) => startAttempt);
  certification.post("/exam/:track/answers", ({ saveAnswers }) => saveAnswers);
  certification.post("/exam/:track/submit", ({ submitAttempt }) => submitAttempt);

  const deal = of("first_deal", () => import("./deal-verbs.ts"));
  deal.get("/deal/new", ({ newDeal }) => newDeal);
  deal.post("/deal", ({ registerDeal }) => registerDeal);
  deal.get("/deal/correct", ({ askCorrection }) => askCorrection);
  deal.post("/deal/correct", ({ correctDeal }) => correctDeal);
  deal.post("/deal/stage", ({ changeDealStage }) => changeDealStage);
  for (const kind of ["withdraw", "appeal", "extension", "lost"] as const) {
    deal.get(`/deal/${kind}`, ({ askReason }) => askReason(kind));
    deal.post(`/deal/${kind}`, ({ actWithReason }) => actWithReason(kind));
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
  app.get("/certificates/:id", async (c, next) => (await seldom()).showCertificate(deps)(c, next));
  app.get("/certificates/:id/credential.jwt", async (c, next) =>
    (await seldom()).showCredential(deps)(c, next),
  );

  app.get("/assets/style.css", sheetAsset(SHARED_SHEET));
  app.get("/assets/partner.js", asset(partnerScript, "text/javascript"));

  app.all("/p/*", (c) => c.html(messagePage("not_found", localeOf(c)), 404));
  app.onError((error, c) => {
    deps.onFault(error);
    return c.html(messagePage("fault", localeOf(c)), 500);
  });
  return app;
}
