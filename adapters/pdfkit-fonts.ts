import { readFileSync } from "node:fs";
import { type Font, create } from "fontkit";
import type { Pdf } from "./pdfkit-sheet.ts";

/** What is known of a font after the first document set in it. */
interface KnownFont {
  readonly font: Font;
  /** Its words, laid out, as pdfkit keeps them for one document. */
  words: object;
}

/** Words of some ten agreements. */
const MOST_WORDS = 5000;

const known = new Map<string, KnownFont>();

/** To read a font, and to lay out words in it, is most of the work; agreements have most of their words in common. */
function fontIn(file: string): KnownFont {
  const before = known.get(file);
  if (before) return before;
  const font = create(readFileSync(file));
  if (!("layout" in font)) throw new Error(`${file} holds several fonts, not one.`);
  const found: KnownFont = { font, words: noWords() };
  layOutAlone(found);
  known.set(file, found);
  return found;
}

const noWords = (): object => Object.assign(Object.create(null), {});

/**
 * The font remembers each glyph with the letters it was first asked for, which may be none, or those of another
 * document: its text could not be copied out, and the same input would not always give the same bytes. So each word is
 * laid out without these memories.
 */
function layOutAlone(found: KnownFont): void {
  const { font } = found;
  const layout: unknown = Reflect.get(font, "layout");
  if (typeof layout !== "function") throw new Error("This version of fontkit lays out words otherwise.");
  let words = 0;
  Reflect.set(font, "layout", (...given: unknown[]): unknown => {
    Reflect.set(font, "_glyphs", {});
    if (++words > MOST_WORDS) [words, found.words] = [0, noWords()];
    return Reflect.apply(layout, font, given);
  });
}

/** pdfkit takes a font of fontkit's as it is, and words that are laid out already; only its types do not say so. */
export function registerFont(pdf: Pdf, face: string, file: string): void {
  const { font, words } = fontIn(file);
  const register: unknown = Reflect.get(pdf, "registerFont");
  if (typeof register !== "function") throw new Error("This version of pdfkit registers fonts otherwise.");
  Reflect.apply(register, pdf, [face, font]);
  pdf.font(face);
  const embedded: unknown = Reflect.get(pdf, "_font");
  if (typeof embedded !== "object" || embedded === null || !("layoutCache" in embedded))
    throw new Error("This version of pdfkit keeps its words elsewhere.");
  embedded.layoutCache = words;
}
