/** The languages pages and mails are written in. */
export const LOCALES = ["de", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** One text in every language of the program. */
export type Localized<T = string> = Readonly<Record<Locale, T>>;

/** A run of text within a block. `href` makes it a link. */
export interface Span {
  readonly text: string;
  readonly style: "plain" | "strong" | "emphasis" | "code";
  readonly href?: string;
}

/** Written content (agreements, modules) as plain data, so that a page and a PDF can both draw it. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly text: readonly Span[] }
  | { readonly kind: "paragraph"; readonly text: readonly Span[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] }
  | {
      readonly kind: "table";
      readonly head: readonly (readonly Span[])[];
      readonly rows: readonly (readonly (readonly Span[])[])[];
    }
  | { readonly kind: "note"; readonly text: readonly Span[] };

export const plainText = (spans: readonly Span[]): string => spans.map((span) => span.text).join("");

const PLACEHOLDER = /\{\{\s*([a-zA-Z.]+)\s*\}\}/g;

/** The `{{names}}` a text asks for. */
export const placeholdersIn = (text: string): string[] =>
  [...text.matchAll(PLACEHOLDER)].flatMap((match) => match.slice(1));

/** Fills `{{names}}`; an unknown one stays as it is, so that it is seen. */
export const fillText = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(PLACEHOLDER, (whole: string, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : whole,
  );

export function fillBlock(block: Block, values: Readonly<Record<string, string>>): Block {
  const spans = (text: readonly Span[]): Span[] =>
    text.map((span) => ({ ...span, text: fillText(span.text, values) }));
  switch (block.kind) {
    case "heading":
    case "paragraph":
    case "note":
      return { ...block, text: spans(block.text) };
    case "list":
      return { ...block, items: block.items.map(spans) };
    case "table":
      return { ...block, head: block.head.map(spans), rows: block.rows.map((row) => row.map(spans)) };
  }
}
