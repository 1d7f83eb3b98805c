import { join } from "node:path";
import Document from "pdfkit";
import type { Locale } from "../domain/content.ts";
import { registerFont } from "./pdfkit-fonts.ts";
import { FACES, FLOOR, LEADING, PAGE, type Face, type Style } from "./pdfkit-theme.ts";
import type { Line, Metrics } from "./pdfkit-text.ts";

export type Pdf = InstanceType<typeof Document>;

/** A document being written, from the top of the page down to `y`. */
export interface Sheet {
  readonly pdf: Pdf;
  readonly metrics: Metrics;
  /** The element of the document's structure that new content belongs to. */
  readonly root: Structure;
  y: number;
}
export type Structure = ReturnType<Pdf["struct"]>;

export interface SheetOptions {
  readonly fonts: string;
  readonly locale: Locale;
  readonly title: string;
  readonly author: string;
  /** The only time that enters the file: the same input gives the same bytes. */
  readonly at: Date;
}

export function newSheet({ fonts, locale, title, author, at }: SheetOptions): Sheet {
  const pdf = new Document({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    bufferPages: true,
    pdfVersion: "1.7",
    tagged: true,
    lang: locale,
    displayTitle: true,
    // None until we set one: the built-in one would be looked for among files that a bundle does not have.
    font: "",
    info: { Title: title, Author: author, CreationDate: at, ModDate: at },
  });
  for (const [face, file] of Object.entries(FACES)) registerFont(pdf, face, join(fonts, file));
  const root = pdf.struct("Document");
  pdf.addStructure(root);
  return { pdf, metrics: metricsOf(pdf), root, y: PAGE.top };
}

/** Also in the middle of an element, which then goes on over there. */
export function newPage(sheet: Sheet): void {
  sheet.pdf.continueOnNewPage();
  sheet.y = PAGE.top;
}

/** Goes to the next page when less than `height` is left, unless the page is still empty. */
export function needRoom(sheet: Sheet, height: number): void {
  if (sheet.y + height > FLOOR && sheet.y > PAGE.top) newPage(sheet);
}

export const lineHeight = (style: Style): number => style.size * LEADING;

/** Draws one line whose box begins at `y`. */
export function drawLine(pdf: Pdf, line: Line, at: { x: number; y: number; height: number }): void {
  const baseline = at.y + at.height * 0.72;
  let x = at.x;
  for (const { text, style, width, href } of line.pieces) {
    pdf.font(style.face).fontSize(style.size).fillColor(style.color);
    pdf.text(text, x, baseline, { lineBreak: false, baseline: "alphabetic" });
    if (href && /^(https?|mailto):/.test(href)) {
      pdf.rect(x, baseline + 1.5, width, 0.5).fill(style.color);
      pdf.link(x, at.y, width, at.height, href);
    }
    x += width;
  }
}

/** Decoration, which a screen reader passes over. */
export function drawArtifact(pdf: Pdf, draw: () => void): void {
  pdf.markContent("Artifact", { type: "Layout" });
  draw();
  pdf.endMarkedContent();
}

function metricsOf(pdf: Pdf): Metrics {
  return {
    width: (text, style) => pdf.font(style.face).fontSize(style.size).widthOfString(text),
    draws: (codePoint, face) => hasGlyph(pdf, codePoint, face),
  };
}

interface GlyphTable {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

/** pdfkit draws what a font lacks as an empty box, without a word; only the font object inside it can tell. */
function hasGlyph(pdf: Pdf, codePoint: number, face: Face): boolean {
  pdf.font(face);
  const table: unknown = Reflect.get(Object(Reflect.get(pdf, "_font")), "font");
  if (!isGlyphTable(table)) throw new Error("This version of pdfkit keeps its fonts elsewhere.");
  return table.hasGlyphForCodePoint(codePoint);
}

const isGlyphTable = (value: unknown): value is GlyphTable =>
  typeof value === "object" && value !== null && "hasGlyphForCodePoint" in value;
