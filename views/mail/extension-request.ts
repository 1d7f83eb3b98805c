import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData, MailDeal } from "./mail-data.ts";
import { dealFacts, inSentence, names, partnerFact, quoteOf, subjectLine, when } from "./mail-words.ts";

const protection = (deal: MailDeal, label: string, data: MailData): (readonly [string, string])[] =>
  deal.protectedUntil === null ? [] : [[label, when(deal.protectedUntil, data)]];

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "manager",
      subject: subjectLine("Verlängerung beantragt: ", data.partner),
      preview: `${partner} bittet darum, den Schutz des Geschäfts mit ${customer} zu verlängern.`,
      title: "Ein Partner bittet um Verlängerung",
      lead: [
        `${partner} bittet darum, den Schutz des Geschäfts mit ${customer} zu verlängern. Sie können zustimmen oder mit Begründung ablehnen.`,
      ],
      facts: [...partnerFact(data), ...dealFacts(deal, data), ...protection(deal, "Geschützt bis", data)],
      quote: quoteOf(`Nachricht von ${partner}`, data),
      action: {
        label: "Über den Antrag entscheiden",
        invitation: "Zum Vorgang in der Konsole:",
        href: data.link,
      },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "manager",
      subject: subjectLine("Extension requested: ", data.partner),
      preview: `${partner} asks to extend the protection of the deal with ${customer}.`,
      title: "A partner asks for an extension",
      lead: [
        `${partner} asks to extend the protection of the deal with ${customer}. You can grant it, or decline it with a reason.`,
      ],
      facts: [...partnerFact(data), ...dealFacts(deal, data), ...protection(deal, "Protected until", data)],
      quote: quoteOf(`Message from ${partner}`, data),
      action: { label: "Decide on the request", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/** To the manager when a partner asks for more time for a protected deal. */
export const extensionRequest: WriteLetter = (data) => WORDS[data.locale](data);
