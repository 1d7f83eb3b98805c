import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData, MailDeal } from "./mail-data.ts";
import { DUPLICATE_RULE, names, partnerFact, quoteOf } from "./mail-words.ts";
import { subjectLine, when } from "./mail-words.ts";

function facts(deal: MailDeal, data: MailData): (readonly [string, string])[] {
  const german = data.locale === "de";
  const rules = [...new Set(deal.duplicates)].map((rule) => DUPLICATE_RULE[data.locale][rule]);
  return [
    ...partnerFact(data),
    ...(rules.length === 0
      ? []
      : [[german ? "Mögliche Dublette" : "Possible duplicate", rules.join("; ")] as const]),
    ...(data.answerBy === null
      ? []
      : [[german ? "Entscheiden bis" : "Decide by", when(data.answerBy, data)] as const]),
  ];
}

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const deal = given(data.deal, "the deal");
    return {
      audience: "manager",
      subject: subjectLine("Bitte entscheiden: Geschäft von ", data.partner),
      preview: `${partner} hat ein Geschäft registriert und wartet auf Ihre Entscheidung.`,
      title: "Ein Geschäft wartet auf Ihre Entscheidung",
      lead: [
        `${partner} hat ein Geschäft registriert. Sie können es freigeben, ablehnen oder mit Rückfragen zurückgeben.`,
        "Was der Partner eingetragen hat, steht in der Konsole. Er sieht die Entscheidungsfrist und jeden Blick in seine Angaben.",
      ],
      facts: facts(deal, data),
      quote: quoteOf(`Nachricht von ${partner}`, data),
      action: { label: "Geschäft prüfen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const deal = given(data.deal, "the deal");
    return {
      audience: "manager",
      subject: subjectLine("Please decide: deal registered by ", data.partner),
      preview: `${partner} has registered a deal and awaits your decision.`,
      title: "A deal awaits your decision",
      lead: [
        `${partner} has registered a deal. You can approve it, reject it, or send it back with questions.`,
        "What the partner entered is in the console. The partner sees when the decision is due and every look into the entry.",
      ],
      facts: facts(deal, data),
      quote: quoteOf(`Message from ${partner}`, data),
      action: { label: "Review the deal", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/**
 * To the manager when a deal was submitted, submitted again, or a suspected duplicate was appealed. It says nothing of
 * what was registered: the partner is to see every look the vendor takes.
 */
export const dealReviewRequest: WriteLetter = (data) => WORDS[data.locale](data);
