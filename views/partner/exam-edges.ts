import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import type { Track } from "../../domain/program.ts";
import { html } from "../markup.ts";
import type { RunningExam } from "./exam-page.ts";
import { examRules } from "./exam-rules.ts";
import { partnerPage } from "./partner-page.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly startTitle: string;
  readonly startLead: (minutes: number) => string;
  readonly startHints: readonly string[];
  readonly start: string;
  readonly back: string;
  readonly overTitle: string;
  readonly over: string;
  readonly overButton: string;
}> = {
  de: {
    startTitle: "Bereit für die Prüfung?",
    startLead: (minutes) =>
      `Mit dem Start beginnen Ihre ${minutes} Minuten. Sie laufen weiter, auch wenn Sie die Seite schließen.`,
    startHints: [
      "Alle Fragen stehen auf einer Seite. Sie antworten in beliebiger Reihenfolge und können bis zur Abgabe ändern.",
      "Vor der Abgabe sehen Sie, was noch offen ist.",
      "Sie können zwischendurch speichern und über denselben Link weitermachen, solange die Zeit läuft.",
    ],
    start: "Prüfung jetzt starten",
    back: "Später",
    overTitle: "Die Prüfungszeit ist vorbei",
    over: "Ihre bis dahin gespeicherten Antworten werden gewertet. Geben Sie ab, um Ihr Ergebnis zu sehen.",
    overButton: "Abgeben und Ergebnis ansehen",
  },
  en: {
    startTitle: "Ready for the exam?",
    startLead: (minutes) =>
      `Your ${minutes} minutes begin when you start. They go on even if you close the page.`,
    startHints: [
      "All questions are on one page. Answer in any order, and change what you like until you hand in.",
      "Before you hand in you see what is still open.",
      "You can save in between and go on by the same link, as long as the time runs.",
    ],
    start: "Start the exam now",
    back: "Later",
    overTitle: "The time is over",
    over: "What you had saved by then counts. Hand in to see your result.",
    overButton: "Hand in and see the result",
  },
};

/** Asks before the clock starts. */
export function examStartPage(visit: Visit, exam: { track: Track; progress: ExamProgress }): string {
  const text = say(visit, TEXT);
  const { track, progress } = exam;
  const main = html`<h1>${text.startTitle}</h1>
    <p class="lead">${text.startLead(track.exam.timeLimitMinutes)}</p>
    ${examRules(visit, track, progress)}
    <ul class="stack tight">
      ${text.startHints.map((hint) => html`<li>${hint}</li>`)}
    </ul>
    <form method="post" action="${at(visit, `/exam/${track.id}/start`)}">
      <p class="actions">
        <button class="button">${text.start}</button>
        <a href="${at(visit)}">${text.back}</a>
      </p>
    </form>`;
  return partnerPage(visit, { title: text.startTitle, main, whoToAsk: false });
}

/** The clock has run out before anything was handed in. */
export function examOverPage(visit: Visit, { track, progress }: RunningExam): string {
  const text = say(visit, TEXT);
  const main = html`<h1>${text.overTitle}</h1>
    <p class="lead">${text.over}</p>
    <form method="post" action="${at(visit, `/exam/${track.id}/submit`)}">
      <input type="hidden" name="attempt" value="${progress.attempt}" />
      <input type="hidden" name="sure" value="yes" />
      <p class="actions"><button class="button">${text.overButton}</button></p>
    </form>`;
  return partnerPage(visit, { title: text.overTitle, main });
}
