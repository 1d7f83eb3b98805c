import type { Locale } from "../../domain/content.ts";
import { longDate } from "../format.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { dealFacts, inSentence, names, quoteOf, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    const until = longDate(given(deal.protectedUntil, "the end of the protection"), data);
    return {
      audience: "contact",
      subject: subjectLine("Freigegeben: Ihr Geschäft mit ", deal.customerName),
      preview: `${vendor} hat Ihr Geschäft mit ${customer} freigegeben. Es ist bis zum ${until} geschützt.`,
      title: "Ihr Geschäft ist freigegeben",
      lead: [
        `${vendor} hat Ihr Geschäft mit ${customer} freigegeben. Bis zum ${until} ist es für Sie geschützt.`,
        "Halten Sie auf der Seite fest, wie weit das Geschäft ist. Reicht die Zeit nicht, können Sie dort eine Verlängerung beantragen.",
      ],
      facts: [...dealFacts(deal, data), ["Geschützt bis", until]],
      quote: quoteOf(`Nachricht von ${vendor}`, data),
      action: { label: "Geschäft ansehen", invitation: "Ihr Geschäft finden Sie hier:", href: data.link },
      closing: ["Wir wünschen Ihnen viel Erfolg!"],
    };
  },
  en: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    const until = longDate(given(deal.protectedUntil, "the end of the protection"), data);
    return {
      audience: "contact",
      subject: subjectLine("Approved: your deal with ", deal.customerName),
      preview: `${vendor} has approved your deal with ${customer}. It is protected until ${until}.`,
      title: "Your deal is approved",
      lead: [
        `${vendor} has approved your deal with ${customer}. It is protected for you until ${until}.`,
        "Please keep the page up to date on how far the deal has come. If time runs short, you can ask for an extension there.",
      ],
      facts: [...dealFacts(deal, data), ["Protected until", until]],
      quote: quoteOf(`Message from ${vendor}`, data),
      action: { label: "See the deal", invitation: "Your deal is here:", href: data.link },
      closing: ["We wish you every success!"],
    };
  },
};

/** To whoever registered the deal. */
export const dealApproved: WriteLetter = (data) => WORDS[data.locale](data);
