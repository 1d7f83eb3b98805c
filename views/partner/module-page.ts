import type { Answers } from "../../domain/commands.ts";
import type { Localized } from "../../domain/content.ts";
import type { Module, Question, Track } from "../../domain/program.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { blocksMarkup } from "./blocks.ts";
import { arrowIcon, checkIcon } from "./icons.ts";
import { doneBy, moduleHref, nextModule } from "./lessons.ts";
import type { Lesson } from "./lessons.ts";
import { partnerPage } from "./partner-page.ts";
import { questionPart } from "./question-part.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly place: (track: string, position: number, all: number) => string;
  readonly minutes: (count: number) => string;
  readonly check: string;
  readonly checkLead: string;
  readonly send: string;
  readonly again: string;
  readonly wrongTitle: (count: number) => string;
  readonly wrong: string;
  readonly doneTitle: string;
  readonly done: string;
  readonly next: (title: string) => string;
  readonly overview: string;
  readonly finished: string;
  readonly before: (title: string) => string;
  readonly explained: string;
}> = {
  de: {
    place: (track, position, all) => `${track} · Lektion ${position} von ${all}`,
    minutes: (count) => `etwa ${count} Minuten`,
    check: "Kurz nachgefragt",
    checkLead: "Sie können so oft antworten, wie Sie möchten; zu jeder Frage erklären wir die Lösung.",
    send: "Antworten prüfen",
    again: "Noch einmal prüfen",
    wrongTitle: (count) =>
      count === 1 ? "Eine Antwort stimmt noch nicht" : `${count} Antworten stimmen noch nicht`,
    wrong: "Lesen Sie die Erklärung bei der Frage, ändern Sie Ihre Antwort und prüfen Sie noch einmal.",
    doneTitle: "Lektion erledigt",
    done: "Alle Antworten waren richtig.",
    next: (title) => `Weiter: ${title}`,
    overview: "Zur Übersicht",
    finished: "Das war die letzte Lektion dieser Schulung.",
    before: (title) => `„${title}“ ist erledigt: alle Antworten richtig.`,
    explained: "Erklärungen dazu ansehen",
  },
  en: {
    place: (track, position, all) => `${track} · Lesson ${position} of ${all}`,
    minutes: (count) => `about ${count} minutes`,
    check: "A quick check",
    checkLead: "You may answer as often as you like; we explain the answer to each question.",
    send: "Check my answers",
    again: "Check again",
    wrongTitle: (count) =>
      count === 1 ? "One answer is not right yet" : `${count} answers are not right yet`,
    wrong: "Read the explanation at the question, change your answer and check again.",
    doneTitle: "Lesson done",
    done: "All answers were right.",
    next: (title) => `Next: ${title}`,
    overview: "To the overview",
    finished: "That was the last lesson of this training.",
    before: (title) => `“${title}” is done: all answers right.`,
    explained: "See the explanations",
  },
};

export interface ModuleState {
  readonly track: Track;
  readonly module: Module;
  /** Modules of the track this person has done. */
  readonly done: readonly string[];
  /** What was just answered and which questions were wrong; `null` before that. */
  readonly tried: { readonly answers: Answers; readonly wrong: readonly string[] } | null;
  /** What was done just before, on the way here. */
  readonly before: Lesson | null;
}

const rightOptions = ({ options }: Question): string[] =>
  options.filter(({ correct }) => correct).map(({ id }) => id);

function questionOf(
  visit: Visit,
  { tried }: ModuleState,
  place: { question: Question; isDone: boolean },
): Markup {
  const { question, isDone } = place;
  const verdict = isDone ? "right" : tried?.wrong.includes(question.id) ? "wrong" : tried ? "right" : null;
  return questionPart(visit, {
    question,
    order: question.options.map(({ id }) => id),
    chosen: isDone ? rightOptions(question) : (tried?.answers[question.id] ?? []),
    name: `q-${question.id}`,
    ...(verdict ? { verdict } : {}),
  });
}

