import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { byDeadline, deadlineFact, minutesFact, names, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner, program } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Bitte unterschreiben: Partnervertrag mit ", data.vendor.name),
      preview: `${vendor} bittet Sie, den Partnervertrag${byDeadline(data)} zu lesen und zu unterschreiben.`,
      title: "Der erste Schritt: Ihr Partnervertrag",
      lead: [
        `${vendor} hat ${partner} als Partner im Programm „${program}“ freigegeben. Bitte lesen und unterschreiben Sie${byDeadline(data)} den Partnervertrag; damit beginnt die Zusammenarbeit.`,
        "Sie brauchen dafür weder ein Konto noch ein Passwort. Der Link führt direkt zum Vertrag, den Sie in Ruhe lesen und online unterschreiben können.",
      ],
      facts: [...deadlineFact(data), ...minutesFact(data)],
      action: {
        label: "Vertrag lesen und unterschreiben",
        invitation: "Den Vertrag finden Sie hier:",
        href: data.link,
      },
      closing: [
        `Sind Sie nicht befugt, für ${partner} zu unterschreiben? Auf der Seite können Sie die richtige Person benennen.`,
      ],
    };
  },
  en: (data) => {
    const { vendor, partner, program } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Please sign: partner agreement with ", data.vendor.name),
      preview: `${vendor} asks you to read and sign the partner agreement${byDeadline(data)}.`,
      title: "The first step: your partner agreement",
      lead: [
        `${vendor} has approved ${partner} as a partner in the program “${program}”. Please read and sign the partner agreement${byDeadline(data)}, so that we can start working together.`,
        "You need no account and no password. The link leads straight to the agreement, which you can read at your own pace and sign online.",
      ],
      facts: [...deadlineFact(data), ...minutesFact(data)],
      action: { label: "Read and sign the agreement", invitation: "The agreement is here:", href: data.link },
      closing: [`Not authorized to sign for ${partner}? On the page you can name the person who is.`],
    };
  },
};

/** To the signatory when the contract stage opens, and to whoever takes over from them. */
export const contractStep: WriteLetter = (data) => WORDS[data.locale](data);
