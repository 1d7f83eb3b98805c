import type { AgreementPdf, PdfMaker } from "../domain/world.ts";
import { drawBlock, drawText, plainSpan } from "./pdfkit-blocks.ts";
import { drawArtifact, drawLine, newPage, newSheet, type Pdf, type Sheet } from "./pdfkit-sheet.ts";
import { drawPairs } from "./pdfkit-table.ts";
import { breakLines } from "./pdfkit-text.ts";
import { COLUMN, dejavuFolder, HAIRLINE, PAGE, STYLES, WORDS } from "./pdfkit-theme.ts";

/**
 * Agreements as A4 pages: tagged for screen readers, fonts embedded, the same input always the same bytes. `fonts`
 * is a folder with the DejaVu fonts.
 */
export function pdfkitPdfMaker(fonts: string = dejavuFolder()): PdfMaker {
  return {
    async agreement(input) {
      const { locale, title, vendorName: author } = input;
      const sheet = newSheet({ fonts, locale, title, author, at: new Date(input.at) });
      const bytes = collect(sheet.pdf);
      drawTitle(sheet, input);
      for (const block of input.body) drawBlock(sheet, block);
      if (input.evidence) drawEvidence(sheet, input.evidence);
      sheet.root.end();
      drawFurniture(sheet, input);
      sheet.pdf.end();
      return bytes;
    },
  };
}

function collect(pdf: Pdf): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pdf.on("data", (chunk: Buffer) => chunks.push(chunk));
    pdf.on("end", () => resolve(new Uint8Array(Buffer.concat(chunks))));
    pdf.on("error", reject);
  });
}

function drawTitle(sheet: Sheet, { vendorName, title, at, locale }: AgreementPdf): void {
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(at);
  drawText(sheet, { tag: "P", spans: plainSpan(vendorName), style: STYLES.eyebrow, after: 4 });
  drawText(sheet, { tag: "H1", spans: plainSpan(title), style: STYLES.title, after: 2 });
  drawText(sheet, { tag: "P", spans: plainSpan(WORDS[locale].dated(date)), style: STYLES.date, after: 10 });
  drawHairline(sheet.pdf, sheet.y);
  sheet.y += 18;
}

/** On pages of its own, so that the pages before are those of the unsigned document. */
function drawEvidence(sheet: Sheet, { title, intro, rows }: NonNullable<AgreementPdf["evidence"]>): void {
  newPage(sheet);
  drawText(sheet, { tag: "H2", spans: plainSpan(title), style: STYLES.title, after: 8 });
  drawText(sheet, { tag: "P", spans: plainSpan(intro), style: STYLES.body, after: 12 });
  drawHairline(sheet.pdf, sheet.y);
  drawPairs(sheet, rows);
}

/** Head and foot of the pages, once their number is known. */
function drawFurniture({ pdf, metrics }: Sheet, { title, vendorName, locale }: AgreementPdf): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    const number = WORDS[locale].page(page + 1, count);
    if (page > 0) drawSmall(`${vendorName} · ${title}`, PAGE.top - 34);
    drawHairline(pdf, PAGE.height - PAGE.bottom + 26);
    drawSmall(number, PAGE.height - PAGE.bottom + 32);
  }

  function drawSmall(text: string, y: number): void {
    const [line] = breakLines(plainSpan(text), { style: STYLES.furniture, width: COLUMN }, metrics);
    if (line)
      drawArtifact(pdf, () => drawLine(pdf, line, { x: PAGE.left + COLUMN - line.width, y, height: 12 }));
  }
}

function drawHairline(pdf: Pdf, y: number): void {
  drawArtifact(pdf, () => {
    pdf
      .moveTo(PAGE.left, y)
      .lineTo(PAGE.left + COLUMN, y)
      .lineWidth(0.6)
      .strokeColor(HAIRLINE)
      .stroke();
  });
}
