import type { Locale, Localized } from "../../domain/content.ts";
import { layout } from "../layout.ts";
import { html } from "../markup.ts";

export type Message = "not_found" | "too_large" | "not_a_form" | "fault" | "no_document";

const MESSAGES: Record<Message, Localized<{ readonly title: string; readonly body: string }>> = {
  not_found: {
    de: {
      title: "Diese Seite gibt es nicht",
      body: "Bitte prüfen Sie die Adresse oder öffnen Sie den Link in Ihrer E-Mail noch einmal.",
    },
    en: {
      title: "There is no such page",
      body: "Please check the address, or open the link in your e-mail again.",
    },
  },
  too_large: {
    de: {
      title: "Das war zu viel auf einmal",
      body: "Ihre Eingabe ist größer, als wir annehmen können. Bitte kürzen Sie die Texte. Es wurde nichts gespeichert.",
    },
    en: {
      title: "That was too much at once",
      body: "Your input is larger than we can take. Please shorten the texts. Nothing was saved.",
    },
  },
  not_a_form: {
    de: {
      title: "Das können wir nicht lesen",
      body: "Bitte füllen Sie das Formular auf unserer Seite aus. Es wurde nichts gespeichert.",
    },
    en: {
      title: "We cannot read this",
      body: "Please fill in the form on our page. Nothing was saved.",
    },
  },
  fault: {
    de: {
      title: "Da ist bei uns etwas schiefgegangen",
      body: "Bitte versuchen Sie es in ein paar Minuten noch einmal. Sie können gefahrlos noch einmal senden; nichts wird doppelt gespeichert.",
    },
    en: {
      title: "Something went wrong on our side",
      body: "Please try again in a few minutes. It is safe to send again; nothing is saved twice.",
    },
  },
  no_document: {
    de: {
      title: "Dieses Dokument ist noch nicht da",
      body: "Es wird gerade erstellt. Bitte versuchen Sie es in einer Minute noch einmal.",
    },
    en: {
      title: "This document is not here yet",
      body: "It is being made. Please try again in a minute.",
    },
  },
};

/** A page for anybody: what went wrong and what to do. */
export function messagePage(message: Message, locale: Locale): string {
  const { title, body } = MESSAGES[message][locale];
  return layout({
    surface: "public",
    locale,
    title,
    brand: null,
    main: html`<h1>${title}</h1>
      <p class="lead">${body}</p>`,
  });
}
