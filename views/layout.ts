import type { Locale } from "../domain/content.ts";
import { brandSheet } from "./brand-sheet.ts";
import { fingerprint } from "./fingerprint.ts";
import { initialsOf } from "./initials.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { styleSheet } from "./style.ts";

/** What of a vendor is seen on a page. */
export interface PageBrand {
  readonly id: string;
  readonly name: string;
  readonly logoUrl: string | null;
  /** Its color, for the address of its style sheet. */
  readonly accent: string;
}

/** A whole document. `styles` and `scripts` are addresses of our own assets; nothing inline (CSP). */
export interface Page {
  readonly surface: "partner" | "public" | "console";
  readonly locale: Locale;
  readonly title: string;
  /** `null` where no vendor is known or may be named. */
  readonly brand: PageBrand | null;
  readonly main: Markup;
  /** Right in the masthead: for whom the page is, or the console's navigation. */
  readonly aside?: Markup;
  readonly foot?: Markup;
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
}

export const STYLE_HREF = `/assets/style.css?v=${fingerprint(styleSheet)}`;

const brandHref = ({ id, accent }: PageBrand): string =>
  `/assets/brand/${id}.css?v=${fingerprint(brandSheet(accent))}`;

const SKIP: Record<Locale, string> = { de: "Zum Inhalt springen", en: "Skip to content" };

// The CSP lets only our own pictures and data: in; a logo elsewhere falls back to the mark.
const isOurs = (url: string): boolean => url.startsWith("/") || url.startsWith("data:image/");

function brandMark({ name, logoUrl }: PageBrand): Markup {
  if (logoUrl && isOurs(logoUrl))
    return html`<img class="logo" src="${logoUrl}" alt="${name}" height="32" />`;
  return html`<span class="mark" aria-hidden="true">${initialsOf(name, 1)}</span
    ><bdi class="brand-name">${name}</bdi>`;
}

/** The document of every page: language, direction, title, brand, one main landmark. */
export function layout(page: Page): string {
  const { surface, locale, title, brand, main, aside, foot, styles = [], scripts = [] } = page;
  const sheets = [STYLE_HREF, ...(brand ? [brandHref(brand)] : []), ...styles];
  const body = html`<html lang="${locale}" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <title>${title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
      ${sheets.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
      ${scripts.map((src) => html`<script src="${src}" defer></script>`)}
    </head>
    <body class="${surface}">
      <a class="skip" href="#main">${SKIP[locale]}</a>
      <header class="masthead">
        <div class="masthead-in">
          <p class="brand">
            ${brand ? brandMark(brand) : html`<img src="/assets/icon.svg" alt="" width="32" height="32" />`}
          </p>
          ${aside ?? null}
        </div>
      </header>
      <main id="main" tabindex="-1">${main}</main>
      ${foot ? html`<footer class="foot"><div class="foot-in">${foot}</div></footer>` : null}
    </body>
  </html> `;
  return `<!doctype html>\n${body.toString()}`;
}
