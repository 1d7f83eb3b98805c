import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { inSentence, names, partnerFact, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const about = given(data.about, "the contact");
    const name = inSentence(about.name);
    return {
      audience: "manager",
      subject: subjectLine("E-Mail unzustellbar: ", data.partner),
      preview: `Unsere E-Mail an ${name} (${partner}) kam zurück; bis zur Korrektur wird niemand mehr erinnert.`,
      title: "Eine Adresse ist nicht erreichbar",
      lead: [
        `Unsere E-Mail an ${name} bei ${partner} kam als unzustellbar zurück. An diese Adresse schreiben wir nicht weiter.`,
        "Bitte berichtigen Sie die Adresse in der Konsole oder übergeben Sie die Aufgabe an eine andere Person. Die E-Mail geht danach von selbst neu hinaus.",
      ],
      facts: [...partnerFact(data), ["Person", name], ["Adresse", about.email]],
      action: { label: "Adresse berichtigen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const about = given(data.about, "the contact");
    const name = inSentence(about.name);
    return {
      audience: "manager",
      subject: subjectLine("Mail undeliverable: ", data.partner),
      preview: `Our mail to ${name} (${partner}) came back; reminders to this address are paused.`,
      title: "An address cannot be reached",
      lead: [
        `Our mail to ${name} at ${partner} came back as undeliverable. We write no further mail to this address.`,
        "Please correct the address in the console, or hand the work over to somebody else. The mail then goes out again by itself.",
      ],
      facts: [...partnerFact(data), ["Person", name], ["Address", about.email]],
      action: { label: "Correct the address", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/** To the manager when a contact's mail came back for good. */
export const mailBounced: WriteLetter = (data) => WORDS[data.locale](data);
