import { describe, expect, test, vi } from "vitest";
import { pdfkitPdfMaker } from "../../adapters/pdfkit-pdf-maker.ts";
import type { Block, Span } from "../../domain/content.ts";
import type { AgreementPdf } from "../../domain/world.ts";
import { after, DAY, T0 } from "../make.ts";
import { readPdf } from "../read-pdf.ts";

const maker = pdfkitPdfMaker();
const span = (text: string, style: Span["style"] = "plain"): Span => ({ text, style });
const paragraph = (...texts: string[]): Block => ({
  kind: "paragraph",
  text: texts.map((text) => span(text)),
});

const make = async (change: Partial<AgreementPdf> = {}) => maker.agreement(input(change));
const input = (change: Partial<AgreementPdf>): AgreementPdf => ({
  locale: "en",
  title: "Reseller agreement",
  vendorName: "Nordwind Software GmbH",
  body: [paragraph("The partner may resell the products.")],
  at: T0,
  evidence: null,
  ...change,
});

/** Lines and pieces joined again, as a reader would see them. */
const wholeText = (bytes: Uint8Array): string => readPdf(bytes).pages.join(" ").replaceAll(/\s+/g, " ");

const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const evidence: NonNullable<AgreementPdf["evidence"]> = {
  title: "Evidence of signature",
  intro: "This page belongs to the agreement.",
  rows: [
    ["Signed by", "Änne Größe"],
    ["SHA-256", HASH],
    ["Everything at once", HASH.repeat(4)],
  ],
};

describe("an agreement as PDF", () => {
  test("holds title, vendor, date and text of every kind of block", async () => {
    const body: Block[] = [
      { kind: "heading", level: 2, text: [span("1. Subject")] },
      { kind: "heading", level: 3, text: [span("1.1 Scope")] },
      { kind: "paragraph", text: [span("Resells "), span("own", "strong"), span(" name", "emphasis")] },
      { kind: "list", ordered: true, items: [[span("first thing")], [span("second thing")]] },
      { kind: "list", ordered: false, items: [[span("any thing")]] },
      { kind: "table", head: [[span("Tier")], [span("Margin")]], rows: [[[span("Silver")], [span("15 %")]]] },
      { kind: "note", text: [span("Mind this.")] },
    ];
    const text = wholeText(await make({ body }));
    const parts = ["Nordwind Software GmbH", "Reseller agreement", "Dated September 1, 2026", "1. Subject"];
    parts.push(
      "1.1 Scope",
      "Resells",
      "own",
      "name",
      "1.",
      "first thing",
      "2.",
      "second thing",
      "•",
      "any thing",
    );
    parts.push("Tier", "Margin", "Silver", "15 %", "Mind this.", "Page 1 of 1");
    const positions = parts.map((part) => text.indexOf(part));
    expect(positions).not.toContain(-1);
  });

  test("speaks German where the contact does", async () => {
    const bytes = await make({ locale: "de" });
    expect(wholeText(bytes)).toContain("Stand: 1. September 2026");
    expect(wholeText(bytes)).toContain("Seite 1 von 1");
    expect(readPdf(bytes).skeleton).toContain("/Lang (de)");
  });

  test("says title, author and date in its metadata and is tagged", async () => {
    const { skeleton } = readPdf(await make());
    expect(skeleton).toContain("\n(Reseller agreement)\n");
    expect(skeleton).toContain("\n(Nordwind Software GmbH)\n");
    expect(skeleton).toContain("\n(D:20260901080000Z)\n");
    expect(skeleton).toContain("/Marked true");
    for (const tag of ["Document", "H1", "P"]) expect(skeleton).toContain(`/S /${tag}`);
  });

  test("is the same to the byte for the same input, and another for another date", async () => {
    const [one, two, other] = [
      await make({ evidence }),
      await make({ evidence }),
      await make({ evidence, at: after(DAY) }),
    ];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(false);
  });

  test("is the same to the byte, whatever was made before it", async () => {
    const first = await make({ evidence });
    await make({ body: [paragraph("Älter, Éclair, Їжак, ΑΒΓ: other letters, built from the same parts")] });
    expect(Buffer.from(await make({ evidence })).equals(Buffer.from(first))).toBe(true);
  });

  test("is the same to the byte in a process that has made thousands of words, and in a new one", async () => {
    // Letters that share a glyph with others, in another order than before.
    const likeOthers = { body: [paragraph("3\u00A0µm, 4 μm, 5 Ω, 6 Ω, fine fluid")], evidence };
    const others = Array.from({ length: 60 }, (_, n) =>
      paragraph(Array.from({ length: 100 }, (_word, word) => `word${n}-${word}`).join(" ")),
    );
    await make({ body: [paragraph("Ω Ω μm µm uid"), ...others] });
    const later = await make(likeOthers);
    vi.resetModules();
    const fresh = await import("../../adapters/pdfkit-pdf-maker.ts");
    const first = await fresh.pdfkitPdfMaker().agreement(input(likeOthers));
    expect(Buffer.from(later).equals(Buffer.from(first))).toBe(true);
  });

  test("goes on over pages, each numbered, with nothing lost or doubled", async () => {
    const body = Array.from({ length: 60 }, (_, index) =>
      paragraph(`Clause ${index}. ${"resale ".repeat(80)}`),
    );
    const { pages } = readPdf(await make({ body }));
    expect(pages.length).toBeGreaterThan(5);
    for (const [index, page] of pages.entries())
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    const text = pages.join(" ");
    for (let clause = 0; clause < 60; clause += 1) expect(text.split(`Clause ${clause}. `)).toHaveLength(2);
    expect(text.match(/resale/g)).toHaveLength(60 * 80);
  });

  test("repeats a table's head on each page it goes on to", async () => {
    const rows = Array.from({ length: 90 }, (_, index) => [[span(`row ${index}.`)], [span("value")]]);
    const { pages } = readPdf(
      await make({ body: [{ kind: "table", head: [[span("Tier")], [span("Margin")]], rows }] }),
    );
    expect(pages.length).toBeGreaterThan(1);
    for (const page of pages) expect(page).toContain("Tier");
    expect(pages.join(" ").match(/row \d+\./g)).toHaveLength(90);
  });

  test("gets through a table cell that is taller than a page", async () => {
    const tall = [span("word ".repeat(3000))];
    const bytes = await make({
      body: [{ kind: "table", head: [[span("A")], [span("B")]], rows: [[tall, [span("x")]]] }],
    });
    expect(wholeText(bytes).match(/word/g)).toHaveLength(3000);
  });

  test("without any text is one page with its title", async () => {
    const { pages } = readPdf(await make({ body: [] }));
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("Reseller agreement");
  });
});

