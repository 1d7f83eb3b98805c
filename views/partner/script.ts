import { fingerprint } from "../fingerprint.ts";

/**
 * All the script a partner page has: hands the link's fragment to the paste-code form, focuses the error summary,
 * counts an exam's time down, guards against a second press. Everything works without it.
 */
export const partnerScript = `"use strict";
(function () {
  var opener = document.getElementById("open-link");
  var secret = location.hash.slice(1);
  if (opener && /^[A-Za-z0-9_-]{20,100}$/.test(secret)) {
    history.replaceState(null, "", location.pathname);
    document.getElementById("secret").value = secret;
    document.getElementById("opening").hidden = false;
    document.getElementById("by-hand").hidden = true;
    opener.submit();
  }

  var summary = document.getElementById("error-summary");
  if (summary) summary.focus();

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "1";
    // A page that comes back by the back button can be sent again.
    window.addEventListener("pageshow", function () { delete form.dataset.sent; });
  });

  var clock = document.getElementById("time-left");
  if (!clock) return;
  var skew = Date.now() - Number(clock.dataset.now);
  var endsAt = Number(clock.dataset.endsAt) + skew;
  var two = function (n) { return (n < 10 ? "0" : "") + n; };
  var show = function () {
    var left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    clock.textContent = Math.floor(left / 60) + ":" + two(left % 60);
    clock.classList.toggle("short", left < 120);
    if (left > 0) return setTimeout(show, 1000);
    location.assign(clock.dataset.over);
  };
  show();
})();
`;

export const PARTNER_SCRIPT_HREF = `/assets/partner.js?v=${fingerprint(partnerScript)}`;
