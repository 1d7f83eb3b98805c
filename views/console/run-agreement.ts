import type { Agreement } from "../../domain/agreement.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { namesOf } from "./names.ts";
import { runAddress } from "./run-view.ts";
import type { RunView } from "./run-view.ts";
import { due, when } from "./when.ts";
import { AGREEMENT_WORDS } from "./words.ts";

const row = (term: string, value: Child): Markup =>
  html`<dt>${term}</dt>
    <dd>${value}</dd>`;

function dates(agreement: Agreement, { desk }: RunView): Child {
  switch (agreement.state) {
    case "draft":
      return null;
    case "sent":
      return row("Sent", when(agreement.sentAt, desk.now));
    case "opened":
      return [
        row("Sent", when(agreement.sentAt, desk.now)),
        row("Opened", when(agreement.openedAt, desk.now)),
      ];
    case "signed":
      return [
        row("Signed", when(agreement.signedAt, desk.now)),
        row("Countersign by", due(agreement.countersignBy, desk.now)),
      ];
    case "completed":
      return [
        row("Signed", when(agreement.signedAt, desk.now)),
        row("Completed", when(agreement.completedAt, desk.now)),
      ];
    case "declined":
    case "expired":
      return row("Since", when(agreement.at, desk.now));
  }
}

function papers(agreement: Agreement, address: string): Child {
  if (!("document" in agreement)) return null;
  const { document } = agreement;
  return [
    row("Template", `${document.template}, version ${document.templateVersion}, ${document.locale}`),
    row("SHA-256", html`<span class="mono">${document.sha256}</span>`),
    row(
      "Papers",
      html`<a href="${address}/agreement.pdf">As it was sent (PDF)</a>${
          agreement.state === "completed"
            ? html` · <a href="${address}/signed.pdf">Signed, with evidence (PDF)</a>`
            : null
        }`,
    ),
  ];
}

/** How the agreement stands, and its papers. */
export function runAgreement(run: RunView): Markup {
  const { agreement, id } = run.stored.onboarding;
  return html`<section class="sheet" aria-labelledby="agreement-title">
    <header>
      <h2 id="agreement-title">Agreement</h2>
      <span>${AGREEMENT_WORDS[agreement.state]}</span>
    </header>
    <div class="inside">
      <dl class="facts">
        ${row("Signatory", html`<bdi>${namesOf(run.people, run.program).person(agreement.signatory)}</bdi>`)}
        ${dates(agreement, run)} ${papers(agreement, runAddress(id))}
      </dl>
    </div>
  </section>`;
}