describe("the signed agreement", () => {
  test("has the same pages, then its evidence on a page of its own", async () => {
    const unsigned = readPdf(await make()).pages;
    const signed = readPdf(await make({ evidence })).pages;
    expect(signed).toHaveLength(unsigned.length + 1);
    expect(signed[0]?.replace("of 2", "of 1")).toBe(unsigned[0]);
    expect(signed[1]).toContain("Evidence of signature");
    expect(signed[1]).toContain("Änne Größe");
  });

  test("shows a hash on one line, and one that is too long over several, whole", async () => {
    const page = readPdf(await make({ evidence })).pages[1] ?? "";
    expect(page.split("\n")).toContain(HASH);
    expect(page.replaceAll("\n", "")).toContain(HASH.repeat(4));
  });

  test("goes on over pages when there is much evidence", async () => {
    const rows = Array.from({ length: 80 }, (_, index) => [`Fact ${index}.`, `value ${index}`] as const);
    const { pages } = readPdf(await make({ evidence: { ...evidence, rows } }));
    expect(pages.length).toBeGreaterThan(3);
    expect(pages.join(" ").match(/Fact \d+\./g)).toHaveLength(80);
  });
});

describe("names in the PDF", () => {
  test.each([
    ["Latin", "Ángström Søren Žižek ß"],
    ["Greek", "Ελληνική Εταιρεία"],
    ["Cyrillic", "Компания Їжак"],
    ["markup", `<script>alert("1")</script> & {{date}} \\ (x) [y]`],
  ])("%s stands as it is", async (_, name) => {
    expect(wholeText(await make({ body: [paragraph(name)] }))).toContain(name);
  });

  test("show what no font can draw as its code point", async () => {
    const text = wholeText(await make({ body: [paragraph("Rocket 🚀 株 end")] }));
    expect(text).toContain("Rocket [U+1F680] [U+682A] end");
  });

  test("in right-to-left scripts have their words in visual order", async () => {
    const lines = readPdf(await make({ body: [paragraph("from שלום עולם to")] })).pages[0]?.split("\n") ?? [];
    const words = lines.map((line) => line.trim()).filter((line) => /[\u0590-\u05ff]/.test(line));
    // Letters and words both run from left to right on paper.
    expect(words).toEqual(["םלוע", "םולש"]);
  });

  test("cannot turn the direction of what follows, or break the line", async () => {
    const text = wholeText(
      await make({ body: [paragraph("Eve\u202E\u2066\u200F\r\n\tMallory\u0000\u0007 Ltd")] }),
    );
    expect(text).toContain("Eve Mallory Ltd");
  });

  test("stay together at a no-break space", async () => {
    const text = Array.from({ length: 200 }, () => "§\u00A07").join(" ");
    const { pages } = readPdf(await make({ body: [paragraph(text)] }));
    expect(pages.join("\n").match(/§\u00A07/g)).toHaveLength(200);
  });

  test("may be one endless word", async () => {
    const { pages } = readPdf(await make({ title: "T".repeat(300), body: [paragraph("x".repeat(20_000))] }));
    expect(pages.join("").replaceAll(/[^x]/g, "")).toHaveLength(20_000);
  });

  test("in the title reach the metadata whole", async () => {
    const { skeleton } = readPdf(await make({ title: "A) /Evil (B" }));
    expect(skeleton).toContain("\n(A\\) /Evil \\(B)\n");
  });
});
