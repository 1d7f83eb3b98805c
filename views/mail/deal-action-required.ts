import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import {
  dealFacts,
  deadlineFact,
  FIELD_NAME,
  inSentence,
  names,
  quoteOf,
  subjectLine,
} from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Bitte ergänzen: Ihr Geschäft mit ", deal.customerName),
      preview: `${vendor} braucht noch Angaben zu Ihrem Geschäft mit ${customer}, um zu entscheiden.`,
      title: "Zu Ihrem Geschäft fehlen noch Angaben",
      lead: [
        `${vendor} hat Ihr Geschäft mit ${customer} geprüft und bittet Sie, einige Angaben zu ergänzen oder zu berichtigen. Alles andere bleibt, wie Sie es eingegeben haben.`,
        "Die Entscheidungsfrist beginnt neu, sobald Sie die Angaben abgeschickt haben.",
      ],
      facts: [
        ["Zu prüfen", deal.fields.map((field) => FIELD_NAME.de[field]).join(", ")],
        ...dealFacts(deal, data),
        ...deadlineFact(data),
      ],
      quote: quoteOf(`Nachricht von ${vendor}`, data),
      action: { label: "Angaben ergänzen", invitation: "Ihre Angaben ergänzen Sie hier:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { vendor } = names(data);
    const deal = given(data.deal, "the deal");
    const customer = inSentence(deal.customerName);
    return {
      audience: "contact",
      subject: subjectLine("Please complete: your deal with ", deal.customerName),
      preview: `${vendor} needs more details on your deal with ${customer} before deciding.`,
      title: "Your deal needs a few more details",
      lead: [
        `${vendor} has reviewed your deal with ${customer} and asks you to complete or correct some details. Everything else stays as you entered it.`,
        "The time to decide starts again when you have sent the details.",
      ],
      facts: [
        ["To check", deal.fields.map((field) => FIELD_NAME.en[field]).join(", ")],
        ...dealFacts(deal, data),
        ...deadlineFact(data),
      ],
      quote: quoteOf(`Message from ${vendor}`, data),
      action: { label: "Complete the details", invitation: "Complete the details here:", href: data.link },
      closing: [],
    };
  },
};

/** To whoever registered the deal, when the vendor sent it back. */
export const dealActionRequired: WriteLetter = (data) => WORDS[data.locale](data);
