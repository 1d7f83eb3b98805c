import type { Localized } from "../../domain/content.ts";
import type { DealField, DealStage } from "../../domain/deal.ts";
import type { Stage } from "../../domain/program.ts";

export const STAGE_NAME: Record<Stage, Localized> = {
  contract: { de: "Vertrag", en: "Contract" },
  training: { de: "Schulung", en: "Training" },
  certification: { de: "Zertifizierung", en: "Certification" },
  first_deal: { de: "Erstes Geschäft", en: "First deal" },
};

export const DEAL_STAGE_NAME: Record<DealStage, Localized> = {
  prospect: { de: "Interessent", en: "Prospect" },
  qualified: { de: "Qualifiziert", en: "Qualified" },
  technical_validation: { de: "Technische Prüfung", en: "Technical validation" },
  business_validation: { de: "Wirtschaftliche Prüfung", en: "Business validation" },
  committed: { de: "Zugesagt", en: "Committed" },
  won: { de: "Gewonnen", en: "Won" },
  lost: { de: "Verloren", en: "Lost" },
};

interface FieldWords {
  readonly label: string;
  /** Why it is asked. */
  readonly hint: string;
  /** What to do when it is missing or wrong. */
  readonly error: string;
}

export const DEAL_FIELD: Record<DealField, Localized<FieldWords>> = {
  customerName: {
    de: {
      label: "Name des Kunden",
      hint: "Wie im Handelsregister. Daran erkennen wir, ob schon jemand dieses Geschäft angemeldet hat.",
      error: "Bitte geben Sie den Namen des Kunden an (2 bis 200 Zeichen).",
    },
    en: {
      label: "Customer’s name",
      hint: "As registered. It tells us whether somebody has registered this deal already.",
      error: "Please give the customer’s name (2 to 200 characters).",
    },
  },
  customerDomain: {
    de: {
      label: "Internetadresse des Kunden",
      hint: "Zum Beispiel muster.example. Das sicherste Merkmal gegen Doppelanmeldungen; leer, wenn es keine gibt.",
      error: "Bitte nur die Adresse, zum Beispiel muster.example, oder das Feld leer lassen.",
    },
    en: {
      label: "Customer’s web address",
      hint: "For example sample.example. The surest mark against double registrations; leave it empty if there is none.",
      error: "Please give the address only, for example sample.example, or leave it empty.",
    },
  },
  customerCountry: {
    de: {
      label: "Land",
      hint: "Wo der Kunde seinen Sitz hat.",
      error: "Bitte wählen Sie das Land des Kunden.",
    },
    en: {
      label: "Country",
      hint: "Where the customer is based.",
      error: "Please choose the customer’s country.",
    },
  },
  customerContact: {
    de: {
      label: "Ansprechperson beim Kunden",
      hint: "Name und Funktion. Wir nehmen ohne Sie keinen Kontakt auf.",
      error: "Bitte kürzen Sie die Angabe auf höchstens 200 Zeichen.",
    },
    en: {
      label: "Person at the customer",
      hint: "Name and function. We do not contact them without you.",
      error: "Please shorten this to 200 characters at most.",
    },
  },
  need: {
    de: {
      label: "Was braucht der Kunde?",
      hint: "Zwei oder drei Sätze genügen. So können wir entscheiden, ohne nachzufragen.",
      error: "Bitte beschreiben Sie den Bedarf etwas genauer (20 bis 2.000 Zeichen).",
    },
    en: {
      label: "What does the customer need?",
      hint: "Two or three sentences will do. They let us decide without asking back.",
      error: "Please describe the need a little more fully (20 to 2,000 characters).",
    },
  },
  value: {
    de: {
      label: "Erwarteter Wert",
      hint: "Ganze Beträge, eine ehrliche Schätzung. Sie bindet niemanden.",
      error: "Bitte geben Sie einen ganzen Betrag größer als null an, zum Beispiel 12500.",
    },
    en: {
      label: "Expected value",
      hint: "Whole amounts, an honest estimate. It binds nobody.",
      error: "Please give a whole amount above zero, for example 12500.",
    },
  },
  currency: {
    de: { label: "Währung", hint: "", error: "Bitte wählen Sie eine der Währungen." },
    en: { label: "Currency", hint: "", error: "Please choose one of the currencies." },
  },
  targetCloseDate: {
    de: {
      label: "Angestrebter Abschluss",
      hint: "Bis wann der Kunde entscheiden will.",
      error: "Bitte geben Sie ein Datum an, das nicht in der Vergangenheit liegt.",
    },
    en: {
      label: "Expected close",
      hint: "By when the customer wants to decide.",
      error: "Please give a date that is not in the past.",
    },
  },
  nextSteps: {
    de: {
      label: "Nächste Schritte",
      hint: "Was Sie als Nächstes vorhaben und wobei wir helfen können.",
      error: "Bitte kürzen Sie die Angabe auf höchstens 2.000 Zeichen.",
    },
    en: {
      label: "Next steps",
      hint: "What you plan next, and where we can help.",
      error: "Please shorten this to 2,000 characters at most.",
    },
  },
};
