/** The console's only script of its own, served at /console/assets/console.js. Everything works without it, only less lively. */
export const consoleScript = `"use strict";
(() => {
  // One-time link: the secret is in the fragment, which no server and no log sees.
  const signIn = document.querySelector("form[data-sign-in]");
  if (signIn && location.hash.length > 1) {
    const secret = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname + location.search);
    signIn.querySelector("input[name=secret]").value = secret;
    signIn.submit();
    return;
  }

  for (const form of document.querySelectorAll("form[method=post]")) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.busy) return event.preventDefault();
      form.dataset.busy = "yes";
      const button = event.submitter || form.querySelector("button");
      if (button) button.setAttribute("aria-busy", "true");
    });
  }
  // Coming back by the back button, a form must not be found busy.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-busy]")) {
      delete form.dataset.busy;
      for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
    }
  });

  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();

  for (const link of document.querySelectorAll("a[data-opens]")) {
    link.addEventListener("click", () => {
      const details = document.getElementById(link.dataset.opens);
      if (details) details.open = true;
    });
  }

  if (typeof htmx === "undefined") return;
  Object.assign(htmx.config, {
    includeIndicatorStyles: false, allowEval: false, allowScriptTags: false, historyEnabled: false,
    selfRequestsOnly: true, timeout: 10000,
    responseHandling: [
      { code: "204|304", swap: false }, { code: "200", swap: true }, { code: "...", swap: false, error: true },
    ],
  });

  const live = document.getElementById("live");
  const say = (text, state) => {
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
})();
`;
