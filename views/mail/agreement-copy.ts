import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { names, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Ihr Exemplar: Partnervertrag mit ", data.vendor.name),
      preview: `Der Partnervertrag zwischen ${vendor} und ${partner} ist geschlossen. Hier ist Ihr Exemplar.`,
      title: "Der Partnervertrag ist geschlossen",
      lead: [
        `Der Partnervertrag zwischen ${vendor} und ${partner} ist geschlossen. Vielen Dank!`,
        "Ihr Exemplar enthält den vollständigen Text und eine Nachweisseite: wer wann unterschrieben hat und die Prüfsumme des Dokuments, das Ihnen vorlag.",
      ],
      action: {
        label: "Vertrag herunterladen",
        invitation: "Ihr Exemplar (PDF) finden Sie hier:",
        href: data.link,
      },
      closing: [
        "Sie müssen nichts weiter tun. Über den nächsten Schritt informieren wir die Beteiligten einzeln.",
      ],
    };
  },
  en: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Your copy: partner agreement with ", data.vendor.name),
      preview: `The partner agreement between ${vendor} and ${partner} is in place. Here is your copy.`,
      title: "The partner agreement is in place",
      lead: [
        `The partner agreement between ${vendor} and ${partner} is in place. Thank you!`,
        "Your copy holds the full text and an evidence page: who signed when, and the checksum of the document you were shown.",
      ],
      action: { label: "Download the agreement", invitation: "Your copy (PDF) is here:", href: data.link },
      closing: ["There is nothing else to do. Everybody involved hears of the next step separately."],
    };
  },
};

/** To the signatory once the agreement is completed. */
export const agreementCopy: WriteLetter = (data) => WORDS[data.locale](data);
