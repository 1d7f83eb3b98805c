import type { Localized } from "../../domain/content.ts";
import { openStage } from "../../domain/onboarding.ts";
import type { Stage } from "../../domain/program.ts";
import { longDate } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { partnerPage } from "./partner-page.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";
import { STAGE_NAME } from "./words.ts";

interface Words {
  readonly completed: string;
  readonly completedLead: (vendor: Markup) => Markup;
  readonly declined: string;
  readonly declinedLead: string;
  readonly withdrawn: string;
  readonly withdrawnLead: string;
  readonly expired: string;
  readonly expiredLead: string;
  readonly on: (date: string) => string;
  readonly stageDone: (stage: string) => string;
  readonly stageWaived: (stage: string) => string;
  readonly stagePending: (stage: string) => string;
  readonly nextIs: (stage: string) => string;
  readonly nextSoon: string;
  readonly earlier: string;
  readonly signedCopy: string;
  readonly certificate: string;
}

const TEXT: Localized<Words> = {
  de: {
    completed: "Willkommen an Bord",
    completedLead: (vendor) =>
      html`Alle vier Schritte sind geschafft. Sie sind jetzt Partner von ${vendor}. Vielen Dank für Ihre Zeit
      und Ihre Sorgfalt.`,
    declined: "Der Vertrag wurde abgelehnt",
    declinedLead:
      "Damit ist dieses Onboarding beendet. Wenn sich etwas geändert hat oder ein Versehen vorliegt, schreiben Sie Ihrer Ansprechperson.",
    withdrawn: "Dieses Onboarding wurde beendet",
    withdrawnLead: "Es wird nicht fortgesetzt. Bei Fragen wenden Sie sich an Ihre Ansprechperson.",
    expired: "Dieses Onboarding ist abgelaufen",
    expiredLead:
      "Es war zu lange nichts geschehen. Möchten Sie neu beginnen? Schreiben Sie Ihrer Ansprechperson.",
    on: (date) => `Beendet am ${date}.`,
    stageDone: (stage) => `${stage}: dieser Schritt ist erledigt`,
    stageWaived: (stage) => `${stage}: dieser Schritt entfällt für Sie`,
    stagePending: (stage) => `${stage}: dieser Schritt ist noch nicht an der Reihe`,
    nextIs: (stage) => `Als Nächstes: ${stage}. Wer dafür zuständig ist, hat den Link per E-Mail erhalten.`,
    nextSoon: "Den Link zum nächsten Schritt erhalten Sie in Kürze per E-Mail.",
    earlier: "Aus diesem Schritt",
    signedCopy: "Unterschriebener Vertrag (PDF)",
    certificate: "Ihr Zertifikat",
  },
  en: {
    completed: "Welcome on board",
    completedLead: (vendor) =>
      html`All four steps are done. You are a partner of ${vendor} now. Thank you for your time and your care.`,
    declined: "The agreement was declined",
    declinedLead:
      "This ends the onboarding. If something has changed, or it was a mistake, write to your partner manager.",
    withdrawn: "This onboarding was ended",
    withdrawnLead: "It will not be continued. If you have questions, write to your partner manager.",
    expired: "This onboarding has expired",
    expiredLead:
      "Nothing had happened for too long. Would you like to begin anew? Write to your partner manager.",
    on: (date) => `Ended on ${date}.`,
    stageDone: (stage) => `${stage}: this step is done`,
    stageWaived: (stage) => `${stage}: you need not take this step`,
    stagePending: (stage) => `${stage}: it is not this step’s turn yet`,
    nextIs: (stage) => `Next: ${stage}. Whoever looks after it has got the link by e-mail.`,
    nextSoon: "You will get the link to the next step by e-mail shortly.",
    earlier: "From this step",
    signedCopy: "Signed agreement (PDF)",
    certificate: "Your certificate",
  },
};

function closed(
  visit: Visit,
  text: Words,
): { readonly title: string; readonly lead: string | Markup } | null {
  const { progress } = visit.onboarding;
  switch (progress.state) {
    case "open":
    case "on_hold":
      return null;
    case "completed":
      return { title: text.completed, lead: text.completedLead(html`<bdi>${visit.brand.name}</bdi>`) };
    case "declined":
    case "withdrawn":
    case "expired": {
      const lead = text[`${progress.state}Lead`];
      return { title: text[progress.state], lead: `${lead} ${text.on(longDate(progress.at, visit.reader))}` };
    }
  }
}

function whatNow(visit: Visit, text: Words): string {
  const open: Stage | null = openStage(visit.onboarding);
  return open ? text.nextIs(say(visit, STAGE_NAME[open])) : text.nextSoon;
}

/** What stays to be had: one's own signed agreement and certificates. */
function keptOf(visit: Visit, text: Words): readonly Markup[] {
  const { agreement, certifications } = visit.onboarding;
  const isMine = agreement.signatory === visit.contact.id;
  const copy =
    visit.stage === "contract" && isMine && agreement.state === "completed"
      ? [html`<a href="${at(visit, "/signed.pdf")}">${text.signedCopy}</a>`]
      : [];
  const mine = visit.stage === "certification" ? certifications : [];
  return [
    ...copy,
    ...mine
      .filter(({ contact, state }) => contact === visit.contact.id && state === "active")
      .map(({ id }) => html`<a href="/certificates/${id}">${text.certificate}</a>`),
  ];
}

/** The stage or the whole onboarding is over: what happened, what comes next, and what stays to be had. */
export function endedPage(visit: Visit): string {
  const text = say(visit, TEXT);
  const kept = keptOf(visit, text);
  const stage = say(visit, STAGE_NAME[visit.stage]);
  const { state } = visit.onboarding.stages[visit.stage];
  const words = {
    completed: text.stageDone,
    waived: text.stageWaived,
    pending: text.stagePending,
    open: text.stageDone,
  };
  const { title, lead } = closed(visit, text) ?? { title: words[state](stage), lead: whatNow(visit, text) };
  const main = html`<h1>${title}</h1>
    <p class="lead">${lead}</p>
    ${
      kept.length > 0
        ? html`<section class="section" aria-labelledby="kept">
            <h2 id="kept">${text.earlier}</h2>
            <ul class="stack tight">
              ${kept.map((item) => html`<li>${item}</li>`)}
            </ul>
          </section>`
        : null
    }`;
  return partnerPage(visit, { title, main });
}
