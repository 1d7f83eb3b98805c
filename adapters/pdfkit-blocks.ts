import type { Block, Span } from "../domain/content.ts";
import { drawTable } from "./pdfkit-table.ts";
import { drawLine, lineHeight, needRoom, newPage, type Sheet } from "./pdfkit-sheet.ts";
import { breakLines, type Line } from "./pdfkit-text.ts";
import { ACCENT, COLUMN, FLOOR, PAGE, STYLES, TINT, type Style } from "./pdfkit-theme.ts";

export const plainSpan = (text: string): Span[] => [{ text, style: "plain" }];

export function drawBlock(sheet: Sheet, block: Block): void {
  switch (block.kind) {
    case "heading":
      return drawHeading(sheet, block.text, block.level);
    case "paragraph":
      return drawText(sheet, { tag: "P", spans: block.text, style: STYLES.body, after: 7 });
    case "list":
      return drawList(sheet, block.items, block.ordered);
    case "table":
      return drawTable(sheet, block.head, block.rows);
    case "note":
      return drawNote(sheet, block.text);
  }
}

export interface Passage {
  readonly tag: string;
  readonly spans: readonly Span[];
  readonly style: Style;
  readonly after: number;
}

/** A passage over the whole column. */
export function drawText(sheet: Sheet, { tag, spans, style, after }: Passage): void {
  const lines = breakLines(spans, { style, width: COLUMN }, sheet.metrics);
  sheet.root.add(sheet.pdf.struct(tag, {}, () => drawLines(sheet, lines, { style, x: PAGE.left })));
  sheet.y += after;
}

function drawHeading(sheet: Sheet, spans: readonly Span[], level: 2 | 3): void {
  const style = level === 2 ? STYLES.heading2 : STYLES.heading3;
  if (sheet.y > PAGE.top) sheet.y += level === 2 ? 11 : 5;
  // A heading stays with the lines it is about.
  needRoom(sheet, lineHeight(style) + 3 * lineHeight(STYLES.body));
  drawText(sheet, { tag: `H${level}`, spans, style, after: 3 });
}

interface Placement {
  readonly style: Style;
  readonly x: number;
  /** Drawn before each line, `y` being its top. */
  readonly behind?: (y: number, height: number, index: number) => void;
}

/** Draws lines down the page and over to the next ones, never leaving one line of several alone. */
function drawLines(sheet: Sheet, lines: readonly Line[], { style, x, behind }: Placement): void {
  const height = lineHeight(style);
  const first = linesHere(Math.floor((FLOOR - sheet.y) / height), lines.length);
  for (const [index, line] of lines.entries()) {
    if (index === first || sheet.y + height > FLOOR) newPage(sheet);
    behind?.(sheet.y, height, index);
    drawLine(sheet.pdf, line, { x, y: sheet.y, height });
    sheet.y += height;
  }
}

/** How many of the lines stay on this page. */
function linesHere(room: number, count: number): number {
  if (room >= count) return count;
  const here = Math.min(room, count - 2);
  return here >= 2 ? here : 0;
}

const INDENT = 22;

function drawList(sheet: Sheet, items: readonly (readonly Span[])[], ordered: boolean): void {
  const { pdf, metrics } = sheet;
  const list = pdf.struct("L");
  sheet.root.add(list);
  for (const [index, spans] of items.entries()) {
    const lines = breakLines(spans, { style: STYLES.body, width: COLUMN - INDENT }, metrics);
    const sign = plainSpan(ordered ? `${index + 1}.` : "•");
    const [label] = breakLines(sign, { style: STYLES.body, width: INDENT }, metrics);
    const x = PAGE.left + INDENT;
    const behind = (y: number, height: number, line: number): void => {
      if (line === 0 && label) drawLine(pdf, label, { x: x - 7 - label.width, y, height });
    };
    const body = pdf.struct("LBody", {}, () => drawLines(sheet, lines, { style: STYLES.body, x, behind }));
    list.add(pdf.struct("LI", {}, [body]));
    sheet.y += 3;
  }
  list.end();
  sheet.y += 4;
}

const NOTE = { bar: 2.5, inset: 12, padding: 7 } as const;

function drawNote(sheet: Sheet, spans: readonly Span[]): void {
  const { pdf, metrics } = sheet;
  const lines = breakLines(spans, { style: STYLES.body, width: COLUMN - 2 * NOTE.inset }, metrics);
  needRoom(sheet, 2 * NOTE.padding + Math.min(3, lines.length) * lineHeight(STYLES.body));
  const behind = (y: number, height: number, index: number): void => {
    const above = index === 0 ? NOTE.padding : 0;
    const below = index === lines.length - 1 ? NOTE.padding : 0;
    pdf.rect(PAGE.left, y - above, COLUMN, height + above + below).fill(TINT);
    pdf.rect(PAGE.left, y - above, NOTE.bar, height + above + below).fill(ACCENT);
  };
  sheet.y += NOTE.padding + 2;
  const x = PAGE.left + NOTE.inset;
  sheet.root.add(pdf.struct("Note", {}, () => drawLines(sheet, lines, { style: STYLES.body, x, behind })));
  sheet.y += NOTE.padding + 9;
}
