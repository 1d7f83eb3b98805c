import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import type { Question, Track } from "../../domain/program.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { examRules } from "./exam-rules.ts";
import { arrowIcon } from "./icons.ts";
import { partnerPage } from "./partner-page.ts";
import { questionPart } from "./question-part.ts";
import { at, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

/** An attempt under way. */
export interface RunningExam {
  readonly track: Track;
  readonly progress: Extract<ExamProgress, { state: "in_attempt" }>;
  readonly sheet: AttemptSheet;
}

const TEXT: Localized<{
  readonly startTitle: string;
  readonly startLead: (minutes: number) => string;
  readonly startHints: readonly string[];
  readonly start: string;
  readonly back: string;
  readonly place: (position: number, all: number) => string;
  readonly left: string;
  readonly open: (count: number) => string;
  readonly next: string;
  readonly previous: string;
  readonly toReview: string;
  readonly all: string;
  readonly review: string;
  readonly reviewComplete: string;
  readonly reviewOpen: (count: number) => string;
  readonly answered: string;
  readonly unanswered: string;
  readonly handIn: string;
  readonly final: string;
  readonly overTitle: string;
  readonly over: string;
  readonly overButton: string;
}> = {
  de: {
    startTitle: "Bereit für die Prüfung?",
    startLead: (minutes) =>
      `Mit dem Start beginnen Ihre ${minutes} Minuten. Sie laufen weiter, auch wenn Sie die Seite schließen.`,
    startHints: [
      "Jede Antwort wird gespeichert, wenn Sie weiterblättern. Sie können zurückgehen und ändern.",
      "Vor der Abgabe sehen Sie, was noch offen ist.",
    ],
    start: "Prüfung jetzt starten",
    back: "Später",
    place: (position, all) => `Frage ${position} von ${all}`,
    left: "Restzeit",
    open: (count) => (count === 0 ? "alles beantwortet" : `${count} offen`),
    next: "Speichern und weiter",
    previous: "Zurück",
    toReview: "Speichern und zur Übersicht",
    all: "Alle Fragen",
    review: "Vor der Abgabe",
    reviewComplete: "Sie haben alle Fragen beantwortet.",
    reviewOpen: (count) =>
      count === 1
        ? "Eine Frage ist noch offen. Sie zählt als falsch, wenn Sie jetzt abgeben."
        : `${count} Fragen sind noch offen. Sie zählen als falsch, wenn Sie jetzt abgeben.`,
    answered: "beantwortet",
    unanswered: "offen",
    handIn: "Prüfung abgeben",
    final: "Nach der Abgabe können Sie nichts mehr ändern. Das Ergebnis sehen Sie sofort.",
    overTitle: "Die Prüfungszeit ist vorbei",
    over: "Ihre bis dahin gespeicherten Antworten werden gewertet. Geben Sie ab, um Ihr Ergebnis zu sehen.",
    overButton: "Abgeben und Ergebnis ansehen",
  },
  en: {
    startTitle: "Ready for the exam?",
    startLead: (minutes) =>
      `Your ${minutes} minutes begin when you start. They go on even if you close the page.`,
    startHints: [
      "Each answer is saved as you move on. You can go back and change it.",
      "Before you hand in you see what is still open.",
    ],
    start: "Start the exam now",
    back: "Later",
    place: (position, all) => `Question ${position} of ${all}`,
    left: "Time left",
    open: (count) => (count === 0 ? "all answered" : `${count} open`),
    next: "Save and go on",
    previous: "Back",
    toReview: "Save and review",
    all: "All questions",
    review: "Before you hand in",
    reviewComplete: "You have answered every question.",
    reviewOpen: (count) =>
      count === 1
        ? "One question is still open. It counts as wrong if you hand in now."
        : `${count} questions are still open. They count as wrong if you hand in now.`,
    answered: "answered",
    unanswered: "open",
    handIn: "Hand in the exam",
    final: "Once handed in, nothing can be changed. You see the result at once.",
    overTitle: "The time is over",
    over: "What you had saved by then counts. Hand in to see your result.",
    overButton: "Hand in and see the result",
  },
};

const isAnswered = ({ answers }: AttemptSheet, id: string): boolean => (answers[id] ?? []).length > 0;

const openCount = (sheet: AttemptSheet): number =>
  sheet.questions.filter(({ id }) => !isAnswered(sheet, id)).length;

const two = (count: number): string => String(count).padStart(2, "0");

function examBar(visit: Visit, { progress, sheet, track }: RunningExam, position: number | null): Markup {
  const text = say(visit, TEXT);
  const left = Math.max(0, Math.round((progress.endsAt - visit.reader.now) / 1000));
  return html`<div class="exam-bar">
    <span
      >${position === null ? null : `${text.place(position, sheet.questions.length)} · `}${text.open(openCount(sheet))}</span
    >
    <span
      >${text.left}
      <span
        class="time ${left < 120 ? "short" : ""}"
        id="time-left"
        role="timer"
        data-now="${visit.reader.now}"
        data-ends-at="${progress.endsAt}"
        data-over="${at(visit, `/exam/${track.id}`)}"
        >${Math.floor(left / 60)}:${two(left % 60)}</span
      ></span
    >
  </div>`;
}

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

function questionMap(visit: Visit, { sheet }: RunningExam, position: number): Markup {
  const text = say(visit, TEXT);
  return html`<nav aria-label="${text.all}">
    <ol class="question-map">
      ${sheet.questions.map(({ id }, index) => {
        const answered = isAnswered(sheet, id);
        return html`<li>
          <button
            name="go"
            value="${index + 1}"
            class="${answered ? "answered" : ""}"
            ${index + 1 === position ? html`aria-current="true"` : null}
            aria-label="${text.place(index + 1, sheet.questions.length)}, ${answered ? text.answered : text.unanswered}"
          >
            ${index + 1}
          </button>
        </li>`;
      })}
    </ol>
  </nav>`;
}

/** One question. Whatever button is pressed saves the answer. */
export function examQuestionPage(
  visit: Visit,
  exam: RunningExam,
  asked: { readonly position: number; readonly question: Question },
): string {
  const { track, progress, sheet } = exam;
  const { position, question } = asked;
  const text = say(visit, TEXT);
  const all = sheet.questions.length;
  const order = sheet.questions[position - 1]?.options ?? [];
  const chosen = sheet.answers[question.id] ?? [];
  const title = text.place(position, all);
  const main = html`<h1 class="unseen">${title}</h1>
    ${examBar(visit, exam, position)}
    <form method="post" action="${at(visit, `/exam/${track.id}/${position}`)}">
      <input type="hidden" name="attempt" value="${progress.attempt}" />
      <input type="hidden" name="question" value="${question.id}" />
      <div class="calm">
        ${questionPart(visit, { question, order, chosen, name: "answer", prefix: `${position}. ` })}
      </div>
      <p class="actions">
        <button class="button" name="go" value="${position < all ? position + 1 : "review"}">
          ${position < all ? text.next : text.toReview}
        </button>
        ${
          position > 1
            ? html`<button class="button quiet" name="go" value="${position - 1}">${text.previous}</button>`
            : null
        }
        ${position < all ? html`<button class="link-button" name="go" value="review">${text.toReview}</button>` : null}
      </p>
      ${questionMap(visit, exam, position)}
    </form>`;
  return partnerPage(visit, { title, main, whoToAsk: false });
}

/** What is answered and what is open, before handing in. */
export function examReviewPage(visit: Visit, exam: RunningExam): string {
  const { track, progress, sheet } = exam;
  const text = say(visit, TEXT);
  const open = openCount(sheet);
  const bank = new Map(track.exam.bank.map((question) => [question.id, question]));
  const row = ({ id }: { readonly id: string }, index: number): Markup => {
    const question = bank.get(id);
    const answered = isAnswered(sheet, id);
    return html`<li>
      <a class="step" href="${at(visit, `/exam/${track.id}/${index + 1}`)}">
        <span class="dot ${answered ? "done" : ""}" aria-hidden="true">${index + 1}</span>
        <span>${question ? say(visit, question.text) : id}</span>
        <span class="badge ${answered ? "" : "warn"}">${answered ? text.answered : text.unanswered}</span>
      </a>
    </li>`;
  };
  const main = html`<h1>${text.review}</h1>
    ${examBar(visit, exam, null)}
    <p class="notice ${open === 0 ? "good" : "warn"}">
      ${open === 0 ? text.reviewComplete : text.reviewOpen(open)}
    </p>
    <form method="post" action="${at(visit, `/exam/${track.id}/submit`)}">
      <input type="hidden" name="attempt" value="${progress.attempt}" />
      <p>${text.final}</p>
      <p class="actions"><button class="button">${text.handIn} ${arrowIcon}</button></p>
    </form>
    <ol class="steps">
      ${sheet.questions.map(row)}
    </ol>`;
  return partnerPage(visit, { title: text.review, main, whoToAsk: false });
}

/** The clock has run out before anything was handed in. */
export function examOverPage(visit: Visit, { track, progress }: Omit<RunningExam, "sheet">): string {
  const text = say(visit, TEXT);
  const main = html`<h1>${text.overTitle}</h1>
    <p class="lead">${text.over}</p>
    <form method="post" action="${at(visit, `/exam/${track.id}/submit`)}">
      <input type="hidden" name="attempt" value="${progress.attempt}" />
      <p class="actions"><button class="button">${text.overButton}</button></p>
    </form>`;
  return partnerPage(visit, { title: text.overTitle, main });
}
