import type { Locale } from "../../domain/content.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import { deadlineFact, names, partnerFact, STAGE_NAME, subjectLine } from "./mail-words.ts";

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { partner } = names(data);
    const stage = STAGE_NAME.de[given(data.stage, "the stage")];
    return {
      audience: "manager",
      subject: subjectLine("Frist verstrichen: ", data.partner),
      preview: `${partner} hat den Schritt „${stage}“ nicht in der Frist abgeschlossen.`,
      title: "Ein Partner ist über der Frist",
      lead: [
        `${partner} hat den Schritt „${stage}“ nicht in der Frist abgeschlossen. Der Schritt bleibt offen, und der Partner kann ihn weiterhin erledigen.`,
        "In der Konsole können Sie die Frist verlängern, den Schritt erlassen oder das Onboarding beenden. Oft hilft ein Anruf am meisten.",
      ],
      facts: [...partnerFact(data), ...deadlineFact(data)],
      action: { label: "Vorgang ansehen", invitation: "Zum Vorgang in der Konsole:", href: data.link },
      closing: [],
    };
  },
  en: (data) => {
    const { partner } = names(data);
    const stage = STAGE_NAME.en[given(data.stage, "the stage")];
    return {
      audience: "manager",
      subject: subjectLine("Past the deadline: ", data.partner),
      preview: `${partner} has not completed the step “${stage}” in time.`,
      title: "A partner is past the deadline",
      lead: [
        `${partner} has not completed the step “${stage}” in time. The step stays open, and the partner can still finish it.`,
        "In the console you can extend the deadline, waive the step or close the onboarding. A phone call often helps most.",
      ],
      facts: [...partnerFact(data), ...deadlineFact(data)],
      action: { label: "See the run", invitation: "The run in the console:", href: data.link },
      closing: [],
    };
  },
};

/** To the manager when a stage passes its deadline. */
export const stageOverdue: WriteLetter = (data) => WORDS[data.locale](data);
