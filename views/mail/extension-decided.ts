import type { Locale } from "../../domain/content.ts";
import { longDate } from "../format.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { dealFacts, inSentence, names, quoteOf, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const granted = given(data.granted, "the decision");
    const customer = inSentence(deal.customerName);
    const until = longDate(given(deal.protectedUntil, "the end of the protection"), data);
    const news = granted
      ? `${vendor} hat den Schutz Ihres Geschäfts mit ${customer} bis zum ${until} verlängert.`
      : `${vendor} hat den Schutz Ihres Geschäfts mit ${customer} nicht verlängert. Er endet wie vorgesehen am ${until}.`;
    return {
      audience: "contact",
      subject: subjectLine(granted ? "Schutz verlängert: " : "Schutz nicht verlängert: ", deal.customerName),
      preview: news,
      title: granted ? "Der Schutz ist verlängert" : "Der Schutz wird nicht verlängert",
      lead: [news, "Bitte halten Sie auf der Seite fest, wie weit das Geschäft ist."],
      facts: [...dealFacts(deal, data), ["Geschützt bis", until]],
      quote: quoteOf(`Nachricht von ${vendor}`, data),
      action: { label: "Geschäft ansehen", invitation: "Ihr Geschäft finden Sie hier:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const granted = given(data.granted, "the decision");
    const customer = inSentence(deal.customerName);
    const until = longDate(given(deal.protectedUntil, "the end of the protection"), data);
    const news = granted
      ? `${vendor} has extended the protection of your deal with ${customer} until ${until}.`
      : `${vendor} has not extended the protection of your deal with ${customer}. It ends as planned on ${until}.`;
    return {
      audience: "contact",
      subject: subjectLine(
        granted ? "Protection extended: " : "Protection not extended: ",
        deal.customerName,
      ),
      preview: news,
      title: granted ? "The protection is extended" : "The protection is not extended",
      lead: [news, "Please keep the page up to date on how far the deal has come."],
      facts: [...dealFacts(deal, data), ["Protected until", until]],
      quote: quoteOf(`Message from ${vendor}`, data),
      action: { label: "See the deal", invitation: "Your deal is here:", href: data.link },
      closing: [],
    };
  },
};

/** To whoever asked for more time: granted or not. */
export const extensionDecided: WriteLetter = (data) => WORDS[data.locale](data);
