import type { Localized } from "../../domain/content.ts";
import { html } from "../markup.ts";
import { errorSummary, field } from "./form-parts.ts";
import type { Filled } from "./form-parts.ts";
import { partnerPage } from "./partner-page.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

export type ReasonFor = "decline" | "withdraw" | "appeal" | "extension" | "lost";

interface Words {
  readonly title: string;
  readonly lead: string;
  readonly label: string;
  readonly button: string;
  readonly back: string;
}

const TEXT: Record<ReasonFor, Localized<Words>> = {
  decline: {
    de: {
      title: "Vertrag ablehnen?",
      lead: "Damit endet Ihr Onboarding. Wenn Sie nur eine Frage haben oder eine Klausel ändern möchten, schreiben Sie lieber zuerst Ihrer Ansprechperson.",
      label: "Warum lehnen Sie ab?",
      button: "Ja, ablehnen",
      back: "Nein, zurück zum Vertrag",
    },
    en: {
      title: "Decline the agreement?",
      lead: "This ends your onboarding. If you only have a question or would like a clause changed, write to your partner manager first.",
      label: "Why do you decline?",
      button: "Yes, decline",
      back: "No, back to the agreement",
    },
  },
  withdraw: {
    de: {
      title: "Anmeldung zurückziehen?",
      lead: "Die Prüfung endet sofort. Sie können das Geschäft später neu anmelden, dann aber ohne den früheren Zeitpunkt.",
      label: "Warum ziehen Sie zurück?",
      button: "Ja, zurückziehen",
      back: "Nein, zurück",
    },
    en: {
      title: "Withdraw the registration?",
      lead: "The review ends at once. You can register the deal anew later, but without today’s place in line.",
      label: "Why do you withdraw?",
      button: "Yes, withdraw",
      back: "No, go back",
    },
  },
  appeal: {
    de: {
      title: "Das ist kein Doppel",
      lead: "Schreiben Sie in ein, zwei Sätzen, warum es sich um ein anderes Geschäft handelt. Ihre Begründung liegt bei der Entscheidung vor.",
      label: "Ihre Begründung",
      button: "Einspruch senden",
      back: "Zurück",
    },
    en: {
      title: "This is not a duplicate",
      lead: "Tell us in a sentence or two why this is another deal. Your reasons will be on the table when we decide.",
      label: "Your reasons",
      button: "Send the appeal",
      back: "Back",
    },
  },
  extension: {
    de: {
      title: "Mehr Zeit für dieses Geschäft",
      lead: "Sagen Sie kurz, wie weit Sie sind. Bis zur Antwort gilt der bisherige Schutz weiter.",
      label: "Wo stehen Sie, und warum braucht es länger?",
      button: "Verlängerung anfragen",
      back: "Zurück",
    },
    en: {
      title: "More time for this deal",
      lead: "Say briefly how far you are. Until we answer, your present protection stays as it is.",
      label: "Where do you stand, and why does it take longer?",
      button: "Ask for an extension",
      back: "Back",
    },
  },
  lost: {
    de: {
      title: "Geschäft verloren?",
      lead: "Schade. Damit endet der Schutz. Ihr Grund hilft uns, Sie beim nächsten Mal besser zu unterstützen.",
      label: "Woran lag es?",
      button: "Als verloren melden",
      back: "Zurück",
    },
    en: {
      title: "Has the deal been lost?",
      lead: "A pity. Its protection ends with it. Your reason helps us support you better next time.",
      label: "What was the cause?",
      button: "Report as lost",
      back: "Back",
    },
  },
};

const ACTION: Record<ReasonFor, string> = {
  decline: "/agreement/decline",
  withdraw: "/deal/withdraw",
  appeal: "/deal/appeal",
  extension: "/deal/extension",
  lost: "/deal/lost",
};

const ENDS: ReadonlySet<ReasonFor> = new Set(["decline", "withdraw", "lost"]);

/** Asks before something that ends or opens something, and why. */
export function reasonPage(visit: Visit, kind: ReasonFor, filled: Filled): string {
  const text = say(visit, TEXT[kind]);
  const { locale } = visit.reader;
  const main = html`${errorSummary(filled.errors, locale)}
    <h1>${text.title}</h1>
    <p class="lead">${text.lead}</p>
    <form class="calm" method="post" action="${at(visit, ACTION[kind])}" novalidate>
      ${field({ name: "note", label: text.label, locale, filled, kind: "long", maxLength: 2000 })}
      <p class="actions">
        <button class="button ${ENDS.has(kind) ? "danger" : ""}">${text.button}</button>
        <a href="${at(visit)}">${text.back}</a>
      </p>
    </form>`;
  return partnerPage(visit, { title: text.title, main });
}
