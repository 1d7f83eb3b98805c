import type { Locale } from "../../domain/content.ts";
import type { DealField, DuplicateReason } from "../../domain/deal.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Stage } from "../../domain/program.ts";
import { longDate, moment, money, percent, relativeTime } from "../format.ts";
import type { MailData, MailDeal, MailTrack } from "./mail-data.ts";

export const STAGE_NAME: Record<Locale, Record<Stage, string>> = {
  de: {
    contract: "Vertrag",
    training: "Schulung",
    certification: "Zertifizierung",
    first_deal: "Erstes gemeinsames Geschäft",
  },
  en: {
    contract: "Contract",
    training: "Training",
    certification: "Certification",
    first_deal: "First joint deal",
  },
};

export const FIELD_NAME: Record<Locale, Record<DealField, string>> = {
  de: {
    customerName: "Name des Kunden",
    customerDomain: "Webadresse des Kunden",
    customerCountry: "Land des Kunden",
    customerContact: "Kontakt beim Kunden",
    need: "Bedarf",
    value: "Auftragswert",
    currency: "Währung",
    targetCloseDate: "Geplanter Abschluss",
    nextSteps: "Nächste Schritte",
  },
  en: {
    customerName: "Customer name",
    customerDomain: "Customer website",
    customerCountry: "Customer country",
    customerContact: "Contact at the customer",
    need: "What the customer needs",
    value: "Deal value",
    currency: "Currency",
    targetCloseDate: "Target close date",
    nextSteps: "Next steps",
  },
};

export const DUPLICATE_RULE: Record<Locale, Record<DuplicateReason["rule"], string>> = {
  de: {
    same_domain: "gleiche Webadresse wie eine andere Registrierung",
    same_name_and_country: "gleicher Name und gleiches Land wie eine andere Registrierung",
    similar_name: "ähnlicher Name wie eine andere Registrierung",
  },
  en: {
    same_domain: "same website as another registration",
    same_name_and_country: "same name and country as another registration",
    similar_name: "similar name to another registration",
  },
};

const LONGEST_SUBJECT = 59;
const MOVES_TEXT = /[\u202a-\u202e\u2066-\u2069]/g;
// Anything that is not one clean line of text could end the header or reorder what stands after it.
const oneLine = (text: string): string =>
  text
    .replace(/\p{Cc}+/gu, " ")
    .replace(MOVES_TEXT, "")
    .replace(/\s+/g, " ")
    .trim();

/** A name cut to the room there is, between two characters as people see them. */
export function shorten(name: string, room: number): string {
  if (name.length <= room) return name;
  const letters = new Intl.Segmenter("und", { granularity: "grapheme" });
  let kept = "";
  for (const { segment } of letters.segment(name)) {
    if (kept.length + segment.length > room - 1) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
}

/** A subject of one line under 60 characters: the name gives way, the words around it stay. */
export const subjectLine = (before: string, name: string, after = ""): string =>
  `${before}${shorten(oneLine(name), LONGEST_SUBJECT - before.length - after.length)}${after}`;

const RIGHT_TO_LEFT = /[\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufeff]/;

/** Keeps a name that runs the other way from reordering the sentence around it (Unicode UAX 9, isolates). */
export const inSentence = (name: string): string => (RIGHT_TO_LEFT.test(name) ? `\u2068${name}\u2069` : name);

/** The names every mail speaks of, ready to stand in a sentence. */
export const names = (data: MailData) => ({
  vendor: inSentence(data.vendor.name),
  partner: inSentence(data.partner),
  program: inSentence(data.program),
  manager: inSentence(data.manager.name),
});

const LABELS: Record<Locale, Record<"deadline" | "minutes" | "customer" | "value" | "partner", string>> = {
  de: {
    deadline: "Frist",
    minutes: "Zeitbedarf",
    customer: "Kunde",
    value: "Auftragswert",
    partner: "Partner",
  },
  en: { deadline: "Due", minutes: "Takes", customer: "Customer", value: "Deal value", partner: "Partner" },
};

type FactLine = readonly [string, string];

/** "Tue 24 Nov, 17:00 CET (in 3 days)". */
export const when = (at: Instant, data: MailData): string =>
  `${moment(at, data)} (${relativeTime(at, data)})`;

/** " by 24 November 2026", or nothing where there is no deadline. Begins with a space. */
export function byDeadline(data: MailData): string {
  if (data.deadline === null) return "";
  return data.locale === "de"
    ? ` bis zum ${longDate(data.deadline, data)}`
    : ` by ${longDate(data.deadline, data)}`;
}

export const deadlineFact = (data: MailData): FactLine[] =>
  data.deadline === null ? [] : [[LABELS[data.locale].deadline, when(data.deadline, data)]];

export const minutesFact = ({ minutes, locale }: MailData): FactLine[] => {
  if (minutes === null) return [];
  return [[LABELS[locale].minutes, locale === "de" ? `etwa ${minutes} Minuten` : `about ${minutes} minutes`]];
};

export const partnerFact = (data: MailData): FactLine[] => [
  [LABELS[data.locale].partner, `${inSentence(data.partner)}, ${data.program}`],
];

export const dealFacts = (deal: MailDeal, { locale }: MailData): FactLine[] => [
  [LABELS[locale].customer, inSentence(deal.customerName)],
  [LABELS[locale].value, money(deal.value, deal.currency, locale)],
];

export const trainingFacts = ({ tracks, locale }: MailData): FactLine[] =>
  tracks.map(({ name, modules, minutes }) => [
    name,
    locale === "de"
      ? `${modules} ${modules === 1 ? "Modul" : "Module"}, etwa ${minutes} Minuten`
      : `${modules} ${modules === 1 ? "module" : "modules"}, about ${minutes} minutes`,
  ]);

function examRule({ exam }: MailTrack, locale: Locale): string {
  const { questions, minutes, passMark, attempts } = exam;
  const mark = percent(passMark, locale);
  return locale === "de"
    ? `${questions} Fragen in ${minutes} Minuten, bestanden ab ${mark}, ${attempts} ${attempts === 1 ? "Versuch" : "Versuche"}`
    : `${questions} questions in ${minutes} minutes, pass mark ${mark}, ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
}

export const examFacts = ({ tracks, locale }: MailData): FactLine[] =>
  tracks.map((track) => [track.certificate, examRule(track, locale)]);

/** A note as a quotation, when there is one. */
export const quoteOf = (label: string, { note }: MailData) => (note ? { label, text: note } : null);
