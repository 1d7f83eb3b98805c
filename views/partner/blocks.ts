import { plainText } from "../../domain/content.ts";
import type { Block, Span } from "../../domain/content.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";

const isSafe = (href: string): boolean => /^(https:|mailto:|#|\/(?!\/))/i.test(href);

function spanMarkup({ text, style, href }: Span): Markup {
  const styled = {
    plain: () => html`${text}`,
    strong: () => html`<strong>${text}</strong>`,
    emphasis: () => html`<em>${text}</em>`,
    code: () => html`<code>${text}</code>`,
  }[style]();
  return href && isSafe(href) ? html`<a href="${href}" rel="noreferrer">${styled}</a>` : styled;
}

export const spansMarkup = (spans: readonly Span[]): Markup => html`${spans.map(spanMarkup)}`;

/** The n-th heading of a text, as the table of contents names it. */
const headingId = (position: number): string => `part-${position}`;

function blockMarkup(block: Block, position: number): Markup {
  switch (block.kind) {
    case "heading":
      return block.level === 2
        ? html`<h2 id="${headingId(position)}">${spansMarkup(block.text)}</h2>`
        : html`<h3 id="${headingId(position)}">${spansMarkup(block.text)}</h3>`;
    case "paragraph":
      return html`<p>${spansMarkup(block.text)}</p>`;
    case "note":
      return html`<p class="note">${spansMarkup(block.text)}</p>`;
    case "list": {
      const items = block.items.map((item) => html`<li>${spansMarkup(item)}</li>`);
      return block.ordered
        ? html`<ol>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`;
    }
    case "table":
      return html`<div
        class="scroll"
        tabindex="0"
        role="group"
        aria-label="${plainText(block.head[0] ?? [])}"
      >
        <table>
          <thead>
            <tr>
              ${block.head.map((cell) => html`<th scope="col">${spansMarkup(cell)}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${block.rows.map(
              (row) =>
                html`<tr>
                  ${row.map((cell) => html`<td>${spansMarkup(cell)}</td>`)}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

/** A written text, headings with ids for `contentsOf`. */
export const blocksMarkup = (blocks: readonly Block[]): Markup =>
  html`<div class="prose">${blocks.map(blockMarkup)}</div>`;

/** The headings of the first rank and where they are. */
export const contentsOf = (blocks: readonly Block[]): { readonly href: string; readonly text: string }[] =>
  blocks.flatMap((block, position) =>
    block.kind === "heading" && block.level === 2
      ? [{ href: `#${headingId(position)}`, text: plainText(block.text) }]
      : [],
  );
