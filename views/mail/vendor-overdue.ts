import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { names, partnerFact, subjectLine, when } from "./mail-words.ts";

type Overdue = NonNullable<MailData["overdue"]>;

const WHAT: Record<Locale, Record<Overdue, { readonly what: string; readonly button: string }>> = {
  de: {
    countersignature: { what: "die Gegenzeichnung des Partnervertrags", button: "Vertrag gegenzeichnen" },
    deal_review: { what: "die Entscheidung über das registrierte Geschäft", button: "Geschäft prüfen" },
  },
  en: {
    countersignature: { what: "the countersignature of the agreement", button: "Countersign the agreement" },
    deal_review: { what: "the decision on the registered deal", button: "Review the deal" },
  },
};

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const { what, button } = WHAT.de[given(data.overdue, "what is overdue")];
    return {
      audience: "manager",
      subject: subjectLine("Überfällig: ", data.partner, " wartet auf Sie"),
      preview: `${partner} wartet über die zugesagte Zeit hinaus auf ${what}.`,
      title: "Ein Partner wartet auf Sie",
      lead: [
        `${partner} wartet auf ${what}. Die dafür zugesagte Zeit ist verstrichen; auch der Partner sieht das auf seiner Seite.`,
      ],
      facts: [
        ...partnerFact(data),
        ...(data.answerBy === null ? [] : [["Zugesagt bis", when(data.answerBy, data)] as const]),
      ],
      action: { label: button, invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: ["Die Frist des Partners verschiebt sich um die Zeit, die er auf Sie wartet."],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const { what, button } = WHAT.en[given(data.overdue, "what is overdue")];
    return {
      audience: "manager",
      subject: subjectLine("Overdue: ", data.partner, " is waiting for you"),
      preview: `${partner} has been waiting for ${what} longer than promised.`,
      title: "A partner is waiting for you",
      lead: [
        `${partner} is waiting for ${what}. The time promised for it has passed, and the partner's page says so.`,
      ],
      facts: [
        ...partnerFact(data),
        ...(data.answerBy === null ? [] : [["Promised by", when(data.answerBy, data)] as const]),
      ],
      action: { label: button, invitation: "The run in the console:", href: data.link },
      closing: ["The partner's deadline moves by the time they wait for you."],
    };
  },
};

/** To the manager when the vendor itself is late. */
export const vendorOverdue: WriteLetter = (data) => WORDS[data.locale](data);
