import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import type { Track } from "../../domain/program.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
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

/** `{n}` is a number that the page's script keeps up to date. */
interface Words {
  readonly title: string;
  readonly answered: (all: number) => string;
  readonly left: string;
  readonly soon: string;
  readonly question: (position: number) => string;
  readonly handIn: string;
  readonly save: string;
  readonly saved: (all: number) => string;
  readonly kept: string;
  readonly notSaved: string;
  readonly final: string;
  readonly openOne: string;
  readonly openMany: string;
  readonly openHint: string;
  readonly anyway: string;
}

const TEXT: Localized<Words> = {
  de: {
    title: "Ihre Prüfung läuft",
    answered: (all) => `{n} von ${all} beantwortet`,
    left: "Restzeit",
    soon: "Noch zwei Minuten.",
    question: (position) => `Frage ${position}`,
    handIn: "Prüfung abgeben",
    save: "Antworten speichern",
    saved: (all) => `Gespeichert: {n} von ${all} Antworten.`,
    kept: "Auf diesem Gerät gemerkt. Gespeichert wird alle fünf Minuten und wenn Sie die Seite verlassen.",
    notSaved:
      "Die letzten Änderungen sind noch nicht gespeichert. Sie stehen weiter auf dieser Seite; wir versuchen es gleich noch einmal.",
    final: "Nach der Abgabe können Sie nichts mehr ändern. Das Ergebnis sehen Sie sofort.",
    openOne: "Eine Frage ist noch offen",
    openMany: "{n} Fragen sind noch offen",
    openHint: "Was offen bleibt, zählt als falsch. Ein Tipp auf die Nummer führt zur Frage.",
    anyway: "Trotzdem abgeben",
  },
  en: {
    title: "Your exam is running",
    answered: (all) => `{n} of ${all} answered`,
    left: "Time left",
    soon: "Two minutes left.",
    question: (position) => `Question ${position}`,
    handIn: "Hand in",
    save: "Save answers",
    saved: (all) => `Saved: {n} of ${all} answers.`,
    kept: "Kept on this device. Saved every five minutes, and when you leave the page.",
    notSaved:
      "Your last changes are not saved yet. They are still on this page; we will try again in a moment.",
    final: "Once handed in, nothing can be changed. You see the result at once.",
    openOne: "One question is still open",
    openMany: "{n} questions are still open",
    openHint: "What stays open counts as wrong. Choose a number to go to the question.",
    anyway: "Hand in all the same",
  },
};

const isAnswered = ({ answers }: AttemptSheet, id: string): boolean => (answers[id] ?? []).length > 0;

/** Ids of those that have no answer yet. */
export const openQuestions = (sheet: AttemptSheet): readonly string[] =>
  sheet.questions.map(({ id }) => id).filter((id) => !isAnswered(sheet, id));

const two = (count: number): string => String(count).padStart(2, "0");

const counted = (text: string, count: number): string => text.replace("{n}", String(count));

function examBar(visit: Visit, { progress, sheet }: RunningExam): Markup {
  const text = say(visit, TEXT);
  const left = Math.max(0, Math.round((progress.endsAt - visit.reader.now) / 1000));
  const all = sheet.questions.length;
  const answered = text.answered(all);
  return html`<div class="exam-bar">
    <span id="answered" data-text="${answered}">${counted(answered, all - openQuestions(sheet).length)}</span>
    <span
      >${text.left}
      <span
        class="time ${left < 120 ? "short" : ""}"
        id="time-left"
        role="timer"
        data-now="${visit.reader.now}"
        data-ends-at="${progress.endsAt}"
        >${Math.floor(left / 60)}:${two(left % 60)}</span
      ></span
    >
    <span class="unseen" id="time-soon" role="status" data-text="${text.soon}"></span>
  </div>`;
}

function questionsMarkup(visit: Visit, { track, sheet }: RunningExam): Markup {
  const bank = new Map(track.exam.bank.map((question) => [question.id, question]));
  return html`${sheet.questions.map(({ id, options: order }, index) => {
    const question = bank.get(id);
    if (!question) return null;
    const chosen = sheet.answers[id] ?? [];
    return html`<div class="question" id="question-${index + 1}">
      ${questionPart(visit, { question, order, chosen, name: `q-${id}`, prefix: `${index + 1}. ` })}
      ${chosen.length > 0 ? html`<input type="hidden" name="had" value="${id}" />` : null}
    </div>`;
  })}`;
}

/** What is still open, and the button that hands in all the same. Hidden until it is asked for. */
function unanswered(visit: Visit, { sheet }: RunningExam, asked: boolean): Markup {
  const text = say(visit, TEXT);
  const open = openQuestions(sheet);
  return html`<div
    class="notice warn"
    id="unanswered"
    role="alert"
    tabindex="-1"
    data-one="${text.openOne}"
    data-many="${text.openMany}"
    ${asked ? null : html`hidden`}
  >
    <h2 id="unanswered-title">${open.length === 1 ? text.openOne : counted(text.openMany, open.length)}</h2>
    <p>${text.openHint}</p>
    <ol class="question-map">
      ${sheet.questions.map(
        ({ id }, index) =>
          html`<li ${open.includes(id) ? null : html`hidden`}>
            <a href="#question-${index + 1}" aria-label="${text.question(index + 1)}">${index + 1}</a>
          </li>`,
      )}
    </ol>
    <p class="actions">
      <button class="button quiet" name="sure" value="yes" id="anyway">${text.anyway}</button>
    </p>
  </div>`;
}

/** The first button of a form is the one that the Enter key presses: it shall not hand in. */
const whatEnterPresses = (save: string, here: string): Markup =>
  html`<button formaction="${here}/answers" hidden>${save}</button>`;

/** All questions in one form. `ask`: it was handed in with questions open, and they are pointed out first. */
export function examPage(visit: Visit, exam: RunningExam, ask?: "ask"): string {
  const { track, progress, sheet } = exam;
  const text = say(visit, TEXT);
  const here = at(visit, `/exam/${track.id}`);
  const all = sheet.questions.length;
  const saved = text.saved(all);
  const main = html`<h1>${text.title}</h1>
    <p class="lead">${say(visit, track.exam.certificate)}</p>
    ${examBar(visit, exam)}
    <form
      class="exam ${ask ? "asked" : ""}"
      id="exam"
      method="post"
      action="${here}/submit#unanswered"
      data-save="${here}/answers"
      autocomplete="off"
    >
      <input type="hidden" name="attempt" value="${progress.attempt}" />
      ${whatEnterPresses(text.save, here)} ${questionsMarkup(visit, exam)}
      <div class="section">
        <p>${text.final}</p>
        ${unanswered(visit, exam, ask === "ask")}
        <p class="actions">
          <button class="button">${text.handIn} ${arrowIcon}</button>
          <button class="button quiet" formaction="${here}/answers">${text.save}</button>
        </p>
        <p
          class="small muted"
          id="saved"
          role="status"
          data-saved="${saved}"
          data-kept="${text.kept}"
          data-not-saved="${text.notSaved}"
        >
          ${counted(saved, all - openQuestions(sheet).length)}
        </p>
      </div>
    </form>`;
  return partnerPage(visit, { title: text.title, main, whoToAsk: false });
}
