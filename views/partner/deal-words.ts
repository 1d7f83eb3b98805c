import type { Localized } from "../../domain/content.ts";
import type { DuplicateReason } from "../../domain/deal.ts";

/** Which rule found a possible duplicate; whose the other registration is stays with the vendor. */
export const DUPLICATE_RULE: Record<DuplicateReason["rule"], Localized> = {
  same_domain: {
    de: "Eine andere Anmeldung nennt dieselbe Internetadresse.",
    en: "Another registration names the same web address.",
  },
  same_name_and_country: {
    de: "Eine andere Anmeldung nennt denselben Kundennamen im selben Land.",
    en: "Another registration names the same customer in the same country.",
  },
  similar_name: {
    de: "Eine andere Anmeldung nennt einen sehr ähnlichen Kundennamen.",
    en: "Another registration names a very similar customer.",
  },
};

interface DealPageWords {
  readonly underReview: string;
  readonly underReviewLead: (vendor: string) => string;
  readonly decideBy: (when: string) => string;
  readonly late: (vendor: string, when: string) => string;
  readonly decision: string;
  readonly duplicates: string;
  readonly duplicatesLead: string;
  readonly appeal: string;
  readonly appealed: string;
  readonly sentBack: string;
  readonly sentBackLead: string;
  readonly correct: string;
  readonly approved: string;
  readonly approvedLead: (vendor: string) => string;
  readonly protectedUntil: (date: string, distance: string) => string;
  readonly extensionPending: (date: string) => string;
  readonly extend: string;
  readonly noExtensions: string;
  readonly yourStage: string;
  readonly yourStageHint: string;
  readonly save: string;
  readonly lost: string;
  readonly won: string;
  readonly wonLead: string;
  readonly lostTitle: string;
  readonly lostLead: string;
  readonly rejected: string;
  readonly rejectedLead: string;
  readonly reason: string;
  readonly withdrawn: string;
  readonly withdrawnLead: string;
  readonly expired: string;
  readonly expiredLead: string;
  readonly anew: string;
  readonly withdraw: string;
  readonly yourEntries: string;
  readonly completed: string;
}

export const DEAL_PAGE: Localized<DealPageWords> = {
  de: {
    underReview: "Ihre Anmeldung wird geprüft",
    underReviewLead: (vendor) => `${vendor} hat Ihre Anmeldung erhalten. Sie müssen im Moment nichts tun.`,
    decideBy: (when) => `Entscheidung spätestens ${when}`,
    late: (vendor, when) =>
      `${vendor} hätte ${when} entscheiden sollen. Die Zuständigen wurden erinnert; die verlorene Zeit geht nicht zu Ihren Lasten.`,
    decision: "Entscheidung",
    duplicates: "Möglicherweise gibt es diese Anmeldung schon",
    duplicatesLead: "Das ist ein Hinweis, keine Entscheidung. Ein Mensch prüft ihn.",
    appeal: "Das ist ein anderes Geschäft",
    appealed: "Ihr Einspruch liegt bei der Entscheidung vor.",
    sentBack: "Wir brauchen noch etwas von Ihnen",
    sentBackLead: "Ihre Anmeldung ist nicht abgelehnt. Ein paar Angaben müssen noch ergänzt werden.",
    correct: "Angaben ergänzen",
    approved: "Freigegeben und geschützt",
    approvedLead: (vendor) =>
      `Glückwunsch! ${vendor} arbeitet bei diesem Kunden mit Ihnen und mit niemandem sonst.`,
    protectedUntil: (date, distance) => `Geschützt bis ${date} (endet ${distance})`,
    extensionPending: (date) =>
      `Ihre Bitte um Verlängerung vom ${date} wird geprüft. Der bisherige Schutz gilt weiter.`,
    extend: "Verlängerung anfragen",
    noExtensions: "Der Schutz dieses Geschäfts kann nicht weiter verlängert werden.",
    yourStage: "Wie weit ist das Geschäft?",
    yourStageHint: "Ihre eigene Einschätzung. So wissen wir, wobei wir helfen können.",
    save: "Stand speichern",
    lost: "Geschäft verloren melden",
    won: "Gewonnen. Herzlichen Glückwunsch!",
    wonLead: "Sie haben das Geschäft als gewonnen gemeldet.",
    lostTitle: "Dieses Geschäft ist verloren",
    lostLead: "Sie haben das Geschäft als verloren gemeldet. Beim nächsten Mal klappt es.",
    rejected: "Die Anmeldung wurde abgelehnt",
    rejectedLead: "Das betrifft nur dieses eine Geschäft. Sie können jederzeit ein anderes anmelden.",
    reason: "Begründung",
    withdrawn: "Sie haben die Anmeldung zurückgezogen",
    withdrawnLead: "Sie können jederzeit ein anderes Geschäft anmelden.",
    expired: "Der Schutz ist abgelaufen",
    expiredLead: "Wenn das Geschäft noch lebt, melden Sie es neu an.",
    anew: "Ein anderes Geschäft anmelden",
    withdraw: "Anmeldung zurückziehen",
    yourEntries: "Ihre Angaben",
    completed: "Ihr Onboarding ist abgeschlossen. Willkommen an Bord!",
  },
  en: {
    underReview: "Your registration is under review",
    underReviewLead: (vendor) =>
      `${vendor} has received your registration. There is nothing for you to do right now.`,
    decideBy: (when) => `Decision at the latest ${when}`,
    late: (vendor, when) =>
      `${vendor} should have decided ${when}. Those in charge were reminded; the time lost is not at your cost.`,
    decision: "Decision",
    duplicates: "This may have been registered already",
    duplicatesLead: "This is a hint, not a decision. A person looks at it.",
    appeal: "This is another deal",
    appealed: "Your appeal will be on the table when we decide.",
    sentBack: "We need something more from you",
    sentBackLead: "Your registration has not been rejected. A few details are missing.",
    correct: "Complete the details",
    approved: "Approved and protected",
    approvedLead: (vendor) =>
      `Congratulations! ${vendor} works on this customer with you and with nobody else.`,
    protectedUntil: (date, distance) => `Protected until ${date} (ends ${distance})`,
    extensionPending: (date) =>
      `Your request of ${date} for an extension is being looked at. Your present protection stays as it is.`,
    extend: "Ask for an extension",
    noExtensions: "The protection of this deal cannot be extended any further.",
    yourStage: "How far is the deal?",
    yourStageHint: "Your own view. It tells us where we can help.",
    save: "Save the stage",
    lost: "Report the deal as lost",
    won: "Won. Congratulations!",
    wonLead: "You have reported the deal as won.",
    lostTitle: "This deal is lost",
    lostLead: "You have reported the deal as lost. Next time it will work out.",
    rejected: "The registration was rejected",
    rejectedLead: "This is about this one deal only. You can register another at any time.",
    reason: "Reason",
    withdrawn: "You withdrew the registration",
    withdrawnLead: "You can register another deal at any time.",
    expired: "The protection has ended",
    expiredLead: "If the deal is still alive, register it anew.",
    anew: "Register another deal",
    withdraw: "Withdraw the registration",
    yourEntries: "What you entered",
    completed: "Your onboarding is complete. Welcome on board!",
  },
};
