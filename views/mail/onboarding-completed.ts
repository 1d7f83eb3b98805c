import type { Locale } from "../../domain/content.ts";
import { longDate } from "../format.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { inSentence, names, subjectLine } from "./mail-words.ts";

const certificates = (data: MailData) =>
  data.certificates.map(({ name, holder, url }) => ({
    label: `${inSentence(name)}, ${inSentence(holder)}`,
    href: url,
  }));

const protection = (data: MailData, label: string): (readonly [string, string])[] =>
  data.deal?.protectedUntil
    ? [[`${inSentence(data.deal.customerName)}: ${label}`, longDate(data.deal.protectedUntil, data)]]
    : [];

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner, program, manager } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Willkommen als Partner von ", data.vendor.name),
      preview: `${partner} hat alle vier Schritte abgeschlossen und ist nun Partner von ${vendor}.`,
      title: "Herzlich willkommen als Partner",
      lead: [
        `${partner} hat alle vier Schritte des Programms „${program}“ abgeschlossen. Wir freuen uns auf die Zusammenarbeit!`,
        `${manager} bleibt Ihre Ansprechperson bei ${vendor}, auch für alle weiteren Geschäfte.`,
      ],
      facts: protection(data, "geschützt bis"),
      action: { label: "Übersicht ansehen", invitation: "Ihre Übersicht finden Sie hier:", href: data.link },
      also: certificates(data),
      closing: ["Sie müssen nichts weiter tun."],
    };
  },
  en: (data) => {
    const { vendor, partner, program, manager } = names(data);
    return {
      audience: "contact",
      subject: subjectLine("Welcome as a partner of ", data.vendor.name),
      preview: `${partner} has completed all four steps and is now a partner of ${vendor}.`,
      title: "Welcome aboard as a partner",
      lead: [
        `${partner} has completed all four steps of the program “${program}”. We look forward to working together!`,
        `${manager} remains your contact at ${vendor}, for all further deals too.`,
      ],
      facts: protection(data, "protected until"),
      action: { label: "See your overview", invitation: "Your overview is here:", href: data.link },
      also: certificates(data),
      closing: ["There is nothing else to do."],
    };
  },
};

/** To every contact when the onboarding is completed: the welcome. */
export const onboardingCompleted: WriteLetter = (data) => WORDS[data.locale](data);
