import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import type { Track } from "../../domain/program.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import type { RunningExam } from "./exam-page.ts";
import { examRules } from "./exam-rules.ts";
import { arrowIcon } from "./icons.ts";
import { partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly lead: (minutes: number) => string;
  readonly hints: readonly string[];
  readonly start: string;
  readonly again: string;
  readonly overTitle: string;
  readonly over: string;
  readonly overButton: string;
}> = {
  de: {
    lead: (minutes) =>
      `Mit dem Start beginnen Ihre ${minutes} Minuten. Sie laufen weiter, auch wenn Sie die Seite schließen.`,
    hints: [
      "Alle Fragen stehen auf einer Seite. Sie antworten in beliebiger Reihenfolge und können bis zur Abgabe ändern.",
      "Vor der Abgabe sehen Sie, was noch offen ist.",
      "Sie können zwischendurch speichern und über denselben Link weitermachen, solange die Zeit läuft.",
    ],
    start: "Prüfung jetzt starten",
    again: "Noch einmal antreten: Prüfung jetzt starten",
    overTitle: "Die Prüfungszeit ist vorbei",
    over: "Ihre bis dahin gespeicherten Antworten werden gewertet. Geben Sie ab, um Ihr Ergebnis zu sehen.",
    overButton: "Abgeben und Ergebnis ansehen",
  },
  en: {
    lead: (minutes) => `Your ${minutes} minutes begin when you start. They go on even if you close the page.`,
    hints: [
      "All questions are on one page. Answer in any order, and change what you like until you hand in.",
      "Before you hand in you see what is still open.",
      "You can save in between and go on by the same link, as long as the time runs.",
    ],
    start: "Start the exam now",
    again: "Try again: start the exam now",
    overTitle: "The time is over",
    over: "What you had saved by then counts. Hand in to see your result.",
    overButton: "Hand in and see the result",
  },
};

/** The rules, what to know beforehand, and the button that starts the clock. Without the button where nothing can be done. */
export function examStart(
  visit: Visit,
  { track, progress }: { track: Track; progress: ExamProgress },
): Markup {
  const text = say(visit, TEXT);
  const isAgain = progress.state === "cooling_down";
  return html`${examRules(visit, track, progress)}
  ${
    isReadOnly(visit)
      ? null
      : html`<ul class="stack tight">
            ${text.hints.map((hint) => html`<li>${hint}</li>`)}
          </ul>
          <form class="calm" method="post" action="${at(visit, `/exam/${track.id}/start`)}">
            <p>${text.lead(track.exam.timeLimitMinutes)}</p>
            <p class="actions">
              <button class="button">${isAgain ? text.again : text.start} ${arrowIcon}</button>
            </p>
          </form>`
  }`;
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
