import { describe, expect, test } from "vitest";
import { LOCALES } from "../../../domain/content.ts";
import { MAILS } from "../../../domain/effect.ts";
import { STAGES } from "../../../domain/program.ts";
import { composeMail } from "../../../views/mail/compose-mail.ts";
import type { MailData } from "../../../views/mail/mail-data.ts";
import { shorten, subjectLine } from "../../../views/mail/mail-words.ts";
import { after, DAY, makeVendor } from "../../make.ts";
import { sampleMail } from "./sample-mail.ts";

const MARKUP = `<script>alert("1")</script> & Söhne's`;
const ARABIC = "شركة الشمس للطاقة";
const LONG = `Vereinigte ${"Wärmepumpenfachhandelsgenossenschaft ".repeat(5)}mbH & Co. KG`;

const hostile = (name: string): Partial<MailData> => ({
  partner: name,
  to: { name, email: "a@b.example" },
  about: { name, email: "a@b.example" },
  vendor: makeVendor({ name, legalLines: [name] }),
  program: name,
  deal: { ...(sampleMail().deal ?? neverNull()), customerName: name },
  certificates: sampleMail().certificates.map((one) => ({ ...one, name, holder: name })),
  note: name,
});

function neverNull(): never {
  throw new Error("The sample has a deal.");
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");

const samples: readonly (readonly [string, Partial<MailData>])[] = [
  ["ordinary names", {}],
  ["markup in every name", hostile(MARKUP)],
  ["right-to-left names", hostile(ARABIC)],
  ["emoji in every name", hostile("👩‍🚒 Feuer & Flamme 🇩🇪")],
  ["a name that turns the text around", hostile("evil\u202egnp.exe")],
  ["very long names", hostile(LONG)],
  ["line ends in names", hostile("Muster\r\nBcc: x@y.example")],
];

const every = LOCALES.flatMap((locale) =>
  MAILS.flatMap((kind) => samples.map(([what, changes]) => ({ locale, kind, what, changes }))),
);

describe.each(every)("$kind in $locale with $what", ({ locale, kind, changes }) => {
  const data = sampleMail({ locale, ...changes });
  const { subject, html, text } = composeMail(kind, data);

  test("has a subject of one line under 60 characters", () => {
    expect(subject.length).toBeLessThan(60);
    expect(subject.length).toBeGreaterThan(10);
    expect(subject).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
  });

  test("states its language and direction, and marks every layout table as such", () => {
    expect(html).toContain(`<html lang="${locale}" dir="ltr">`);
    expect(html).toMatch(new RegExp(`role="article"[^>]*lang="${locale}"`));
    const tables = html.match(/<table[^>]*>/g) ?? [];
    expect(tables.length).toBeGreaterThan(2);
    for (const table of tables) expect(table).toContain('role="presentation"');
  });

  test("has one button, and the same link as text in both parts", () => {
    expect(html.split(`href="${escaped(data.link)}"`).length - 1).toBe(2);
    expect(html).toContain(`>${escaped(data.link)}</a>`);
    expect(text.split("\n")).toContain(data.link);
  });

  test("shows the four stages as words", () => {
    const words = { de: /: folgt/g, en: /: to come/g }[locale];
    expect(text.match(words)).toHaveLength(2);
    expect(html.match(words)?.length).toBe(2);
  });

  test("leaves nothing unfilled and stays under the size at which mail programs cut", () => {
    for (const part of [subject, html, text]) expect(part).not.toMatch(/undefined|null|NaN|\{\{|\[object/);
    expect(Buffer.byteLength(html)).toBeLessThan(102_000);
  });

  test("says who sends it and why, and who is behind it by law", () => {
    const why = { de: "Sie erhalten diese E-Mail, weil", en: "You receive this mail because" }[locale];
    expect(html).toContain(why);
    expect(text.replaceAll("\n", " ")).toContain(why);
    for (const line of data.vendor.legalLines) {
      expect(text).toContain(line);
      expect(html).toContain(escaped(line));
    }
  });

  test("runs no markup from outside", () => {
    expect(html).not.toContain("<script");
  });
});

const withLogo = (logoUrl: string) =>
  composeMail("contract_step", sampleMail({ vendor: makeVendor({ brand: { accent: "#fc0", logoUrl } }) }));

describe("a picture in a mail", () => {
  test("has the vendor's name as its text, and comes by https only", () => {
    expect(withLogo("https://acme.example/logo.png").html).toMatch(/<img[^>]*alt="Acme Intelligence GmbH"/);
    expect(withLogo("http://acme.example/logo.png").html).not.toContain("<img");
  });
});

describe("a mail of a step", () => {
  test("tells the signatory alone where the signed copy is", () => {
    const copy = "https://partners.acme.example/p/copy#secret";
    expect(composeMail("training_step", sampleMail({ signedCopy: copy })).text).toContain(copy);
    expect(composeMail("training_step", sampleMail({ signedCopy: null })).text).not.toContain("Exemplar");
  });

  test.each(LOCALES)("says the deadline in the reader's time zone (%s)", (locale) => {
    const at = composeMail("contract_step", sampleMail({ locale, timeZone: "Asia/Tokyo" }));
    expect(at.text).toContain("17:00");
    expect(composeMail("contract_step", sampleMail({ locale, timeZone: "Europe/Berlin" })).text).toContain(
      "10:00",
    );
  });

  test("does without a deadline", () => {
    const { text } = composeMail("contract_step", sampleMail({ deadline: null }));
    expect(text).not.toMatch(/Frist|bis zum/);
  });
});

describe("a reminder", () => {
  test.each(LOCALES.flatMap((locale) => STAGES.map((stage) => [locale, stage] as const)))(
    "speaks of the step that is open (%s, %s)",
    (locale, stage) => {
      const early = composeMail("reminder", sampleMail({ locale, stage, deadline: after(2 * DAY) }));
      const late = composeMail("reminder", sampleMail({ locale, stage, deadline: after(-2 * DAY) }));
      expect(early.subject).toMatch(/3\.? Sept?/);
      expect(late.subject).toMatch(/noch offen|still open/);
    },
  );
});

describe("a certificate's mail", () => {
  test("does not forbid passing on its public link", () => {
    expect(composeMail("certificate_issued", sampleMail()).html).not.toContain("nur für Sie bestimmt");
    expect(composeMail("training_step", sampleMail()).html).toContain("nur für Sie bestimmt");
  });
});

describe("a note in a mail", () => {
  test("is quoted line by line in the text part, so that it cannot pose as ours", () => {
    const { text } = composeMail("deal_rejected", sampleMail({ note: "Zeile eins\n-- \nZeile drei" }));
    expect(text).toContain("> Zeile eins\n> -- \n> Zeile drei");
  });

  test("is left out when nobody wrote one", () => {
    expect(composeMail("deal_rejected", sampleMail({ note: null })).text).not.toContain(">");
  });
});

describe("a mail whose facts are missing", () => {
  test("is not written", () => {
    expect(() => composeMail("deal_approved", sampleMail({ deal: null }))).toThrow("the deal");
    expect(() => composeMail("certificate_issued", sampleMail({ certificates: [] }))).toThrow(
      "the certificate",
    );
  });
});

describe("shortening a name", () => {
  test("never cuts a character as people see it", () => {
    expect(shorten("👩‍🚒👩‍🚒👩‍🚒", 9)).toBe("👩‍🚒…");
    expect(shorten("Grün", 4)).toBe("Grün");
  });

  test("keeps the words around it", () => {
    expect(subjectLine("Bitte: ", "x".repeat(100), " wartet")).toMatch(/^Bitte: x+… wartet$/);
  });
});

test.each(LOCALES)(
  "a manager who is asked to decide reads nothing of what was registered, in %s",
  (locale) => {
    const { deal } = sampleMail();
    const { subject, html, text } = composeMail("deal_review_request", sampleMail({ locale }));
    const said = subject + html + text;
    expect(said).not.toContain(deal?.customerName);
    expect(said.replaceAll(/[.,\s]/g, "")).not.toContain(String(deal?.value));
    expect(text).toContain(sampleMail().link);
  },
);
