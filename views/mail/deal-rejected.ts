import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { dealFacts, deadlineFact, inSentence, names, quoteOf, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Nicht freigegeben: Geschäft mit ", deal.customerName),
      preview: `${vendor} kann Ihr Geschäft mit ${customer} nicht freigeben. Den Grund lesen Sie in dieser E-Mail.`,
      title: "Ihr Geschäft wurde nicht freigegeben",
      lead: [
        `${vendor} kann Ihr Geschäft mit ${customer} leider nicht freigeben.`,
        "Sie können jederzeit ein anderes Geschäft registrieren. Wenn Sie die Entscheidung nicht nachvollziehen können, antworten Sie bitte auf diese E-Mail.",
      ],
      facts: [...dealFacts(deal, data), ...deadlineFact(data)],
      quote: quoteOf("Begründung", data),
      action: {
        label: "Anderes Geschäft registrieren",
        invitation: "Ein anderes Geschäft registrieren Sie hier:",
        href: data.link,
      },
      closing: [],
    };
  },
  en: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Not approved: your deal with ", deal.customerName),
      preview: `${vendor} cannot approve your deal with ${customer}. This mail gives the reason.`,
      title: "Your deal was not approved",
      lead: [
        `Unfortunately, ${vendor} cannot approve your deal with ${customer}.`,
        "You can register another deal at any time. If the decision is not clear to you, please reply to this mail.",
      ],
      facts: [...dealFacts(deal, data), ...deadlineFact(data)],
      quote: quoteOf("Reason", data),
      action: { label: "Register another deal", invitation: "Register another deal here:", href: data.link },
      closing: [],
    };
  },
};

/** To whoever registered the deal, with the vendor's reason. */
export const dealRejected: WriteLetter = (data) => WORDS[data.locale](data);
