import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { inSentence, names, partnerFact, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const name = inSentence(given(data.about, "the contact").name);
    const exams = data.tracks.map((track) => track.certificate).join(", ");
    return {
      audience: "manager",
      subject: subjectLine("Prüfungsversuche aufgebraucht: ", data.partner),
      preview: `${name} von ${partner} hat die Prüfung nicht bestanden und keinen Versuch mehr.`,
      title: "Alle Prüfungsversuche sind aufgebraucht",
      lead: [
        `${name} von ${partner} hat die Prüfung auch im letzten Versuch nicht bestanden. Ohne Ihr Zutun geht es hier nicht weiter.`,
        "Sie können einen weiteren Versuch gewähren, die Prüfung an eine andere Person übergeben oder sie mit Begründung erlassen.",
      ],
      facts: [...partnerFact(data), ["Person", name], ...(exams ? [["Prüfung", exams] as const] : [])],
      action: { label: "Vorgang ansehen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const name = inSentence(given(data.about, "the contact").name);
    const exams = data.tracks.map((track) => track.certificate).join(", ");
    return {
      audience: "manager",
      subject: subjectLine("No exam attempts left: ", data.partner),
      preview: `${name} of ${partner} has not passed the exam and has no attempt left.`,
      title: "All exam attempts are used up",
      lead: [
        `${name} of ${partner} did not pass the exam in the last attempt either. Nothing moves here without you.`,
        "You can grant another attempt, hand the exam over to somebody else, or waive it with a reason.",
      ],
      facts: [...partnerFact(data), ["Person", name], ...(exams ? [["Exam", exams] as const] : [])],
      action: { label: "See the run", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/** To the manager when a contact has failed the last attempt. */
export const attemptsExhausted: WriteLetter = (data) => WORDS[data.locale](data);
