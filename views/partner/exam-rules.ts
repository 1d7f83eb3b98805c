import type { Localized } from "../../domain/content.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import type { Exam, Track } from "../../domain/program.ts";
import { duration, percent } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { say } from "./visit.ts";
import type { Visit } from "./visit.ts";

const HOUR = 3_600_000;

interface Row {
  readonly name: string;
  readonly value: string;
}

const TEXT: Localized<{
  readonly questions: string;
  readonly mark: string;
  readonly markValue: (percent: string, count: number) => string;
  readonly time: string;
  readonly timeValue: (minutes: number) => string;
  readonly attempts: string;
  readonly attemptsValue: (left: number, all: number) => string;
  readonly pause: string;
  readonly pauseValue: (first: string, later: string) => string;
  readonly valid: string;
  readonly validValue: (months: number) => string;
}> = {
  de: {
    questions: "Fragen",
    mark: "Zum Bestehen",
    markValue: (share, count) => `${share}, also ${count} richtige Antworten`,
    time: "Zeit",
    timeValue: (minutes) => `${minutes} Minuten ab dem Start`,
    attempts: "Versuche",
    attemptsValue: (left, all) => `noch ${left} von ${all}`,
    pause: "Wartezeit",
    pauseValue: (first, later) => `nach dem ersten Fehlversuch ${first}, danach ${later}`,
    valid: "Zertifikat",
    validValue: (months) => `${months} Monate gültig`,
  },
  en: {
    questions: "Questions",
    mark: "To pass",
    markValue: (share, count) => `${share}, that is ${count} right answers`,
    time: "Time",
    timeValue: (minutes) => `${minutes} minutes from the start`,
    attempts: "Attempts",
    attemptsValue: (left, all) => `${left} of ${all} left`,
    pause: "Waiting time",
    pauseValue: (first, later) => `${first} after the first failed attempt, then ${later}`,
    valid: "Certificate",
    validValue: (months) => `valid for ${months} months`,
  },
};

function rows(visit: Visit, exam: Exam, progress: ExamProgress): readonly Row[] {
  const text = say(visit, TEXT);
  const { locale } = visit.reader;
  const { afterFirst, afterLater } = exam.coolDownHours;
  const needed = Math.ceil((exam.draw * exam.passMark) / 100);
  const pause = text.pauseValue(duration(afterFirst * HOUR, locale), duration(afterLater * HOUR, locale));
  return [
    { name: text.questions, value: String(exam.draw) },
    { name: text.mark, value: text.markValue(percent(exam.passMark, locale), needed) },
    { name: text.time, value: text.timeValue(exam.timeLimitMinutes) },
    {
      name: text.attempts,
      value: text.attemptsValue(Math.max(0, progress.allowed - progress.attempts), progress.allowed),
    },
    ...(exam.attempts > 1 ? [{ name: text.pause, value: pause }] : []),
    { name: text.valid, value: text.validValue(exam.validMonths) },
  ];
}

/** What the exam asks: questions, pass mark, time, attempts left, waiting time. */
export const examRules = (visit: Visit, { exam }: Track, progress: ExamProgress): Markup =>
  html`<dl class="facts">
    ${rows(visit, exam, progress).map(
      ({ name, value }) =>
        html`<dt>${name}</dt>
          <dd>${value}</dd>`,
    )}
  </dl>`;
