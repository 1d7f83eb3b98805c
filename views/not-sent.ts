import type { Localized } from "../domain/content.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

/** To a partner. */
export const NOT_SENT: Localized = {
  de: "Das ist nicht angekommen. Bitte prüfen Sie Ihre Internetverbindung und versuchen Sie es noch einmal; Ihre Eingaben stehen noch hier, und nichts wird doppelt gespeichert.",
  en: "This did not arrive. Please check your internet connection and try again; what you entered is still here, and nothing is saved twice.",
};

/** For a page's script: shown in the form that could not be sent. */
export const notSent = (text: string): Markup =>
  html`<p class="notice bad" id="not-sent" role="alert" hidden>${text}</p>`;
