import type { Locale } from "../../domain/content.ts";
import { longDate } from "../format.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { dealFacts, inSentence, subjectLine, when } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const deal = given(data.deal, "the deal");
    const end = given(deal.protectedUntil, "the end of the protection");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Schutz endet bald: Geschäft mit ", deal.customerName),
      preview: `Ihr Geschäft mit ${customer} ist nur noch bis zum ${longDate(end, data)} geschützt.`,
      title: "Der Schutz Ihres Geschäfts endet bald",
      lead: [
        `Ihr Geschäft mit ${customer} ist noch bis zum ${longDate(end, data)} geschützt. Danach kann es auch ein anderer Partner registrieren.`,
        "Brauchen Sie mehr Zeit? Dann beantragen Sie auf der Seite eine Verlängerung; ein Satz zum Stand genügt. Ist das Geschäft gewonnen oder verloren, tragen Sie es bitte dort ein.",
      ],
      facts: [...dealFacts(deal, data), ["Geschützt bis", when(end, data)]],
      action: {
        label: "Verlängern oder Stand eintragen",
        invitation: "Verlängerung und Stand tragen Sie hier ein:",
        href: data.link,
      },
      closing: [],
    };
  },
  en: (data) => {
    const deal = given(data.deal, "the deal");
    const end = given(deal.protectedUntil, "the end of the protection");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Protection ends soon: deal with ", deal.customerName),
      preview: `Your deal with ${customer} is protected only until ${longDate(end, data)}.`,
      title: "The protection of your deal ends soon",
      lead: [
        `Your deal with ${customer} is protected until ${longDate(end, data)}. After that, another partner may register it.`,
        "Need more time? Ask for an extension on the page; one sentence on where things stand is enough. If the deal is won or lost, please record it there.",
      ],
      facts: [...dealFacts(deal, data), ["Protected until", when(end, data)]],
      action: {
        label: "Extend or update the deal",
        invitation: "Extend or update it here:",
        href: data.link,
      },
      closing: [],
    };
  },
};

/** To whoever registered the deal, some days before its protection ends. */
export const protectionExpiring: WriteLetter = (data) => WORDS[data.locale](data);
