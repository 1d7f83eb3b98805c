import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { pdfkitPdfMaker } from "../../adapters/pdfkit-pdf-maker.ts";
import { parseAgreementPdf } from "./agreement-pdf.ts";

/** Answers with the PDF in base64. */
export const handler = lambdaHandler(
  async () => pdfkitPdfMaker(),
  async (maker, event: unknown) => {
    const bytes = await maker.agreement(parseAgreementPdf(event));
    return Buffer.from(bytes).toString("base64");
  },
);
