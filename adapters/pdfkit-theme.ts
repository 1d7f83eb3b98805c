import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Locale } from "../domain/content.ts";

/** Faces by their role in the document. All are DejaVu: Latin, Greek, Cyrillic and more, in one voice. */
export const FACES = {
  body: "DejaVuSerifCondensed.ttf",
  strong: "DejaVuSerifCondensed-Bold.ttf",
  emphasis: "DejaVuSerifCondensed-Italic.ttf",
  label: "DejaVuSansCondensed.ttf",
  heading: "DejaVuSansCondensed-Bold.ttf",
  code: "DejaVuSansMono.ttf",
  /** Has scripts that the serif faces lack, Hebrew and Arabic among them. */
  fallback: "DejaVuSans.ttf",
} as const;
export type Face = keyof typeof FACES;

export interface Style {
  readonly face: Face;
  readonly size: number;
  readonly color: string;
}

export const INK = "#1b1f24";
export const MUTED = "#59616c";
export const HAIRLINE = "#c9ced5";
export const TINT = "#f3f5f8";
export const ACCENT = "#24476f";

export const STYLES = {
  body: { face: "body", size: 9.8, color: INK },
  title: { face: "heading", size: 21, color: INK },
  eyebrow: { face: "heading", size: 9, color: ACCENT },
  date: { face: "label", size: 9, color: MUTED },
  heading2: { face: "heading", size: 12, color: INK },
  heading3: { face: "heading", size: 10, color: INK },
  tableHead: { face: "heading", size: 8.6, color: INK },
  tableCell: { face: "body", size: 9.2, color: INK },
  label: { face: "label", size: 8.6, color: MUTED },
  furniture: { face: "label", size: 7.8, color: MUTED },
} as const satisfies Record<string, Style>;

/** Baseline to baseline, in ems. */
export const LEADING = 1.5;

/** A4 in points, with room at the foot for the page number. */
export const PAGE = { width: 595.28, height: 841.89, left: 76, right: 76, top: 78, bottom: 82 } as const;
export const COLUMN = PAGE.width - PAGE.left - PAGE.right;
export const FLOOR = PAGE.height - PAGE.bottom;

export const WORDS: Record<
  Locale,
  { page: (n: number, of: number) => string; dated: (date: string) => string }
> = {
  de: { page: (n, of) => `Seite ${n} von ${of}`, dated: (date) => `Stand: ${date}` },
  en: { page: (n, of) => `Page ${n} of ${of}`, dated: (date) => `Dated ${date}` },
};

/** Where the npm package keeps its fonts; a bundle has to bring them along and say where. */
export const dejavuFolder = (): string =>
  join(dirname(createRequire(import.meta.url).resolve("dejavu-fonts-ttf/package.json")), "ttf");
