import type { Locale } from "../../domain/content.ts";
import { longDate } from "../format.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { inSentence, names, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor } = names(data);
    const { name, holder, expiresAt } = given(data.certificates.at(-1), "the certificate");
    const title = inSentence(name);
    return {
      audience: "contact",
      sharable: true,
      subject: subjectLine("Ihr Zertifikat: ", name),
      preview: `Bestanden: ${vendor} hat Ihr Zertifikat „${title}“ ausgestellt.`,
      title: "Herzlichen Glückwunsch, Sie haben bestanden",
      lead: [
        `Sie haben die Prüfung bestanden. ${vendor} hat Ihnen das Zertifikat „${title}“ ausgestellt.`,
        "Jedes Zertifikat hat eine öffentliche Seite. Geben Sie die Adresse gern weiter: Kunden können dort ohne Anmeldung prüfen, ob es echt und gültig ist.",
      ],
      facts: [
        ["Ausgestellt für", inSentence(holder)],
        ["Gültig bis", longDate(expiresAt, data)],
      ],
      action: { label: "Zertifikat ansehen", invitation: "Ihr Zertifikat finden Sie hier:", href: data.link },
      closing: ["Auf der Seite können Sie auch den digitalen Nachweis (Open Badge 3.0) herunterladen."],
    };
  },
  en: (data) => {
    const { vendor } = names(data);
    const { name, holder, expiresAt } = given(data.certificates.at(-1), "the certificate");
    const title = inSentence(name);
    return {
      audience: "contact",
      sharable: true,
      subject: subjectLine("Your certificate: ", name),
      preview: `Passed: ${vendor} has issued your certificate “${title}”.`,
      title: "Congratulations, you have passed",
      lead: [
        `You have passed the exam. ${vendor} has issued you the certificate “${title}”.`,
        "Every certificate has a public page. Feel free to pass its address on: customers can check there, without logging in, that it is genuine and valid.",
      ],
      facts: [
        ["Issued to", inSentence(holder)],
        ["Valid until", longDate(expiresAt, data)],
      ],
      action: { label: "See the certificate", invitation: "Your certificate is here:", href: data.link },
      closing: ["The page also offers the digital credential (Open Badge 3.0) for download."],
    };
  },
};

/** To the person who passed. The last of `certificates` is the one it is about. */
export const certificateIssued: WriteLetter = (data) => WORDS[data.locale](data);
