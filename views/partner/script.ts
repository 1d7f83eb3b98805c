import { fingerprint } from "../fingerprint.ts";
import { examScript } from "./exam-script.ts";
import { sendScript } from "../send-script.ts";

/** What begins when a page is shown, and once for all of them. */
const START = `
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const action = form.getAttribute("action") || "";
    if (form.method !== "post" || !action.startsWith("/p/")) return;
    event.preventDefault();
    if (form.dataset.sent || (form.id === "exam" && keptBack(form, event.submitter))) return;
    send(form, event.submitter);
  });

  function sent(form, answer) {
    if (form.id === "exam" && answer.ok) keep(form, {});
  }

  function notSent(form) {
    if (form.id !== "open-link") return;
    byId("opening").hidden = true;
    byId("by-hand").hidden = false;
  }

  const secretInAddress = () => (/^#([A-Za-z0-9_-]{20,100})$/.exec(location.hash) || [])[1];

  // The link was opened once more where its page is already: nothing is loaded by itself then.
  addEventListener("hashchange", () => {
    if (secretInAddress()) location.reload();
  });

  function setUp() {
    const opener = byId("open-link");
    const secret = secretInAddress();
    if (secret) history.replaceState(null, "", location.pathname + location.search);
    if (secret && opener) {
      byId("secret").value = secret;
      byId("opening").hidden = false;
      byId("by-hand").hidden = true;
      send(opener);
    }
    const summary = byId("error-summary");
    if (summary) summary.focus();
    dropOld();
    const exam = byId("exam");
    if (exam) sitExam(exam);
  }
  setUp();
`;

/**
 * All the script a partner page has: hands the link's fragment to the paste-code form, sends forms without leaving the
 * page, looks after a running exam. Everything works without it.
 */
export const partnerScript = `"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
${sendScript}
${examScript}
${START}})();
`;

export const PARTNER_SCRIPT_HREF = `/assets/partner.js?v=${fingerprint(partnerScript)}`;
