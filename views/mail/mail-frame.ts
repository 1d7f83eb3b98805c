import type { Locale } from "../../domain/content.ts";
import type { Stage } from "../../domain/program.ts";
import { STAGES } from "../../domain/program.ts";
import { longDate } from "../format.ts";
import type { Letter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { inSentence, names, STAGE_NAME } from "./mail-words.ts";

export interface RailStop {
  readonly stage: Stage;
  readonly name: string;
  readonly state: "done" | "here" | "to_come";
  /** A character and words, so that neither color nor shape alone says it. */
  readonly mark: string;
  readonly words: string;
}

const RAIL: Record<Locale, Record<"completed" | "waived" | "here" | "toCome", string>> = {
  de: { completed: "erledigt am", waived: "entfällt", here: "jetzt an der Reihe", toCome: "folgt" },
  en: { completed: "done on", waived: "waived", here: "now", toCome: "to come" },
};

function railStop(stage: Stage, data: MailData): RailStop {
  const at = data.stages[stage];
  const words = RAIL[data.locale];
  const name = STAGE_NAME[data.locale][stage];
  switch (at.state) {
    case "completed":
      return { stage, name, state: "done", mark: "✓", words: `${words.completed} ${longDate(at.at, data)}` };
    case "waived":
      return { stage, name, state: "done", mark: "✓", words: words.waived };
    case "open":
      return { stage, name, state: "here", mark: "●", words: words.here };
    case "pending":
      return { stage, name, state: "to_come", mark: "○", words: words.toCome };
  }
}

/** The four stages as the reader's mail shows them. */
export const rail = (data: MailData): RailStop[] => STAGES.map((stage) => railStop(stage, data));

interface Frame {
  readonly greeting: string;
  readonly railTitle: string;
  /** Under the button: for mail programs that show no button. */
  readonly orCopy: string;
  readonly regards: string;
  readonly signature: readonly string[];
  /** Why one gets this mail. */
  readonly why: string;
  /** Left out where the link may be passed on. */
  readonly keepToYourself: string;
}

const phoneOf = ({ manager }: MailData, label: string): string[] =>
  manager.phone ? [`${label} ${manager.phone}`] : [];

/** What stands around every letter. */
export const FRAME: Record<Locale, Record<Letter["audience"], (data: MailData) => Frame>> = {
  de: {
    contact: (data) => {
      const { vendor, partner, program, manager } = names(data);
      return {
        greeting: `Guten Tag ${inSentence(data.to.name)},`,
        railTitle: "Die vier Schritte",
        orCopy: "Falls sich die Schaltfläche nicht öffnen lässt, verwenden Sie bitte diese Adresse:",
        regards: "Mit freundlichen Grüßen",
        signature: [
          manager,
          `Ihre Ansprechperson bei ${vendor}`,
          data.manager.email,
          ...phoneOf(data, "Telefon:"),
        ],
        why: `Sie erhalten diese E-Mail, weil Sie für ${partner} als Kontaktperson im Programm „${program}“ von ${vendor} genannt sind. Antworten gehen direkt an ${manager}.`,
        keepToYourself: "Der Link ist nur für Sie bestimmt; bitte leiten Sie ihn nicht weiter.",
      };
    },
    manager: (data) => {
      const { vendor, partner } = names(data);
      return {
        greeting: `Guten Tag ${inSentence(data.to.name)},`,
        railTitle: "Stand des Partners",
        orCopy: "Falls sich die Schaltfläche nicht öffnen lässt, verwenden Sie bitte diese Adresse:",
        regards: "Mit freundlichen Grüßen",
        signature: [`Partner-Onboarding von ${vendor}`],
        why: `Sie erhalten diese E-Mail, weil Sie bei ${vendor} für ${partner} zuständig sind.`,
        keepToYourself: "Der Link führt in die Konsole und verlangt eine Anmeldung.",
      };
    },
  },
  en: {
    contact: (data) => {
      const { vendor, partner, program, manager } = names(data);
      return {
        greeting: `Hello ${inSentence(data.to.name)},`,
        railTitle: "The four steps",
        orCopy: "If the button does not open, please use this address:",
        regards: "Kind regards",
        signature: [manager, `Your contact at ${vendor}`, data.manager.email, ...phoneOf(data, "Phone:")],
        why: `You receive this mail because you are named as a contact of ${partner} in the program “${program}” of ${vendor}. Replies go straight to ${manager}.`,
        keepToYourself: "The link is for you alone; please do not pass it on.",
      };
    },
    manager: (data) => {
      const { vendor, partner } = names(data);
      return {
        greeting: `Hello ${inSentence(data.to.name)},`,
        railTitle: "Where the partner stands",
        orCopy: "If the button does not open, please use this address:",
        regards: "Kind regards",
        signature: [`Partner onboarding of ${vendor}`],
        why: `You receive this mail because you look after ${partner} at ${vendor}.`,
        keepToYourself: "The link leads to the console and asks you to sign in.",
      };
    },
  },
};
