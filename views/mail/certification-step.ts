import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { byDeadline, deadlineFact, examFacts, names, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Ihre Prüfung bei ", data.vendor.name, " steht bereit"),
      preview: `${vendor} bittet Sie, Ihre Prüfung${byDeadline(data)} abzulegen.`,
      title: "Ihre Prüfung steht bereit",
      lead: [
        `Der dritte Schritt ist die Zertifizierung. Bitte legen Sie Ihre Prüfung für ${partner}${byDeadline(data)} ab.`,
        "Nehmen Sie sich dafür eine ruhige halbe Stunde: Die Zeit läuft, sobald Sie beginnen. Ihre Antworten werden laufend gespeichert, auch wenn die Verbindung abbricht.",
      ],
      facts: [...examFacts(data), ...deadlineFact(data)],
      action: { label: "Zur Prüfung", invitation: "Zur Prüfung geht es hier:", href: data.link },
      closing: [
        "Wer besteht, erhält ein persönliches Zertifikat, das sich online prüfen lässt. Wenn es nicht gleich klappt, können Sie die Prüfung nach einer Pause wiederholen.",
      ],
    };
  },
  en: (data) => {
    const { vendor, partner } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Your exam with ", data.vendor.name, " is ready"),
      preview: `${vendor} asks you to take your exam${byDeadline(data)}.`,
      title: "Your exam is ready",
      lead: [
        `The third step is certification. Please take your exam for ${partner}${byDeadline(data)}.`,
        "Set aside a quiet half hour: the clock starts when you do. Your answers are saved as you go, even if the connection drops.",
      ],
      facts: [...examFacts(data), ...deadlineFact(data)],
      action: { label: "Go to the exam", invitation: "The exam is here:", href: data.link },
      closing: [
        "Those who pass receive a personal certificate that anybody can verify online. If it does not work out the first time, you can try again after a pause.",
      ],
    };
  },
};

/** To everybody who has an exam to sit when the certification stage opens. */
export const certificationStep: WriteLetter = (data) => WORDS[data.locale](data);
