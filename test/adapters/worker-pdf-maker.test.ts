import { afterEach, describe, expect, test } from "vitest";
import { pdfkitPdfMaker } from "../../adapters/pdfkit-pdf-maker.ts";
import { workerPdfMaker } from "../../adapters/worker-pdf-maker.ts";
import type { AgreementPdf } from "../../domain/world.ts";
import { T0 } from "../make.ts";

const agreement = (title: string): AgreementPdf => ({
  locale: "de",
  title,
  vendorName: "Acme AI",
  body: [{ kind: "paragraph", text: [{ text: "Zwischen den Parteien gilt Folgendes.", style: "plain" }] }],
  at: T0,
  evidence: null,
});

describe("the thread that makes PDFs", () => {
  const maker = workerPdfMaker();
  afterEach(() => maker.close());

  test("makes the same bytes as without a thread, each for its own order", async () => {
    const titles = ["Eins", "Zwei", "Drei"];
    const made = await Promise.all(titles.map((title) => maker.agreement(agreement(title))));
    const expected = await Promise.all(titles.map((title) => pdfkitPdfMaker().agreement(agreement(title))));
    expect(made.map((bytes) => Buffer.from(bytes).toString("base64"))).toEqual(
      expected.map((bytes) => Buffer.from(bytes).toString("base64")),
    );
  });

  test("fails what was asked for when it is closed, and makes PDFs again afterwards", async () => {
    const broken = maker.agreement(agreement("Abgebrochen")).catch(String);
    await maker.close();
    expect(await broken).toContain("ended");
    expect((await maker.agreement(agreement("Neu"))).length).toBeGreaterThan(1000);
  });
});
