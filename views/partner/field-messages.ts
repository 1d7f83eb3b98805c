import type { Localized } from "../../domain/content.ts";

const MESSAGES = {
  not_authorized: {
    de: "Bitte bestätigen Sie, dass Sie unterschreiben dürfen.",
    en: "Please confirm that you may sign.",
  },
  name_missing: {
    de: "Bitte geben Sie Ihren vollständigen Namen in einer Zeile ein.",
    en: "Please type your full name in one line.",
  },
  no_consent: {
    de: "Bitte stimmen Sie der elektronischen Unterschrift zu.",
    en: "Please agree to sign electronically.",
  },
  reason_missing: {
    de: "Bitte geben Sie einen Grund an (höchstens 2.000 Zeichen).",
    en: "Please give a reason (2,000 characters at most).",
  },
  person_name: {
    de: "Bitte geben Sie den Namen der Person an (2 bis 200 Zeichen, eine Zeile).",
    en: "Please give the person’s name (2 to 200 characters, one line).",
  },
  email: {
    de: "Bitte geben Sie eine gültige E-Mail-Adresse an, zum Beispiel name@firma.example.",
    en: "Please give a valid e-mail address, for example name@company.example.",
  },
  same_person: {
    de: "Das ist Ihre eigene Adresse. Bitte nennen Sie eine andere Person.",
    en: "That is your own address. Please name somebody else.",
  },
  language: { de: "Bitte wählen Sie eine der Sprachen.", en: "Please choose one of the languages." },
  too_long: { de: "Bitte kürzen Sie den Text.", en: "Please shorten the text." },
} as const satisfies Record<string, Localized>;

/** What is wrong with a field, and what to do. */
export const fieldMessage = (name: keyof typeof MESSAGES): Localized => MESSAGES[name];
