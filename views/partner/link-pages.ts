import type { Locale, Localized } from "../../domain/content.ts";
import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { NOT_SENT, notSent } from "../not-sent.ts";
import { PARTNER_SCRIPT_HREF } from "./script.ts";

/** Why a link does not open. What is not known to the visitor stays untold: these pages are the same for every id. */
export type LinkTrouble = "wrong" | "too_many" | "session_over";

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly opening: string;
  readonly label: string;
  readonly hint: string;
  readonly open: string;
  readonly trouble: Record<LinkTrouble, { readonly title: string; readonly lead: string }>;
  readonly causes: string;
  readonly causeList: readonly string[];
  readonly resend: string;
  readonly resendLead: string;
  readonly resendButton: string;
  readonly resent: string;
  readonly resentLead: string;
  readonly by: string;
  readonly notices: string;
}

const TEXT: Localized<Words> = {
  de: {
    title: "Ihre Seite öffnen",
    lead: "Diese Seite gehört zu einem persönlichen Link aus einer E-Mail.",
    opening: "Einen Moment, Ihre Seite wird geöffnet …",
    label: "Link oder Code aus der E-Mail",
    hint: "Kopieren Sie den ganzen Link aus der E-Mail und fügen Sie ihn hier ein.",
    open: "Seite öffnen",
    trouble: {
      wrong: {
        title: "Dieser Link öffnet nichts mehr",
        lead: "Das ist kein Grund zur Sorge; es ging nichts verloren.",
      },
      too_many: {
        title: "Zu viele Versuche",
        lead: "Bitte warten Sie ein paar Minuten und nehmen Sie dann den Link aus der neuesten E-Mail.",
      },
      session_over: {
        title: "Ihre Sitzung ist zu Ende",
        lead: "Zu Ihrem Schutz endet sie nach 30 Minuten ohne Eingabe. Ihre letzte Eingabe wurde nicht gespeichert. Öffnen Sie den Link in Ihrer E-Mail noch einmal und geben Sie sie erneut ein.",
      },
    },
    causes: "Häufige Gründe",
    causeList: [
      "Der Schritt ist schon erledigt, und eine neuere E-Mail enthält den nächsten Link.",
      "Der Link wurde durch einen neuen ersetzt oder an jemand anderen übergeben.",
      "Beim Kopieren ist ein Teil des Links verloren gegangen.",
    ],
    resend: "Link noch einmal anfordern",
    resendLead:
      "Wir senden ihn an die Adresse, die wir für diesen Link kennen, höchstens einmal in der Stunde.",
    resendButton: "Link per E-Mail senden",
    resent: "Bitte sehen Sie in Ihr Postfach",
    resentLead:
      "Wenn zu diesem Link gerade ein offener Schritt gehört, ist in wenigen Minuten eine E-Mail bei Ihnen. Sehen Sie auch im Spam-Ordner nach. Kommt nichts an, antworten Sie auf eine unserer früheren E-Mails; sie erreicht Ihre Ansprechperson.",
    by: "Link von Hand eingeben",
    notices: "Dieser Link ist persönlich. Bitte leiten Sie ihn nicht weiter.",
  },
  en: {
    title: "Open your page",
    lead: "This page belongs to a personal link in an e-mail.",
    opening: "One moment, your page is being opened …",
    label: "Link or code from the e-mail",
    hint: "Copy the whole link from the e-mail and paste it here.",
    open: "Open the page",
    trouble: {
      wrong: {
        title: "This link does not open anything any more",
        lead: "No need to worry; nothing has been lost.",
      },
      too_many: {
        title: "Too many tries",
        lead: "Please wait a few minutes, then use the link in the newest e-mail.",
      },
      session_over: {
        title: "Your session has ended",
        lead: "To protect you it ends after 30 minutes without input. What you entered last was not saved. Open the link in your e-mail again and enter it once more.",
      },
    },
    causes: "Common reasons",
    causeList: [
      "The step is done already, and a newer e-mail holds the next link.",
      "The link was replaced by a new one or handed over to somebody else.",
      "A part of the link was lost when it was copied.",
    ],
    resend: "Ask for the link again",
    resendLead: "We send it to the address we know for this link, once an hour at most.",
    resendButton: "Send the link by e-mail",
    resent: "Please look into your mailbox",
    resentLead:
      "If this link belongs to a step that is open now, you will have an e-mail in a few minutes. Look into the spam folder too. If nothing arrives, reply to one of our earlier e-mails; it reaches your partner manager.",
    by: "Enter the link by hand",
    notices: "This link is personal. Please do not pass it on.",
  },
};

