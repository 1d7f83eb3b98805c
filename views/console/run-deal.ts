import type { DealForm, DealRegistration } from "../../domain/deal.ts";
import { DEAL_FIELDS } from "../../domain/deal.ts";
import { currentDeal } from "../../domain/onboarding.ts";
import { calendarDay, countryName, money } from "../format.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { isOffered, openAction } from "./run-actions.ts";
import { runAddress } from "./run-view.ts";
import type { DealView, RunView } from "./run-view.ts";
import { due, when } from "./when.ts";
import { DEAL_FIELD_WORDS, DEAL_STAGE_WORDS, DUPLICATE_WORDS, listed, REVIEW_WORDS } from "./words.ts";

const row = (term: string, value: Child): Markup =>
  html`<dt>${term}</dt>
    <dd>${value}</dd>`;

function clockRows(deal: DealRegistration, { desk }: RunView): Child {
  switch (deal.review) {
    case "submitted":
      return row("Decide by", due(deal.decideBy, desk.now));
    case "in_review":
      return [row("Decide by", due(deal.decideBy, desk.now)), row("Looks so far", deal.looks)];
    case "action_required":
      return [
        row("Sent back", when(deal.since, desk.now)),
        row("To correct", listed(deal.fields.map((field) => DEAL_FIELD_WORDS[field]))),
      ];
    case "approved":
      return [
        row("Approved", when(deal.approvedAt, desk.now)),
        row("Protected until", when(deal.protectedUntil, desk.now)),
        row("Extensions", deal.extensions),
      ];
    case "rejected":
    case "withdrawn":
    case "expired":
      return row("Since", when(deal.at, desk.now));
  }
}

const SHOWN: Partial<Record<keyof DealForm, (form: DealForm) => string>> = {
  customerCountry: (form) => countryName(form.customerCountry, "en"),
  value: (form) => money(form.value, form.currency, "en"),
  targetCloseDate: (form) => calendarDay(form.targetCloseDate, "en"),
};

const formRows = (form: DealForm): Markup =>
  html`<dl class="facts deal-form">
    ${DEAL_FIELDS.filter((field) => field !== "currency").map((field) =>
      row(
        DEAL_FIELD_WORDS[field],
        html`<span dir="auto">${SHOWN[field]?.(form) ?? (String(form[field]) || "–")}</span>`,
      ),
    )}
  </dl>`;

function duplicates(deal: DealRegistration): Markup | null {
  if (deal.duplicates.length === 0) return null;
  return html`<div class="notice warn">
    <h3>Possibly registered already</h3>
    <ul>
      ${deal.duplicates.map(({ rule, record }) => {
        const [run = "", number = ""] = record.split("#");
        return html`<li>
          <a href="${runAddress(run)}#deal">Deal ${number} of another run</a> has ${DUPLICATE_WORDS[rule]}.
        </li>`;
      })}
    </ul>
    ${deal.appealed ? html`<p>The partner says that it is no duplicate; the reason is in the log.</p>` : null}
  </div>`;
}

/** One press, which the partner sees. */
export const openDealForm = (run: RunView, id: string): Markup =>
  html`<form method="post" action="${runAddress(run.stored.onboarding.id)}/view_deal">
    <div class="actions"><button class="button" id="${id}">Open the registration</button></div>
  </form>`;

const hidden = (run: RunView): Markup =>
  html`<div class="notice">
    <p>
      What the partner registered is closed until you open it, because the partner sees every look the vendor
      takes.
    </p>
    ${
      isOffered(run, "view_deal") ? openDealForm(run, "open-deal") : html`<p>Opening it is for operators.</p>`
    }
  </div>`;

function registered(run: RunView, { opened, form }: DealView): Markup {
  if (!opened) return hidden(run);
  return form ? formRows(form) : html`<p class="muted">What was registered has been erased.</p>`;
}

/** The current deal: its clock, what was registered once it was opened, what may double it, and the decision. */
export function runDeal(run: RunView): Markup | null {
  const { onboarding } = run.stored;
  const deal = currentDeal(onboarding);
  if (!deal || !run.deal) return null;
  const earlier = onboarding.deals.slice(0, -1);
  return html`<section class="sheet" id="deal" aria-labelledby="deal-title">
    <header>
      <h2 id="deal-title">Deal ${deal.number}</h2>
      <span>${REVIEW_WORDS[deal.review]}</span
      ><span class="muted">partner’s stage: ${DEAL_STAGE_WORDS[deal.stage]}</span>
    </header>
    <div class="inside">
      <dl class="facts">
        ${row("Registered", when(deal.submittedAt, run.desk.now))} ${clockRows(deal, run)}
        ${
          earlier.length > 0
            ? row("Before it", earlier.map((old) => `${old.number}: ${REVIEW_WORDS[old.review]}`).join(", "))
            : null
        }
      </dl>
      ${duplicates(deal)} ${registered(run, run.deal)} ${openAction(run, "review_deal")}
    </div>
  </section>`;
}
