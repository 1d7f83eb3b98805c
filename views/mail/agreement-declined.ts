import type { Locale } from "../../domain/content.ts";
import type { WriteLetter } from "./letter.ts";
import { inSentence, names, partnerFact, quoteOf, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const who = data.about ? inSentence(data.about.name) : partner;
    return {
      audience: "manager",
      subject: subjectLine("Vertrag abgelehnt: ", data.partner),
      preview: `${who} hat den Partnervertrag für ${partner} abgelehnt; das Onboarding ist damit beendet.`,
      title: "Der Partnervertrag wurde abgelehnt",
      lead: [
        `${who} hat den Partnervertrag für ${partner} abgelehnt. Das Onboarding ist damit beendet; alle Beteiligten sind benachrichtigt.`,
        "Wenn Sie sich noch einigen, starten Sie aus Ihrem CRM einfach ein neues Onboarding.",
      ],
      facts: partnerFact(data),
      quote: quoteOf("Begründung", data),
      action: { label: "Vorgang ansehen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const who = data.about ? inSentence(data.about.name) : partner;
    return {
      audience: "manager",
      subject: subjectLine("Agreement declined: ", data.partner),
      preview: `${who} has declined the partner agreement for ${partner}; the onboarding has ended.`,
      title: "The partner agreement was declined",
      lead: [
        `${who} has declined the partner agreement for ${partner}. The onboarding has ended, and everybody involved has been told.`,
        "Should you still come to terms, simply start a new onboarding from your CRM.",
      ],
      facts: partnerFact(data),
      quote: quoteOf("Reason", data),
      action: { label: "See the run", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/** To the manager when the signatory has declined. */
export const agreementDeclined: WriteLetter = (data) => WORDS[data.locale](data);
