import type { Locale } from "../domain/content.ts";
import { html } from "./markup.ts";
import { layout } from "./layout.ts";

const TEXT: Record<Locale, { readonly title: string; readonly body: string }> = {
  de: {
    title: "Diese Anfrage kam nicht von unserer Seite",
    body: "Zu Ihrem Schutz nehmen wir Eingaben nur von unseren eigenen Seiten an. Es wurde nichts geändert. Bitte öffnen Sie die Seite neu über den Link in Ihrer E-Mail und versuchen Sie es noch einmal.",
  },
  en: {
    title: "This request did not come from our page",
    body: "To protect you, we accept input only from our own pages. Nothing was changed. Please open the page again by the link in your e-mail and try once more.",
  },
};

/** For a request that another site sent, or a browser that hides where it comes from. */
export function notFromHerePage(locale: Locale): string {
  const { title, body } = TEXT[locale];
  return layout({
    surface: "public",
    locale,
    title,
    brand: null,
    main: html`<h1>${title}</h1>
      <p class="lead">${body}</p>`,
  });
}
