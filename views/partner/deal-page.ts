import { DEAL_FIELDS, DEAL_STAGES } from "../../domain/deal.ts";
import type { DealField, DealForm, DealRegistration } from "../../domain/deal.ts";
import { calendarDay, countryName, longDate, money, moreThanWhen, relativeTime } from "../format.ts";
import { html } from "../markup.ts";
import type { Child, Markup } from "../markup.ts";
import { dealHistory } from "./deal-history.ts";
import type { DealStep } from "./deal-history.ts";
import { DEAL_PAGE, DUPLICATE_RULE } from "./deal-words.ts";
import { field } from "./form-parts.ts";
import { arrowIcon } from "./icons.ts";
import { partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { DEAL_FIELD, DEAL_STAGE_NAME } from "./words.ts";

/** A registration with what was filled in and all that happened to it. */
export interface DealView {
  readonly deal: DealRegistration;
  /** `null` once erased. */
  readonly form: DealForm | null;
  readonly steps: readonly DealStep[];
}

type Of<R extends DealRegistration["review"]> = Extract<DealRegistration, { review: R }>;
type Approved = Of<"approved">;

interface Shown {
  readonly title: string;
  readonly lead: string;
  readonly body?: Markup;
  readonly toCome?: string;
}

const shownValue = (visit: Visit, form: DealForm, name: DealField): string => {
  const { locale } = visit.reader;
  if (name === "value") return money(form.value, form.currency, locale);
  if (name === "customerCountry") return countryName(form.customerCountry, locale);
  if (name === "targetCloseDate") return calendarDay(form.targetCloseDate, locale);
  return form[name];
};

const entries = (visit: Visit, form: DealForm): Markup =>
  html`<section class="section" aria-labelledby="entries">
    <h2 id="entries">${say(visit, DEAL_PAGE).yourEntries}</h2>
    <dl class="facts">
      ${DEAL_FIELDS.filter((name) => name !== "currency" && shownValue(visit, form, name) !== "").map(
        (name) =>
          html`<dt>${say(visit, DEAL_FIELD[name]).label}</dt>
            <dd class="said" dir="auto">${shownValue(visit, form, name)}</dd>`,
      )}
    </dl>
  </section>`;

function duplicates(visit: Visit, deal: DealRegistration): Markup | null {
  if (deal.duplicates.length === 0) return null;
  const text = say(visit, DEAL_PAGE);
  const rules = [...new Set(deal.duplicates.map(({ rule }) => rule))];
  const answer = deal.appealed
    ? html`<p>${text.appealed}</p>`
    : isReadOnly(visit)
      ? null
      : html`<p class="actions"><a href="${at(visit, "/deal/appeal")}">${text.appeal}</a></p>`;
  return html`<div class="notice warn">
    <h2>${text.duplicates}</h2>
    <ul>
      ${rules.map((rule) => html`<li>${say(visit, DUPLICATE_RULE[rule])}</li>`)}
    </ul>
    <p>${text.duplicatesLead}</p>
    ${answer}
  </div>`;
}

const withdrawLink = (visit: Visit): Markup | null =>
  isReadOnly(visit)
    ? null
    : html`<p><a href="${at(visit, "/deal/withdraw")}">${say(visit, DEAL_PAGE).withdraw}</a></p>`;

function underReview(visit: Visit, deal: Of<"submitted" | "in_review">): Shown {
  const text = say(visit, DEAL_PAGE);
  const when = moreThanWhen(deal.decideBy, visit.reader);
  const clock = deal.late
    ? html`<p class="notice warn">${text.late(visit.brand.name, when)}</p>`
    : html`<p class="notice"><strong>${text.decideBy(when)}</strong></p>`;
  return {
    title: text.underReview,
    lead: text.underReviewLead(visit.brand.name),
    body: html`${clock} ${duplicates(visit, deal)}`,
    toCome: deal.late ? text.decision : text.decideBy(when),
  };
}

/** Not only while the stage is open: a protected deal lives on after the onboarding. */
const canAct = ({ onboarding }: Visit): boolean =>
  onboarding.progress.state === "open" || onboarding.progress.state === "completed";

function extension(visit: Visit, deal: Approved): Child {
  const text = say(visit, DEAL_PAGE);
  if (deal.extensionRequestedAt !== null) {
    return html`<p class="notice">
      ${text.extensionPending(longDate(deal.extensionRequestedAt, visit.reader))}
    </p>`;
  }
  if (deal.extensions >= visit.program.firstDeal.maxExtensions)
    return html`<p class="muted">${text.noExtensions}</p>`;
  return html`<p><a href="${at(visit, "/deal/extension")}">${text.extend}</a></p>`;
}

function stageForm(visit: Visit, deal: Approved): Markup {
  const text = say(visit, DEAL_PAGE);
  const stages = DEAL_STAGES.filter((stage) => stage !== "lost");
  return html`<form class="calm" method="post" action="${at(visit, "/deal/stage")}">
      ${field({
        name: "stage",
        label: text.yourStage,
        hint: text.yourStageHint,
        locale: visit.reader.locale,
        filled: { typed: { stage: deal.stage }, errors: {} },
        options: stages.map((stage): readonly [string, string] => [
          stage,
          say(visit, DEAL_STAGE_NAME[stage]),
        ]),
      })}
      <p class="actions">
        <button class="button">${text.save}</button>
        <a href="${at(visit, "/deal/lost")}">${text.lost}</a>
      </p>
    </form>
    ${extension(visit, deal)}`;
}

const anew = (visit: Visit): Markup | null =>
  isReadOnly(visit)
    ? null
    : html`<p class="actions">
        <a class="button" href="${at(visit, "/deal/new")}">${say(visit, DEAL_PAGE).anew} ${arrowIcon}</a>
      </p>`;

const add = (part: Child): Pick<Shown, "body"> => ({ body: html`${part}` });

function approved(visit: Visit, deal: Approved): Shown {
  const text = say(visit, DEAL_PAGE);
  if (deal.stage === "lost") return { title: text.lostTitle, lead: text.lostLead, ...add(anew(visit)) };
  const completed =
    visit.onboarding.progress.state === "completed" ? html`<p><strong>${text.completed}</strong></p>` : null;
  const until = html`<div class="notice good">
    <p>
      <strong
        >${text.protectedUntil(longDate(deal.protectedUntil, visit.reader), relativeTime(deal.protectedUntil, visit.reader))}</strong
      >
    </p>
    ${completed}
  </div>`;
  if (deal.stage === "won") return { title: text.won, lead: text.wonLead, body: until };
  return {
    title: text.approved,
    lead: text.approvedLead(visit.brand.name),
    body: html`${until} ${canAct(visit) ? stageForm(visit, deal) : null}`,
  };
}

function shown(visit: Visit, { deal, steps }: DealView): Shown {
  const text = say(visit, DEAL_PAGE);
  const note = steps.at(-1)?.note ?? null;
  const reason = note
    ? html`<div class="notice">
        <h2>${text.reason}</h2>
        <p class="said" dir="auto">${note}</p>
      </div>`
    : null;
  switch (deal.review) {
    case "submitted":
    case "in_review":
      return underReview(visit, deal);
    case "action_required":
      return {
        title: text.sentBack,
        lead: text.sentBackLead,
        ...add(
          isReadOnly(visit)
            ? null
            : html`<p class="actions">
                <a class="button" href="${at(visit, "/deal/correct")}">${text.correct}</a>
              </p>`,
        ),
      };
    case "approved":
      return approved(visit, deal);
    case "rejected":
      return { title: text.rejected, lead: text.rejectedLead, body: html`${reason} ${anew(visit)}` };
    case "withdrawn":
      return { title: text.withdrawn, lead: text.withdrawnLead, ...add(anew(visit)) };
    case "expired":
      return { title: text.expired, lead: text.expiredLead, ...add(anew(visit)) };
  }
}

const isPending = ({ review }: DealRegistration): boolean =>
  review === "submitted" || review === "in_review" || review === "action_required";

/** A registration: how it stands, until when, why, and every look the vendor took. */
export function dealPage(visit: Visit, view: DealView): string {
  const { title, lead, body, toCome } = shown(visit, view);
  const main = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${body ?? null} ${dealHistory(visit, view.steps, toCome ?? null)}
    ${view.form ? entries(visit, view.form) : null} ${isPending(view.deal) ? withdrawLink(visit) : null}`;
  return partnerPage(visit, { title, main });
}
