import type { Locale } from "../domain/content.ts";
import { APP_ICON_HREF } from "./app-icon.ts";
import { initialsOf } from "./initials.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import type { Sheet } from "./sheet.ts";
import { SHARED_SHEET } from "./style.ts";

/** What of a vendor is seen on a page. */
export interface PageBrand {
  readonly id: string;
  readonly name: string;
  readonly logoUrl: string | null;
  /** Its color, in which the style sheet is asked for. */
  readonly accent: string;
}

/** A whole document. `styles` and `scripts` are addresses of our own assets; nothing inline (CSP). */
export interface Page {
  readonly surface: "partner" | "public" | "console";
  readonly locale: Locale;
  readonly title: string;
  /** `null` where no vendor is known or may be named. */
  readonly brand: PageBrand | null;
  /** The color of a page that names no vendor. */
  readonly accent?: string | null;
  readonly main: Markup;
  /** Right in the masthead: for whom the page is, or the console's navigation. */
  readonly aside?: Markup;
  readonly foot?: Markup;
  /** The one that all surfaces share, unless told. */
  readonly sheet?: Sheet;
  readonly styles?: readonly string[];
  readonly scripts?: readonly string[];
}

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
  const { surface, locale, title, brand, accent = null, main, aside, foot } = page;
  const { sheet = SHARED_SHEET, styles = [], scripts = [] } = page;
  const sheets = [sheet.hrefIn(brand ? brand.accent : accent), ...styles];
  const body = html`<html lang="${locale}" dir="ltr">
    <head>
      <meta charset="utf-8" />
      <title>${title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex, nofollow" />
      <meta name="format-detection" content="telephone=no" />
      <link rel="icon" href="${APP_ICON_HREF}" type="image/svg+xml" />
      ${sheets.map((href) => html`<link rel="stylesheet" href="${href}" />`)}
      ${scripts.map((src) => html`<script src="${src}" defer></script>`)}
    </head>
    <body class="${surface}">
      <a class="skip" href="#main">${SKIP[locale]}</a>
      <header class="masthead">
        <div class="masthead-in">
          <p class="brand">
            ${brand ? brandMark(brand) : html`<img src="${APP_ICON_HREF}" alt="" width="32" height="32" />`}
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
