import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { byDeadline, deadlineFact, minutesFact, names, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Ihr erstes gemeinsames Geschäft mit ", data.vendor.name),
      preview: `${vendor} bittet Sie, das erste gemeinsame Geschäft${byDeadline(data)} zu registrieren.`,
      title: "Der letzte Schritt: das erste gemeinsame Geschäft",
      lead: [
        `Vertrag, Schulung und Zertifizierung liegen hinter Ihnen. Bitte registrieren Sie${byDeadline(data)} ein Geschäft, das ${partner} gemeinsam mit ${vendor} gewinnen möchte.`,
        "Mit der Freigabe ist Ihr Geschäft geschützt: Für die Dauer des Schutzes wird derselbe Kunde keinem anderen Partner zugesprochen. Bis wann entschieden wird und wer Ihre Angaben angesehen hat, sehen Sie jederzeit auf der Seite.",
      ],
      facts: [...deadlineFact(data), ...minutesFact(data)],
      action: {
        label: "Geschäft registrieren",
        invitation: "Das Formular finden Sie hier:",
        href: data.link,
      },
      closing: [
        "Es genügt, wenn der Kunde und sein Bedarf feststehen; ein Angebot muss es noch nicht geben.",
      ],
    };
  },
  en: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Your first joint deal with ", data.vendor.name),
      preview: `${vendor} asks you to register the first joint deal${byDeadline(data)}.`,
      title: "The last step: your first joint deal",
      lead: [
        `Agreement, training and certification are behind you. Please register a deal that ${partner} wants to win together with ${vendor}${byDeadline(data)}.`,
        "Once approved, your deal is protected: while the protection lasts, the same customer is not awarded to another partner. The page always shows when the decision is due and who has looked at your entry.",
      ],
      facts: [...deadlineFact(data), ...minutesFact(data)],
      action: { label: "Register the deal", invitation: "The form is here:", href: data.link },
      closing: ["It is enough to know the customer and the need; there does not have to be an offer yet."],
    };
  },
};

/** To the sales contacts when the last stage opens. */
export const firstDealStep: WriteLetter = (data) => WORDS[data.locale](data);
