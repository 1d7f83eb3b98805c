import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { names, quoteOf, subjectLine } from "./mail-words.ts";

type Ended = NonNullable<MailData["ended"]>;

const WHY: Record<Locale, Record<Ended, string>> = {
  de: {
    declined: "Der Vertrag wurde abgelehnt oder die Aufnahme nicht fortgesetzt.",
    withdrawn: "Die Aufnahme wurde zurückgezogen.",
    expired: "Die Frist ist verstrichen, ohne dass alle Schritte abgeschlossen wurden.",
  },
  en: {
    declined: "The agreement was declined, or the onboarding was not pursued.",
    withdrawn: "The onboarding was withdrawn.",
    expired: "The time allowed has run out before all steps were done.",
  },
};

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner, program } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Aufnahme beendet: Partnerprogramm von ", data.vendor.name),
      preview: `Die Aufnahme von ${partner} in das Partnerprogramm von ${vendor} ist beendet.`,
      title: "Die Aufnahme in das Programm ist beendet",
      lead: [
        `Die Aufnahme von ${partner} in das Programm „${program}“ von ${vendor} ist beendet. ${WHY.de[given(data.ended, "how it ended")]}`,
        "Sie müssen nichts tun; die bisherigen Links können nur noch gelesen werden. Bereits ausgestellte Zertifikate gelten weiter.",
      ],
      quote: quoteOf("Begründung", data),
      action: { label: "Stand ansehen", invitation: "Den letzten Stand finden Sie hier:", href: data.link },
      closing: ["Wenn das ein Irrtum ist, antworten Sie bitte auf diese E-Mail."],
    };
  },
  en: (data) => {
    const { vendor, partner, program } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Onboarding ended: partner program of ", data.vendor.name),
      preview: `The onboarding of ${partner} to the partner program of ${vendor} has ended.`,
      title: "The onboarding has ended",
      lead: [
        `The onboarding of ${partner} to the program “${program}” of ${vendor} has ended. ${WHY.en[given(data.ended, "how it ended")]}`,
        "There is nothing to do; the links you have can still be read. Certificates already issued stay valid.",
      ],
      quote: quoteOf("Reason", data),
      action: { label: "See where it ended", invitation: "The last state is here:", href: data.link },
      closing: ["If this is a mistake, please reply to this mail."],
    };
  },
};

/** To every contact when the onboarding ends before its goal. */
export const onboardingClosed: WriteLetter = (data) => WORDS[data.locale](data);
