import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { inSentence, names, partnerFact, subjectLine, when } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const signatory = data.about ? inSentence(data.about.name) : partner;
    return {
      audience: "manager",
      subject: subjectLine("Bitte gegenzeichnen: ", data.partner),
      preview: `${signatory} hat den Partnervertrag für ${partner} unterschrieben; Ihre Gegenzeichnung fehlt noch.`,
      title: "Ein Vertrag wartet auf Ihre Gegenzeichnung",
      lead: [
        `${signatory} hat den Partnervertrag für ${partner} unterschrieben. Bitte zeichnen Sie ihn gegen; erst danach kann die Schulung beginnen.`,
      ],
      facts: [
        ...partnerFact(data),
        ...(data.answerBy === null ? [] : [["Gegenzeichnen bis", when(data.answerBy, data)] as const]),
      ],
      action: { label: "Vertrag gegenzeichnen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: ["Die Zeit, die der Partner auf Sie wartet, wird seiner Frist gutgeschrieben."],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const signatory = data.about ? inSentence(data.about.name) : partner;
    return {
      audience: "manager",
      subject: subjectLine("Please countersign: ", data.partner),
      preview: `${signatory} has signed the partner agreement for ${partner}; it needs your countersignature.`,
      title: "An agreement awaits your countersignature",
      lead: [
        `${signatory} has signed the partner agreement for ${partner}. Please countersign it; the training can begin only after that.`,
      ],
      facts: [
        ...partnerFact(data),
        ...(data.answerBy === null ? [] : [["Countersign by", when(data.answerBy, data)] as const]),
      ],
      action: { label: "Countersign the agreement", invitation: "The run in the console:", href: data.link },
      closing: ["The time the partner waits for you is added to their deadline."],
    };
  },
};

/** To the manager when the signatory has signed and the program asks for a countersignature. */
export const countersignatureRequest: WriteLetter = (data) => WORDS[data.locale](data);
