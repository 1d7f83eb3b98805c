import type { Locale } from "../../domain/content.ts";
import type { Stage } from "../../domain/program.ts";
import { shortDate } from "../format.ts";
import { given } from "./letter.ts";
import type { WriteLetter } from "./letter.ts";
import type { MailData } from "./mail-data.ts";
import { byDeadline, deadlineFact, examFacts, minutesFact, names } from "./mail-words.ts";
import { subjectLine, trainingFacts } from "./mail-words.ts";

interface Step {
  readonly what: string;
  readonly task: string;
  readonly button: string;
}

const STEP: Record<Locale, Record<Stage, Step>> = {
  de: {
    contract: {
      what: "Partnervertrag",
      task: "den Partnervertrag zu lesen und zu unterschreiben",
      button: "Vertrag lesen und unterschreiben",
    },
    training: { what: "Schulung", task: "Ihre Schulung abzuschließen", button: "Schulung fortsetzen" },
    certification: { what: "Prüfung", task: "Ihre Prüfung abzulegen", button: "Zur Prüfung" },
    first_deal: {
      what: "erstes Geschäft",
      task: "das erste gemeinsame Geschäft zu registrieren",
      button: "Geschäft registrieren",
    },
  },
  en: {
    contract: {
      what: "partner agreement",
      task: "read and sign the partner agreement",
      button: "Read and sign the agreement",
    },
    training: { what: "training", task: "complete your training", button: "Continue the training" },
    certification: { what: "exam", task: "take your exam", button: "Go to the exam" },
    first_deal: {
      what: "first deal",
      task: "register the first joint deal",
      button: "Register the deal",
    },
  },
};

const isLate = ({ deadline, now }: MailData): boolean => deadline !== null && deadline < now;

function leftToDo(data: MailData) {
  if (data.stage === "training") return trainingFacts(data);
  return data.stage === "certification" ? examFacts(data) : [];
}

const WORDS: Record<Locale, WriteLetter> = {
  de: (data) => {
    const { vendor, partner } = names(data);
    const { what, task, button } = STEP.de[given(data.stage, "the stage")];
    const until = data.deadline === null ? "" : ` bis ${shortDate(data.deadline, data)}`;
    const late = isLate(data);
    const plea = late
      ? `Die Frist dafür ist abgelaufen, der Schritt ist aber weiterhin offen: ${vendor} bittet Sie, ${task}.`
      : `${vendor} bittet Sie,${byDeadline(data)} ${task}.`;
    return {
      audience: "contact",
      subject: subjectLine("Erinnerung: ", late ? `${what} ist noch offen` : `${what}${until}`),
      preview: plea,
      title: late ? "Dieser Schritt ist noch offen" : "Eine kurze Erinnerung",
      lead: [
        plea,
        `Damit geht es für ${partner} weiter; der nächste Schritt öffnet sich, sobald dieser erledigt ist.`,
      ],
      facts: [...leftToDo(data), ...deadlineFact(data), ...minutesFact(data)],
      action: { label: button, invitation: "Hier geht es weiter:", href: data.link },
      closing: [
        "Was Sie bereits erledigt haben, ist gespeichert. Wenn Sie mehr Zeit brauchen, antworten Sie einfach auf diese E-Mail.",
      ],
    };
  },
  en: (data) => {
    const { vendor, partner } = names(data);
    const { what, task, button } = STEP.en[given(data.stage, "the stage")];
    const until = data.deadline === null ? "" : ` by ${shortDate(data.deadline, data)}`;
    const late = isLate(data);
    const plea = late
      ? `The deadline has passed, but the step is still open: ${vendor} asks you to ${task}.`
      : `${vendor} asks you to ${task}${byDeadline(data)}.`;
    return {
      audience: "contact",
      subject: subjectLine("Reminder: ", late ? `${what} is still open` : `${what}${until}`),
      preview: plea,
      title: late ? "This step is still open" : "A short reminder",
      lead: [plea, `The next step for ${partner} opens as soon as this one is done.`],
      facts: [...leftToDo(data), ...deadlineFact(data), ...minutesFact(data)],
      action: { label: button, invitation: "Carry on here:", href: data.link },
      closing: ["What you have done so far is saved. If you need more time, just reply to this mail."],
    };
  },
};

/** To a contact who has something left to do in the open stage; everything left in one mail. */
export const reminder: WriteLetter = (data) => WORDS[data.locale](data);
