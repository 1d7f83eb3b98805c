import { parentPort } from "node:worker_threads";
import type { AgreementPdf } from "../domain/world.ts";
import { pdfkitPdfMaker } from "./pdfkit-pdf-maker.ts";

export interface PdfOrder {
  readonly number: number;
  readonly input: AgreementPdf;
}

export type PdfDelivery =
  | { readonly number: number; readonly bytes: Uint8Array }
  | { readonly number: number; readonly fault: string };

const maker = pdfkitPdfMaker();

async function make({ number, input }: PdfOrder): Promise<PdfDelivery> {
  try {
    return { number, bytes: await maker.agreement(input) };
  } catch (fault) {
    return { number, fault: fault instanceof Error ? (fault.stack ?? fault.message) : String(fault) };
  }
}

parentPort?.on("message", (order: PdfOrder) => {
  void make(order).then((delivery) => parentPort?.postMessage(delivery));
});
