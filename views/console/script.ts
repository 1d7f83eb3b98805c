import { fingerprint } from "../fingerprint.ts";
import { sendScript } from "../send-script.ts";

/** The console's only script of its own, served after htmx. Everything works without it, only less lively. */
export const consoleScript = `"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  // One-time link: the secret is in the fragment, which no server and no log sees.
  const signIn = document.querySelector("form[data-sign-in]");
  if (signIn && location.hash.length > 1) {
    const secret = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
    signIn.querySelector("input[name=secret]").value = secret;
    signIn.submit();
    return;
  }

  const rest = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) return event.preventDefault();
    const button = event.submitter || form.querySelector("button");
    if (button) button.setAttribute("aria-busy", "true");
    form.dataset.sent = "1";
    if (!form.getAttribute("action").startsWith("/console/runs/")) return;
    event.preventDefault();
    send(form, event.submitter);
  });
  // Coming back by the back button, a form must not be found busy.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) rest(form);
  });

  const sent = () => {};
  const notSent = rest;
  function setUp() {
    htmx.process(document.body);
    const summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
  }
${sendScript}
  Object.assign(htmx.config, {
    includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, historyEnabled: false,
    selfRequestsOnly: true, timeout: 10000,
    responseHandling: [
      { code: "204|304", swap: false }, { code: "200", swap: true }, { code: "...", swap: false, error: true },
    ],
  });

  const say = (text, state) => {
    const live = byId("live");
    if (!live) return;
    // Only what is wrong is read out; that all is well would be, every few seconds.
    if (state === "lost") live.setAttribute("role", "alert"); else live.removeAttribute("role");
    if (live.textContent !== text) live.textContent = text;
    live.dataset.state = state;
  };
  const clock = () => new Date().toISOString().slice(11, 19) + " UTC";
  // A selection would be lost, and nobody looks at a hidden page.
  const disturbs = (part) => {
    const selection = getSelection();
    return document.hidden || (!selection.isCollapsed && part.contains(selection.anchorNode));
  };

  document.addEventListener("htmx:configRequest", (event) => {
    const part = event.detail.elt;
    if (disturbs(part)) return event.preventDefault();
    if (part.dataset.etag) event.detail.headers["If-None-Match"] = '"' + part.dataset.etag + '"';
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    const etag = xhr.getResponseHeader("ETag");
    if (xhr.status === 200 && etag) target.dataset.etag = etag.replace(/^(W\\/)?"|"$/g, "");
    // A page instead of a part: something in between has answered.
    if (xhr.status === 200 && !etag) event.detail.shouldSwap = false;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (status === 200 || status === 304) return say("Up to date, " + clock(), "fresh");
    if (status === 401) return say("You are signed out. Reload to sign in.", "lost");
    say("No connection. What you see may be old.", "lost");
  });

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
})();
`;

/** Of the package whose script goes before it: both are one file. */
const HTMX = "2.0.11";

export const CONSOLE_SCRIPT_VERSION = fingerprint(HTMX + consoleScript);
export const CONSOLE_SCRIPT_HREF = `/console/assets/console.js?v=${CONSOLE_SCRIPT_VERSION}`;