interface LinkPage {
  readonly linkId: string;
  readonly locale: Locale;
}

interface Content {
  readonly title: string;
  readonly main: Markup;
  readonly accent?: string | null;
}

const page = (locale: Locale, { title, main, accent = null }: Content): string =>
  layout({
    surface: "partner",
    locale,
    title,
    brand: null,
    accent,
    main: html`${main} ${notSent(NOT_SENT[locale])}`,
    foot: html`<p>${TEXT[locale].notices}</p>`,
    scripts: [PARTNER_SCRIPT_HREF],
  });

const openForm = ({ linkId, locale }: LinkPage, id: string): Markup => {
  const text = TEXT[locale];
  return html`<form class="calm" id="${id}" method="post" action="/p/${linkId}/session">
    <div class="field">
      <label for="secret">${text.label}</label>
      <p class="hint" id="secret-hint">${text.hint}</p>
      <input
        id="secret"
        name="secret"
        type="text"
        required
        autocomplete="off"
        spellcheck="false"
        maxlength="500"
        aria-describedby="secret-hint"
      />
    </div>
    <p class="actions"><button class="button">${text.open}</button></p>
  </form>`;
};

/**
 * What a GET shows to whoever comes without a session: the same for every id, known or not. It bears the color of the
 * vendor that the id names, so that the page that follows needs no other style sheet.
 */
export function openLinkPage(link: LinkPage, accent: string | null): string {
  const text = TEXT[link.locale];
  const main = html`<h1>${text.title}</h1>
    <p class="lead" id="opening" role="status" hidden>${text.opening}</p>
    <div class="stack" id="by-hand">
      <p class="lead">${text.lead}</p>
      ${openForm(link, "open-link")}
    </div>`;
  return page(link.locale, { title: text.title, main, accent });
}

const resendForm = ({ linkId, locale }: LinkPage): Markup => {
  const text = TEXT[locale];
  return html`<section class="section" aria-labelledby="resend">
    <h2 id="resend">${text.resend}</h2>
    <p>${text.resendLead}</p>
    <form method="post" action="/p/${linkId}/resend">
      <p class="actions"><button class="button">${text.resendButton}</button></p>
    </form>
  </section>`;
};

/** A link that opens nothing: why that may be, and the way on. */
export function linkTroublePage(link: LinkPage, trouble: LinkTrouble): string {
  const text = TEXT[link.locale];
  const { title, lead } = text.trouble[trouble];
  const main = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${
      trouble === "wrong"
        ? html`<section class="section" aria-labelledby="causes">
            <h2 id="causes">${text.causes}</h2>
            <ul class="stack tight">
              ${text.causeList.map((cause) => html`<li>${cause}</li>`)}
            </ul>
          </section>`
        : null
    }
    ${resendForm(link)}
    <details>
      <summary>${text.by}</summary>
      ${openForm(link, "open-again")}
    </details>`;
  return page(link.locale, { title, main });
}

/** After asking for a new link: the same words whether there was anybody to send it to or not. */
export function resentPage(link: LinkPage): string {
  const { resent, resentLead } = TEXT[link.locale];
  return page(link.locale, {
    title: resent,
    main: html`<h1>${resent}</h1>
      <p class="lead">${resentLead}</p>`,
  });
}
