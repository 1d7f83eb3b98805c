import { html } from "./markup.ts";
import { layout } from "./layout.ts";

/** For an address that no page has. Whoever lands there, we know neither the language nor the vendor. */
export const notFoundPage = (): string =>
  layout({
    surface: "public",
    locale: "en",
    title: "Page not found",
    brand: null,
    main: html`<h1>Page not found</h1>
      <p class="lead">There is nothing at this address. Open the link in your e-mail once more.</p>
      <p class="lead" lang="de">
        Unter dieser Adresse gibt es nichts. Bitte öffnen Sie den Link in Ihrer E-Mail noch einmal.
      </p>`,
  });
