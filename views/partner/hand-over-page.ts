import { LOCALES } from "../../domain/content.ts";
import type { Locale, Localized } from "../../domain/content.ts";
import type { Stage } from "../../domain/program.ts";
import { html } from "../markup.ts";
import { errorSummary, field } from "./form-parts.ts";
import type { Filled } from "./form-parts.ts";
import { partnerPage } from "./partner-page.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const LEAD: Record<Stage, Localized> = {
  contract: {
    de: "Wer darf für Ihr Unternehmen unterschreiben? Die Person erhält eine eigene E-Mail mit einem eigenen Link.",
    en: "Who may sign for your company? That person gets an e-mail of their own, with a link of their own.",
  },
  training: {
    de: "Wer soll die Schulung an Ihrer Stelle machen? Die Person erhält eine eigene E-Mail und beginnt von vorn.",
    en: "Who should take the training in your place? That person gets an e-mail of their own and begins anew.",
  },
  certification: {
    de: "Wer soll die Prüfung an Ihrer Stelle ablegen? Die Person erhält eine eigene E-Mail.",
    en: "Who should sit the exam in your place? That person gets an e-mail of their own.",
  },
  first_deal: {
    de: "Wer soll das Geschäft an Ihrer Stelle anmelden? Die Person erhält eine eigene E-Mail.",
    en: "Who should register the deal in your place? That person gets an e-mail of their own.",
  },
};

const TEXT: Localized<{
  readonly title: string;
  readonly ends: string;
  readonly name: string;
  readonly email: string;
  readonly language: string;
  readonly languages: Record<Locale, string>;
  readonly note: string;
  readonly noteHint: string;
  readonly button: string;
  readonly back: string;
  readonly doneTitle: string;
  readonly done: string;
}> = {
  de: {
    title: "An jemand anderen übergeben",
    ends: "Ihr eigener Link zu diesem Schritt gilt danach nicht mehr.",
    name: "Name",
    email: "E-Mail-Adresse",
    language: "Sprache der E-Mails",
    languages: { de: "Deutsch", en: "Englisch" },
    note: "Nachricht an die Betreuung",
    noteHint: "Zum Beispiel, warum die andere Person die richtige ist.",
    button: "Übergeben",
    back: "Zurück",
    doneTitle: "Danke, wir haben den Schritt übergeben",
    done: "Die Person erhält in Kürze eine E-Mail mit einem eigenen Link. Ihr Link zu diesem Schritt gilt nicht mehr; Sie müssen nichts weiter tun.",
  },
  en: {
    title: "Hand over to somebody else",
    ends: "Your own link to this step ends with it.",
    name: "Name",
    email: "E-mail address",
    language: "Language of the e-mails",
    languages: { de: "German", en: "English" },
    note: "Message to your partner manager",
    noteHint: "For example, why the other person is the right one.",
    button: "Hand over",
    back: "Back",
    doneTitle: "Thank you, the step has been handed over",
    done: "That person will shortly get an e-mail with a link of their own. Your link to this step has ended; there is nothing left for you to do.",
  },
};

/** "Not me": who else should do this step. */
export function handOverPage(visit: Visit, filled: Filled): string {
  const text = say(visit, TEXT);
  const { locale } = visit.reader;
  const common = { locale, filled };
  const languages = LOCALES.filter((language) => visit.program.languages.includes(language));
  const main = html`${errorSummary(filled.errors, locale)}
    <h1>${text.title}</h1>
    <p class="lead">${say(visit, LEAD[visit.stage])} ${text.ends}</p>
    <form class="calm" method="post" action="${at(visit, "/hand-over")}" novalidate>
      ${field({ ...common, name: "name", label: text.name, autocomplete: "off" })}
      ${field({ ...common, name: "email", label: text.email, kind: "email", autocomplete: "off" })}
      ${field({
        ...common,
        name: "locale",
        label: text.language,
        filled: { ...filled, typed: { locale, ...filled.typed } },
        options: languages.map((language): readonly [string, string] => [language, text.languages[language]]),
      })}
      ${field({ ...common, name: "note", label: text.note, hint: text.noteHint, kind: "long", optional: true, maxLength: 1000 })}
      <p class="actions">
        <button class="button">${text.button}</button>
        <a href="${at(visit)}">${text.back}</a>
      </p>
    </form>`;
  return partnerPage(visit, { title: text.title, main });
}

/** After it: the visitor's own link has ended. */
export function handedOverPage(visit: Visit): string {
  const text = say(visit, TEXT);
  const main = html`<h1>${text.doneTitle}</h1>
    <p class="lead">${text.done}</p>`;
  return partnerPage(visit, { title: text.doneTitle, main });
}
