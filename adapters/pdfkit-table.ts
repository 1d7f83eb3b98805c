import type { Span } from "../domain/content.ts";
import {
  drawArtifact,
  drawLine,
  lineHeight,
  needRoom,
  newPage,
  type Sheet,
  type Structure,
} from "./pdfkit-sheet.ts";
import { breakLines, type Line } from "./pdfkit-text.ts";
import { COLUMN, FLOOR, HAIRLINE, INK, PAGE, STYLES, type Style } from "./pdfkit-theme.ts";

type Cells = readonly (readonly Span[])[];

const GAP = 12;
const PADDING = 4.5;

interface Column {
  readonly x: number;
  readonly width: number;
}
interface Row {
  readonly cells: readonly { readonly lines: readonly Line[]; readonly x: number }[];
  readonly style: Style;
  readonly tag: "TH" | "TD";
}

/** A table over the whole column: columns as wide as their content asks, its head again on each page. */
export function drawTable(sheet: Sheet, head: Cells, rows: readonly Cells[]): void {
  const columns = columnsFor(sheet, [head, ...rows]);
  const headRow = rowOf(sheet, head, { columns, style: STYLES.tableHead, tag: "TH" });
  const table = sheet.pdf.struct("Table");
  sheet.root.add(table);
  needRoom(sheet, heightOf(headRow) + 3 * lineHeight(STYLES.tableCell));
  sheet.y += 3;
  drawRow(sheet, table, headRow);
  for (const cells of rows) {
    const row = rowOf(sheet, cells, { columns, style: STYLES.tableCell, tag: "TD" });
    if (sheet.y + heightOf(row) > FLOOR) {
      newPage(sheet);
      drawRow(sheet, table, headRow);
    }
    drawRow(sheet, table, row);
  }
  table.end();
  sheet.y += 11;
}

/** Label and value, side by side; a long value goes on over the page's end. */
export function drawPairs(sheet: Sheet, pairs: readonly (readonly [string, string])[]): void {
  const labelWidth = 112;
  const columns = [
    { x: PAGE.left, width: labelWidth },
    { x: PAGE.left + labelWidth + GAP, width: COLUMN - labelWidth - GAP },
  ];
  const table = sheet.pdf.struct("Table");
  sheet.root.add(table);
  for (const [label, value] of pairs) {
    const cells: Cells = [
      [{ text: label, style: "plain" }],
      [{ text: value, style: isToken(value) ? "code" : "plain" }],
    ];
    const [first, second] = columns.map((column, index) =>
      rowOf(sheet, [cells[index] ?? []], {
        columns: [column],
        style: index === 0 ? STYLES.label : STYLES.tableCell,
        tag: index === 0 ? "TH" : "TD",
      }),
    );
    if (first && second) drawPair(sheet, table, [first, second]);
  }
  table.end();
}

/** Hashes, ids and addresses are easier to compare letter by letter in one width. */
const isToken = (value: string): boolean => /^[\x21-\x7e]{20,}$/.test(value);

function drawPair(sheet: Sheet, table: Structure, [label, value]: readonly [Row, Row]): void {
  needRoom(sheet, Math.min(Math.max(heightOf(label), heightOf(value)), FLOOR - PAGE.top));
  const { y } = sheet;
  const record = sheet.pdf.struct("TR");
  table.add(record);
  drawCells(sheet, record, label);
  const labelEnd = sheet.y;
  sheet.y = y;
  drawCells(sheet, record, value);
  record.end();
  if (sheet.y > y) sheet.y = Math.max(sheet.y, labelEnd);
  drawRule(sheet, HAIRLINE);
}

function drawRow(sheet: Sheet, table: Structure, row: Row): void {
  const record = sheet.pdf.struct("TR");
  table.add(record);
  drawCells(sheet, record, row);
  record.end();
  drawRule(sheet, row.tag === "TH" ? INK : HAIRLINE);
}

/** Cells begin side by side. One that is taller than a page goes on; then those beside it have been drawn already. */
function drawCells(sheet: Sheet, record: Structure, row: Row): void {
  const height = lineHeight(row.style);
  const start = sheet.y;
  const page = sheet.pdf.page;
  let end = start + PADDING;
  for (const { lines, x } of row.cells.toSorted((a, b) => a.lines.length - b.lines.length)) {
    sheet.y = start + PADDING;
    const draw = (): void => {
      for (const line of lines) {
        if (sheet.y + height > FLOOR) newPage(sheet);
        drawLine(sheet.pdf, line, { x, y: sheet.y, height });
        sheet.y += height;
      }
    };
    record.add(sheet.pdf.struct(row.tag, {}, draw));
    end = sheet.pdf.page === page ? Math.max(end, sheet.y) : sheet.y;
  }
  sheet.y = end + PADDING;
}

function drawRule({ pdf, y }: Sheet, color: string): void {
  drawArtifact(pdf, () => {
    pdf
      .moveTo(PAGE.left, y)
      .lineTo(PAGE.left + COLUMN, y)
      .lineWidth(0.6)
      .strokeColor(color)
      .stroke();
  });
}

interface RowLayout {
  readonly columns: readonly Column[];
  readonly style: Style;
  readonly tag: "TH" | "TD";
}

function rowOf(sheet: Sheet, cells: Cells, { columns, style, tag }: RowLayout): Row {
  const laidOut = columns.map(({ x, width }, index) => ({
    lines: breakLines(cells[index] ?? [], { style, width }, sheet.metrics),
    x,
  }));
  return { cells: laidOut, style, tag };
}

const heightOf = ({ cells, style }: Row): number =>
  2 * PADDING + Math.max(...cells.map(({ lines }) => lines.length)) * lineHeight(style);

/** Each column gets what its content would take on one line, scaled to the page, but no less than a fair minimum. */
function columnsFor(sheet: Sheet, rows: readonly Cells[]): Column[] {
  const count = Math.max(1, ...rows.map((cells) => cells.length));
  const room = COLUMN - GAP * (count - 1);
  const least = Math.min(60, room / count);
  const natural = Array.from({ length: count }, (_, index) =>
    Math.min(room, Math.max(least, ...rows.map((cells) => widthOf(sheet, cells[index] ?? [])))),
  );
  const spare = room - least * count;
  const wanted = natural.reduce((sum, width) => sum + width - least, 0);
  let x: number = PAGE.left;
  return natural.map((width) => {
    const column = { x, width: least + (wanted > 0 ? ((width - least) * spare) / wanted : spare / count) };
    x += column.width + GAP;
    return column;
  });
}

const widthOf = (sheet: Sheet, spans: readonly Span[]): number =>
  breakLines(spans, { style: STYLES.tableHead, width: Number.POSITIVE_INFINITY }, sheet.metrics)[0]?.width ??
  0;