function doneCard(visit: Visit, { track, done }: ModuleState): Markup {
  const text = say(visit, TEXT);
  const next = nextModule(track, done);
  return html`<div class="notice good" role="status">
      <h3>${text.doneTitle}</h3>
      <p>${text.done} ${next ? null : text.finished}</p>
    </div>
    <p class="actions">
      ${
        next
          ? html`<a class="button" href="${moduleHref(visit, track, next)}"
              >${text.next(say(visit, next.title))} ${arrowIcon}</a
            >`
          : null
      }
      <a class="${next ? "" : "button"}" href="${at(visit)}">${text.overview}</a>
    </p>`;
}

function wrongSummary(visit: Visit, { tried }: ModuleState): Markup | null {
  if (!tried || tried.wrong.length === 0) return null;
  const text = say(visit, TEXT);
  return html`<div class="notice warn" id="error-summary" role="alert" tabindex="-1">
    <h3>${text.wrongTitle(tried.wrong.length)}</h3>
    <p>${text.wrong}</p>
  </div>`;
}

function check(visit: Visit, state: ModuleState, wayBack: Markup | null): Markup {
  const { module, track, tried, done } = state;
  const text = say(visit, TEXT);
  const isDone = done.includes(module.id);
  const questions = module.check.map((question) => questionOf(visit, state, { question, isDone }));
  const form = html`<form method="post" action="${moduleHref(visit, track, module)}#check">
    ${wrongSummary(visit, state)} ${questions}
    <p class="actions">
      <button class="button">${tried ? text.again : text.send}</button>
      ${wayBack}
    </p>
  </form>`;
  const solved = html`<fieldset disabled class="stack">${questions}</fieldset>`;
  return html`<section class="section" id="check" aria-labelledby="check-title">
    <div class="stack tight">
      <h2 id="check-title">${text.check}</h2>
      ${isDone ? null : html`<p class="muted">${text.checkLead}</p>`}
    </div>
    ${isDone ? html`${doneCard(visit, state)} ${solved}` : isReadOnly(visit) ? null : form}
  </section>`;
}

function doneBefore(visit: Visit, { before }: ModuleState): Markup | null {
  if (!before) return null;
  const text = say(visit, TEXT);
  const { track, module } = before;
  return html`<p class="notice good" role="status">
    <span>${checkIcon} ${text.before(say(visit, module.title))}</span>
    <a class="small" href="${moduleHref(visit, track, module)}#check">${text.explained}</a>
  </p>`;
}

const placeOf = (visit: Visit, { track, module }: Lesson): string => {
  const position = track.modules.findIndex(({ id }) => id === module.id) + 1;
  return say(visit, TEXT).place(say(visit, track.name), position, track.modules.length);
};

const bodyOf = (visit: Visit, { module }: Lesson): Markup =>
  html`<article class="module">${blocksMarkup(say(visit, module.body))}</article>`;

/** The lesson that comes next and its check, below the overview of the training. */
export function lessonPart(visit: Visit, lesson: Lesson): Markup {
  const { track, module } = lesson;
  const state: ModuleState = { ...lesson, done: doneBy(visit, track), tried: null, before: null };
  return html`<section class="section" id="lesson" aria-labelledby="lesson-title">
      <div class="stack tight">
        <p class="muted small">${placeOf(visit, lesson)} · ${say(visit, TEXT).minutes(module.minutes)}</p>
        <h2 class="lesson-title" id="lesson-title">${say(visit, module.title)}</h2>
      </div>
      ${bodyOf(visit, lesson)}
    </section>
    ${check(visit, state, null)}`;
}

/** One lesson, and the check at its end. */
export function modulePage(visit: Visit, state: ModuleState): string {
  const { module } = state;
  const text = say(visit, TEXT);
  const title = say(visit, module.title);
  const main = html`${doneBefore(visit, state)}
    <header class="stack tight">
      <p class="muted small">
        <a href="${at(visit)}">${placeOf(visit, state)}</a> · ${text.minutes(module.minutes)}
      </p>
      <h1>${title}</h1>
    </header>
    ${bodyOf(visit, state)} ${check(visit, state, html`<a href="${at(visit)}">${text.overview}</a>`)}`;
  return partnerPage(visit, { title, main });
}
