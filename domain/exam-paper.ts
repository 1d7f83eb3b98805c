import type { Answers } from "./commands.ts";
import type { Exam, Question } from "./program.ts";
import type { AttemptSheet } from "./records.ts";

/** Draws one after the other; `random` in [0, 1), one for each item, cycled when there are fewer. */
function shuffled<T>(items: readonly T[], random: readonly number[], offset: number): T[] {
  const left = [...items];
  return items.flatMap((_, index) =>
    left.splice(Math.floor((random[(offset + index) % random.length] ?? 0) * left.length), 1),
  );
}

/** Draws an attempt's questions from the bank, and the order of their options. */
export function drawPaper(exam: Exam, random: readonly number[]): AttemptSheet {
  const questions = shuffled(exam.bank, random, 0).slice(0, exam.draw);
  return {
    questions: questions.map(({ id, options }, index) => ({
      id,
      options: shuffled(
        options.map((option) => option.id),
        random,
        exam.bank.length + index * options.length,
      ),
    })),
    answers: {},
  };
}

/** Right when it names exactly the right options. */
export function isRight(question: Question, answer: readonly string[]): boolean {
  const right = question.options.filter((option) => option.correct).map((option) => option.id);
  const given = new Set(answer);
  return given.size === right.length && right.every((id) => given.has(id));
}

/** The questions that were not answered rightly, by id. */
export const wrongAnswers = (questions: readonly Question[], answers: Answers): string[] =>
  questions.filter((question) => !isRight(question, answers[question.id] ?? [])).map(({ id }) => id);

/** Percent, rounded down, so that a pass mark is never reached by rounding. */
export function scorePaper(exam: Exam, sheet: AttemptSheet, answers: Answers): number {
  const drawn = sheet.questions.flatMap(({ id }) => exam.bank.filter((question) => question.id === id));
  const right = drawn.length - wrongAnswers(drawn, answers).length;
  return Math.floor((100 * right) / Math.max(1, sheet.questions.length));
}
