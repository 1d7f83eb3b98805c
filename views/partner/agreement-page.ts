import type { Block, Localized } from "../../domain/content.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { blocksMarkup, contentsOf } from "./blocks.ts";
import { errorSummary, field, tick } from "./form-parts.ts";
import type { Filled } from "./form-parts.ts";
import { downloadIcon } from "./icons.ts";
import { partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** The agreement as it was sent, its placeholders filled. */
export interface AgreementText {
  readonly title: string;
  readonly body: readonly Block[];
  readonly statement: string;
  readonly consent: string;
  readonly sha256: string;
}

const TEXT: Localized<{
  readonly contents: string;
  readonly toSign: string;
  readonly pdf: string;
  readonly hash: string;
  readonly hashWhy: string;
  readonly sign: string;
  readonly signLead: string;
  readonly name: string;
  readonly nameHint: string;
  readonly button: string;
  readonly notMe: string;
  readonly decline: string;
}> = {
  de: {
    contents: "Inhalt",
    toSign: "Zur Unterschrift",
    pdf: "Als PDF herunterladen",
    hash: "Prüfsumme (SHA-256)",
    hashWhy:
      "Sie gehört zu genau dieser Fassung. Steht sie auch auf Ihrer Ausfertigung, wurde am Text nichts geändert.",
    sign: "Unterschreiben",
    signLead: "Ihr eingegebener Name gilt als Ihre Unterschrift.",
    name: "Ihr vollständiger Name",
    nameHint: "Vor- und Nachname, wie Sie auch auf Papier unterschreiben würden.",
    button: "Verbindlich unterschreiben",
    notMe: "Ich bin nicht zeichnungsberechtigt",
    decline: "Vertrag ablehnen",
  },
  en: {
    contents: "Contents",
    toSign: "To the signature",
    pdf: "Download as PDF",
    hash: "Checksum (SHA-256)",
    hashWhy: "It belongs to exactly this version. If your copy bears it too, not a word was changed.",
    sign: "Sign",
    signLead: "The name you type counts as your signature.",
    name: "Your full name",
    nameHint: "First and last name, as you would sign on paper.",
    button: "Sign with binding effect",
    notMe: "I am not authorized to sign",
    decline: "Decline the agreement",
  },
};

const LONG = 4;

function contents(visit: Visit, { body }: AgreementText): Markup | null {
  const parts = contentsOf(body);
  const text = say(visit, TEXT);
  if (parts.length < LONG) return null;
  return html`<nav class="toc" aria-label="${text.contents}">
    <details>
      <summary>${text.contents}</summary>
      <ul class="stack tight">
        ${parts.map(({ href, text: name }) => html`<li><a href="${href}">${name}</a></li>`)}
        <li><a href="#sign">${text.toSign}</a></li>
      </ul>
    </details>
  </nav>`;
}

function signingCard(visit: Visit, agreement: AgreementText, filled: Filled): Markup {
  const text = say(visit, TEXT);
  const { locale } = visit.reader;
  return html`<section class="calm" id="sign" aria-labelledby="sign-title">
    <div class="stack tight">
      <h2 id="sign-title">${text.sign}</h2>
      <p class="muted">${text.signLead}</p>
    </div>
    <form method="post" action="${at(visit, "/agreement/sign")}" novalidate>
      <input type="hidden" name="sha256" value="${agreement.sha256}" />
      ${tick({ name: "authorized", text: agreement.statement, filled })}
      ${field({
        name: "typedName",
        label: text.name,
        hint: text.nameHint,
        locale,
        filled,
        autocomplete: "name",
      })}
      ${tick({ name: "consent", text: agreement.consent, filled })}
      <p class="actions"><button class="button">${text.button}</button></p>
    </form>
    <p class="actions small">
      <a href="${at(visit, "/hand-over")}">${text.notMe}</a>
      <a href="${at(visit, "/agreement/decline")}">${text.decline}</a>
    </p>
  </section>`;
}

/** The whole agreement, its checksum and PDF, and the card to sign it. */
export function agreementPage(visit: Visit, agreement: AgreementText, filled: Filled): string {
  const text = say(visit, TEXT);
  const main = html`${errorSummary(filled.errors, visit.reader.locale)}
    <h1>${agreement.title}</h1>
    <p class="actions">
      <a href="${at(visit, "/agreement.pdf")}">${downloadIcon} ${text.pdf}</a>
    </p>
    ${contents(visit, agreement)}
    <article class="document">${blocksMarkup(agreement.body)}</article>
    <dl class="stack tight small">
      <dt class="muted">${text.hash}</dt>
      <dd class="mono sum">${agreement.sha256}</dd>
      <dd class="muted sum">${text.hashWhy}</dd>
    </dl>
    ${isReadOnly(visit) ? null : signingCard(visit, agreement, filled)}`;
  return partnerPage(visit, { title: agreement.title, main });
}
