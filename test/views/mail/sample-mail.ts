import type { StageState } from "../../../domain/onboarding.ts";
import type { MailData } from "../../../views/mail/mail-data.ts";
import { after, DAY, makeVendor, T0 } from "../../make.ts";

const completed = (days: number): StageState => ({
  state: "completed",
  openedAt: after(-20 * DAY),
  at: after(-days * DAY),
});

/** Everything any kind of mail may ask for. */
export const sampleMail = (changes: Partial<MailData> = {}): MailData => ({
  locale: "de",
  timeZone: "Europe/Berlin",
  now: T0,
  vendor: makeVendor(),
  partner: "Heizwerk Niederrhein GmbH",
  program: "Reseller-Programm",
  to: { name: "Sabine Vogt", email: "sabine.vogt@heizwerk.example" },
  manager: { name: "Ines Albers", email: "ines.albers@acme.example", phone: "+49 30 1234567" },
  about: { name: "Tom Baker", email: "tom.baker@heizwerk.example" },
  link: "https://partners.acme.example/p/acme.k3v9x2m7q4a1.c1.training#Jq0nXf3n8v1dP2c9hZk7Wb5sYt4u6r0m1LxEoGiAaQw",
  signedCopy: "https://partners.acme.example/p/acme.k3v9x2m7q4a1.c1.contract#Zr2LmX0c5vB7nQ9wEtYu",
  stages: {
    contract: completed(2),
    training: {
      state: "open",
      openedAt: after(-2 * DAY),
      deadline: after(12 * DAY),
      overdueAt: null,
      reminded: {},
    },
    certification: { state: "pending" },
    first_deal: { state: "pending" },
  },
  stage: "training",
  deadline: after(12 * DAY),
  minutes: 90,
  answerBy: after(3 * DAY),
  tracks: [
    {
      name: "KI-Assistenten im Mittelstand verkaufen",
      certificate: "Zertifizierter KI-Vertriebsberater",
      modules: 3,
      minutes: 45,
      exam: { questions: 10, minutes: 20, passMark: 80, attempts: 3 },
    },
  ],
  certificates: [
    {
      name: "Zertifizierter KI-Vertriebsberater",
      holder: "Sabine Vogt",
      url: "https://partners.acme.example/certificates/f2k9",
      expiresAt: after(730 * DAY),
    },
  ],
  deal: {
    customerName: "Molkerei Grünau eG",
    value: 48_000,
    currency: "EUR",
    protectedUntil: after(90 * DAY),
    fields: ["customerContact", "targetCloseDate"],
    duplicates: ["same_domain", "similar_name"],
  },
  granted: true,
  ended: "expired",
  overdue: "deal_review",
  note: "Bitte nennen Sie noch die zuständige Person beim Kunden.\nVielen Dank!",
  ...changes,
});
