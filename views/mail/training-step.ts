import type { Locale } from "../../domain/content.ts";
import type { Letter, WriteLetter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { byDeadline, deadlineFact, minutesFact, names, subjectLine, trainingFacts } from "./mail-words.ts";

const COPY: Record<Locale, string> = {
  de: "Ihr Exemplar des unterschriebenen Vertrags",
  en: "Your copy of the signed agreement",
};

const signedCopy = ({ signedCopy: href, locale }: MailData): Pick<Letter, "also"> =>
  href ? { also: [{ label: COPY[locale], href }] } : {};

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner } = names(data);
    const signed = data.stages.contract.state === "completed" ? "Der Partnervertrag ist geschlossen. " : "";
    return {
      audience: "contact",
      subject: subjectLine("Ihre Schulung bei ", data.vendor.name, " kann beginnen"),
      preview: `${vendor} bittet Sie, Ihre Schulung${byDeadline(data)} abzuschließen.`,
      title: "Ihre Schulung kann beginnen",
      lead: [
        `${signed}Als Nächstes steht Ihre Schulung für ${partner} an. Bitte schließen Sie sie${byDeadline(data)} ab.`,
        "Die Module sind kurz, und Sie können jederzeit unterbrechen: Beim nächsten Mal geht es dort weiter, wo Sie aufgehört haben.",
      ],
      facts: [...trainingFacts(data), ...deadlineFact(data), ...minutesFact(data)],
      action: { label: "Schulung beginnen", invitation: "Zur Schulung geht es hier:", href: data.link },
      ...signedCopy(data),
      closing: ["Danach folgt eine kurze Prüfung. Alles, was darin gefragt wird, kommt in der Schulung vor."],
    };
  },
  en: (data) => {
    const { vendor, partner } = names(data);
    const signed = data.stages.contract.state === "completed" ? "The partner agreement is in place. " : "";
    return {
      audience: "contact",
      subject: subjectLine("Your training with ", data.vendor.name, " is open"),
      preview: `${vendor} asks you to complete your training${byDeadline(data)}.`,
      title: "Your training is open",
      lead: [
        `${signed}Next comes your training for ${partner}. Please complete it${byDeadline(data)}.`,
        "The modules are short, and you can stop at any time: you carry on where you left off.",
      ],
      facts: [...trainingFacts(data), ...deadlineFact(data), ...minutesFact(data)],
      action: { label: "Start the training", invitation: "The training is here:", href: data.link },
      ...signedCopy(data),
      closing: ["A short exam follows. Everything it asks is covered in the training."],
    };
  },
};

/** To everybody enrolled when the training stage opens. To the signatory it also says where the signed copy is. */
export const trainingStep: WriteLetter = (data) => WORDS[data.locale](data);
