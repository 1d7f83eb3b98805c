import { layout } from "../layout.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { DOCS_STYLE_HREF } from "./docs-page.ts";

interface ProblemWords {
  readonly status: number;
  readonly title: string;
  readonly meaning: string;
  readonly remedy: string;
}

// Backquotes mark what is to be typed.
const withCode = (text: string): Markup[] =>
  text.split("`").map((part, at) => (at % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));

const entry = ([code, { status, title, meaning, remedy }]: readonly [string, ProblemWords]): Markup =>
  html`<section>
    <h2 id="${code}">${title}</h2>
    <p><code>${status}</code> <code>${code}</code></p>
    <p>${withCode(meaning)}</p>
    <p><strong>What to do:</strong> ${withCode(remedy)}</p>
  </section>`;

/** `/docs/errors`: where the `type` of every problem leads. */
export const errorsPage = (problems: Readonly<Record<string, ProblemWords>>): string =>
  layout({
    surface: "public",
    locale: "en",
    title: "Errors",
    brand: null,
    styles: [DOCS_STYLE_HREF],
    main: html`<div class="docs">
      <h1>Errors</h1>
      <p class="lead">
        Every error is a problem detail (RFC 9457): its <code>type</code> leads to one of these sections, its
        <code>errors</code> name each field at fault. <a href="/docs">Back to the documentation</a>
      </p>
      ${Object.entries(problems).map(entry)}
    </div>`,
  });
