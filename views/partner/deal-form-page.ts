import type { Localized } from "../../domain/content.ts";
import { DEAL_FIELDS } from "../../domain/deal.ts";
import type { DealField } from "../../domain/deal.ts";
import { countriesByName } from "../countries.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { errorSummary, field } from "./form-parts.ts";
import type { Field, Filled } from "./form-parts.ts";
import { atAGlance, partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { DEAL_FIELD } from "./words.ts";

const TEXT: Localized<{
  readonly title: string;
  readonly lead: (vendor: Markup) => Markup;
  readonly gives: string;
  readonly protection: (days: number) => string;
  readonly decision: (days: number) => string;
  readonly extension: (days: number, times: number) => string;
  readonly customer: string;
  readonly deal: string;
  readonly choose: string;
  readonly send: string;
  readonly correctTitle: string;
  readonly correctLead: string;
  readonly asked: string;
  readonly sendAgain: string;
  readonly back: string;
}> = {
  de: {
    title: "Melden Sie Ihr erstes Geschäft an",
    lead: (vendor) =>
      html`Sie haben einen Interessenten? Melden Sie ihn an, dann arbeitet ${vendor} bei diesem Kunden mit
      Ihnen und mit niemandem sonst.`,
    gives: "Was die Anmeldung bringt",
    protection: (days) => `Nach der Freigabe ist das Geschäft ${days} Tage lang für Sie geschützt.`,
    decision: (days) => `Wir entscheiden innerhalb von ${days} Werktagen; Sie sehen hier jeden Schritt.`,
    extension: (days, times) =>
      times === 0
        ? "Der Schutz kann nicht verlängert werden."
        : `Dauert es länger, kann der Schutz um je ${days} Tage verlängert werden (höchstens ${times}-mal).`,
    customer: "Der Kunde",
    deal: "Das Geschäft",
    choose: "Bitte wählen",
    send: "Geschäft anmelden",
    correctTitle: "Wir brauchen noch etwas von Ihnen",
    correctLead:
      "Bitte ändern Sie nur die offenen Felder. Danach beginnt die Frist für unsere Entscheidung neu.",
    asked: "Unsere Rückfrage",
    sendAgain: "Korrektur senden",
    back: "Zurück",
  },
  en: {
    title: "Register your first deal",
    lead: (vendor) =>
      html`You have a prospect? Register them, and ${vendor} works on this customer with you and with nobody
      else.`,
    gives: "What registering gives you",
    protection: (days) => `Once approved, the deal is protected for you for ${days} days.`,
    decision: (days) => `We decide within ${days} business days; you see every step here.`,
    extension: (days, times) =>
      times === 0
        ? "The protection cannot be extended."
        : `If it takes longer, the protection can be extended by ${days} days (${times} times at most).`,
    customer: "The customer",
    deal: "The deal",
    choose: "Please choose",
    send: "Register the deal",
    correctTitle: "We need something more from you",
    correctLead: "Please change the open fields only. After that our time to decide begins anew.",
    asked: "What we ask",
    sendAgain: "Send the correction",
    back: "Back",
  },
};

const OPTIONAL: ReadonlySet<DealField> = new Set(["customerDomain", "customerContact", "nextSteps"]);

const KIND: Partial<Record<DealField, NonNullable<Field["kind"]>>> = {
  need: "long",
  nextSteps: "long",
  value: "amount",
  targetCloseDate: "date",
};

function optionsOf(visit: Visit, name: DealField): Pick<Field, "options"> {
  const choose: readonly [string, string] = ["", say(visit, TEXT).choose];
  if (name === "customerCountry") return { options: [choose, ...countriesByName(visit.reader.locale)] };
  if (name !== "currency") return {};
  return {
    options: visit.program.firstDeal.currencies.map((code): readonly [string, string] => [code, code]),
  };
}

function dealField(visit: Visit, name: DealField, filled: Filled): Markup {
  const { label, hint } = say(visit, DEAL_FIELD[name]);
  const kind = KIND[name];
  return field({
    name,
    label,
    hint,
    locale: visit.reader.locale,
    filled,
    ...(kind ? { kind } : {}),
    ...optionsOf(visit, name),
    optional: OPTIONAL.has(name),
    maxLength: kind === "long" ? 2000 : 200,
  });
}

const gives = (visit: Visit): Markup => {
  const text = say(visit, TEXT);
  const { protectionDays, decisionDays, extensionDays, maxExtensions } = visit.program.firstDeal;
  return html`<section class="notice" aria-labelledby="gives">
    <h2 id="gives">${text.gives}</h2>
    <ul class="stack tight">
      <li>${text.protection(protectionDays)}</li>
      <li>${text.decision(decisionDays)}</li>
      <li>${text.extension(extensionDays, maxExtensions)}</li>
    </ul>
  </section>`;
};

/** The registration form. */
export function dealFormPage(visit: Visit, filled: Filled): string {
  const text = say(visit, TEXT);
  const one = (name: DealField): Markup => dealField(visit, name, filled);
  const form = html`<form class="calm" method="post" action="${at(visit, "/deal")}" novalidate>
    <fieldset class="stack loose">
      <legend class="form-part">${text.customer}</legend>
      ${one("customerName")} ${one("customerDomain")} ${one("customerCountry")} ${one("customerContact")}
    </fieldset>
    <fieldset class="stack loose">
      <legend class="form-part">${text.deal}</legend>
      ${one("need")}
      <div class="row wide-narrow">${one("value")} ${one("currency")}</div>
      ${one("targetCloseDate")} ${one("nextSteps")}
    </fieldset>
    <p class="actions"><button class="button">${text.send}</button></p>
  </form>`;
  const main = html`${errorSummary(filled.errors, visit.reader.locale)}
    <h1>${text.title}</h1>
    <p class="lead">${text.lead(html`<bdi>${visit.brand.name}</bdi>`)}</p>
    ${atAGlance(visit)} ${gives(visit)} ${isReadOnly(visit) ? null : form}`;
  return partnerPage(visit, { title: text.title, main });
}

/** Only the fields the vendor sent back are open; the others are shown on the deal's page. */
export function dealCorrectionPage(
  visit: Visit,
  filled: Filled,
  sentBack: { readonly fields: readonly DealField[]; readonly note: string | null },
): string {
  const text = say(visit, TEXT);
  const open = DEAL_FIELDS.filter((name) => sentBack.fields.includes(name));
  const main = html`${errorSummary(filled.errors, visit.reader.locale)}
    <h1>${text.correctTitle}</h1>
    <p class="lead">${text.correctLead}</p>
    ${
      sentBack.note
        ? html`<div class="notice warn">
            <h2>${text.asked}</h2>
            <p class="said" dir="auto">${sentBack.note}</p>
          </div>`
        : null
    }
    <form class="calm" method="post" action="${at(visit, "/deal/correct")}" novalidate>
      ${open.map((name) => dealField(visit, name, filled))}
      <p class="actions">
        <button class="button">${text.sendAgain}</button>
        <a href="${at(visit)}">${text.back}</a>
      </p>
    </form>`;
  return partnerPage(visit, { title: text.correctTitle, main });
}
