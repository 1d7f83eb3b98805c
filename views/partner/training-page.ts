import type { Localized } from "../../domain/content.ts";
import type { Module, Track } from "../../domain/program.ts";
import { trackOf } from "../../domain/program.ts";
import type { Enrollment } from "../../domain/training.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { checkIcon, downIcon } from "./icons.ts";
import { doneModules, moduleHref, nextLesson, nextModule } from "./lessons.ts";
import type { Lesson } from "./lessons.ts";
import { lessonPart } from "./module-page.ts";
import { atAGlance, partnerPage } from "./partner-page.ts";
import { at, isReadOnly, say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const TEXT: Localized<{
  readonly title: string;
  readonly lead: (vendor: Markup) => Markup;
  readonly begin: (title: string) => string;
  readonly goOn: (title: string) => string;
  readonly progress: (done: number, all: number) => string;
  readonly minutes: (count: number) => string;
  readonly done: string;
  readonly waived: string;
  readonly doneTitle: string;
  readonly doneLead: string;
  readonly waiting: string;
  readonly nextExam: string;
  readonly none: string;
  readonly noneLead: string;
  readonly handOver: string;
}> = {
  de: {
    title: "Ihre Schulung",
    lead: (vendor) =>
      html`Kurze Lektionen mit dem, was Sie im Gespräch mit Kunden zu ${vendor} brauchen. Sie können jederzeit
      unterbrechen und über denselben Link weitermachen.`,
    begin: (title) => `Beginnen: ${title}`,
    goOn: (title) => `Weiter mit: ${title}`,
    progress: (done, all) => `${done} von ${all} Lektionen erledigt`,
    minutes: (count) => `etwa ${count} Minuten`,
    done: "erledigt",
    waived: "Diese Schulung ist Ihnen erlassen.",
    doneTitle: "Ihre Schulung ist abgeschlossen",
    doneLead: "Sehr gut. Sie können alle Lektionen weiter nachlesen.",
    waiting:
      "Sobald auch Ihre Kolleginnen und Kollegen fertig sind, erhalten Sie den Link zur Prüfung per E-Mail.",
    nextExam: "Als Nächstes kommt die Prüfung. Den Link dazu erhalten Sie per E-Mail.",
    none: "Für Sie ist hier nichts zu tun",
    noneLead: "Diese Schulung macht jemand anderes aus Ihrem Unternehmen.",
    handOver: "Jemand anderes soll diese Schulung machen",
  },
  en: {
    title: "Your training",
    lead: (vendor) =>
      html`Short lessons with what you need when you talk to customers about ${vendor}. You can stop at any
      time and go on by the same link.`,
    begin: (title) => `Begin: ${title}`,
    goOn: (title) => `Continue: ${title}`,
    progress: (done, all) => `${done} of ${all} lessons done`,
    minutes: (count) => `about ${count} minutes`,
    done: "done",
    waived: "You need not take this training.",
    doneTitle: "You have finished your training",
    doneLead: "Very good. You can still read every lesson.",
    waiting: "As soon as your colleagues have finished too, you will get the link to the exam by e-mail.",
    nextExam: "The exam comes next. You will get the link to it by e-mail.",
    none: "There is nothing for you to do here",
    noneLead: "Somebody else of your company takes this training.",
    handOver: "Somebody else should take this training",
  },
};

function moduleRow(visit: Visit, place: { track: Track; module: Module; done: readonly string[] }): Markup {
  const { track, module, done } = place;
  const text = say(visit, TEXT);
  const isDone = done.includes(module.id);
  const isNext = nextModule(track, done)?.id === module.id;
  const state = isDone ? "done" : isNext ? "here" : "";
  return html`<li>
    <a class="step" href="${moduleHref(visit, track, module)}">
      <span class="dot ${state}" aria-hidden="true">${isDone ? checkIcon : null}</span>
      <span class="step-title">${say(visit, module.title)}</span>
      <span class="step-note">${isDone ? text.done : text.minutes(module.minutes)}</span>
    </a>
  </li>`;
}

function trackPart(visit: Visit, enrollment: Enrollment): Markup | null {
  const track = trackOf(visit.program, enrollment.track);
  if (!track) return null;
  const text = say(visit, TEXT);
  const done = doneModules(enrollment, track);
  const [count, all] = [done.length, track.modules.length];
  return html`<section class="section" aria-labelledby="track-${track.id}">
    <div class="stack tight">
      <h2 id="track-${track.id}">${say(visit, track.name)}</h2>
      <p>${say(visit, track.summary)}</p>
    </div>
    <div class="stack tight">
      <progress value="${count}" max="${all}" aria-label="${text.progress(count, all)}"></progress>
      <p class="small muted">${enrollment.state === "waived" ? text.waived : text.progress(count, all)}</p>
    </div>
    <ol class="steps">
      ${track.modules.map((module) => moduleRow(visit, { track, module, done }))}
    </ol>
  </section>`;
}

/** Leads down to the next lesson, which is on this page. */
function goOn(visit: Visit, { track, module }: Lesson): Markup {
  const text = say(visit, TEXT);
  const title = say(visit, module.title);
  const words = module === track.modules[0] ? text.begin(title) : text.goOn(title);
  return html`<p class="actions"><a class="button" href="#lesson">${words} ${downIcon}</a></p>`;
}

function whatNow(visit: Visit): Markup | null {
  const text = say(visit, TEXT);
  const { stages, progress } = visit.onboarding;
  if (stages.training.state === "open") return html`<p class="notice good">${text.waiting}</p>`;
  const { state } = stages.certification;
  const isNext = progress.state === "open" && (state === "pending" || state === "open");
  return isNext ? html`<p class="notice good">${text.nextExam}</p>` : null;
}

function nothingHere(visit: Visit): string {
  const { none, noneLead } = say(visit, TEXT);
  const main = html`<h1>${none}</h1>
    <p class="lead">${noneLead}</p>`;
  return partnerPage(visit, { title: none, main });
}

/** Tracks and modules of this person, with progress; below them the next lesson. */
export function trainingPage(visit: Visit): string {
  const text = say(visit, TEXT);
  const mine = visit.onboarding.enrollments.filter(({ contact }) => contact === visit.contact.id);
  if (mine.length === 0) return nothingHere(visit);
  const next = nextLesson(visit);
  const title = next ? text.title : text.doneTitle;
  const canAct = next !== null && !isReadOnly(visit);
  const head = next
    ? html`<p class="lead">${text.lead(html`<bdi>${visit.brand.name}</bdi>`)}</p>
        ${atAGlance(visit)} ${canAct ? goOn(visit, next) : null}`
    : html`<p class="lead">${text.doneLead}</p>
        ${whatNow(visit)}`;
  const main = html`<h1>${title}</h1>
    ${head} ${mine.map((enrollment) => trackPart(visit, enrollment))}
    ${
      canAct
        ? html`<p><a href="${at(visit, "/hand-over")}">${text.handOver}</a></p>
            ${lessonPart(visit, next)}`
        : null
    }`;
  return partnerPage(visit, { title, main });
}
