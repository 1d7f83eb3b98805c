import { readFileSync } from "node:fs";
import { type Font, create } from "fontkit";
import type { Pdf } from "./pdfkit-sheet.ts";

const parsed = new Map<string, Font>();

/** To read a font takes longer than to set a whole agreement in it, so each file is read once. */
function fontIn(file: string): Font {
  const known = parsed.get(file);
  if (known) return known;
  const font = create(readFileSync(file));
  if (!("layout" in font)) throw new Error(`${file} holds several fonts, not one.`);
  parsed.set(file, font);
  return font;
}

/**
 * pdfkit takes a font of fontkit's as it is, only its types do not say so. The font remembers each glyph with the
 * letters it was first asked for, which may be none: a new document begins without these memories, or its text could
 * not be copied out of it.
 */
export function registerFont(pdf: Pdf, face: string, file: string): void {
  const font = fontIn(file);
  Reflect.set(font, "_glyphs", {});
  const register: unknown = Reflect.get(pdf, "registerFont");
  if (typeof register !== "function") throw new Error("This version of pdfkit registers fonts otherwise.");
  Reflect.apply(register, pdf, [face, font]);
}
