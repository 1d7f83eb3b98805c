import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawPaper, isRight, scorePaper, wrongAnswers } from "../../domain/exam-paper.ts";
import { makeQuestion, makeTrack } from "../make-program.ts";
import { rightAnswers } from "./run.ts";

const { exam } = makeTrack("sales");
const random = fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 40 });

describe("drawing a paper", () => {
  test("takes as many different questions as asked, each with all its options", () => {
    fc.assert(
      fc.property(random, (numbers) => {
        const { questions, answers } = drawPaper(exam, numbers);
        const ids = questions.map(({ id }) => id);
        expect(new Set(ids).size).toBe(exam.draw);
        expect(exam.bank.map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
        for (const { options } of questions) expect(options.toSorted()).toEqual(["a", "b", "c"]);
        expect(answers).toEqual({});
      }),
    );
  });

  test("depends on the random numbers alone", () => {
    expect(drawPaper(exam, [0.1, 0.9])).toEqual(drawPaper(exam, [0.1, 0.9]));
    expect(drawPaper(exam, [0.1, 0.9])).not.toEqual(drawPaper(exam, [0.9, 0.1]));
  });

  test("gives every question its chance", () => {
    const firsts = Array.from({ length: 60 }, (_, index) => drawPaper(exam, [index / 60]).questions[0]?.id);
    expect(new Set(firsts).size).toBe(exam.bank.length);
  });
});

describe("an answer", () => {
  const several = {
    ...makeQuestion("q"),
    options: makeQuestion("q").options.map((option) => ({ ...option, correct: option.id !== "c" })),
  };

  test("is right when it names exactly the right options", () => {
    expect(isRight(several, ["b", "a"])).toBe(true);
    expect(isRight(several, ["a", "a", "b"])).toBe(true);
    expect(isRight(several, ["a"])).toBe(false);
    expect(isRight(several, ["a", "c"])).toBe(false);
    expect(isRight(several, ["a", "b", "c"])).toBe(false);
    expect(isRight(several, [])).toBe(false);
  });

  test("that is missing is wrong", () => {
    expect(wrongAnswers([several], {})).toEqual(["q"]);
  });
});

describe("a score", () => {
  const sheet = drawPaper(exam, [0.5]);

  test("is in percent of what was drawn, rounded down", () => {
    expect(scorePaper(exam, sheet, rightAnswers(sheet.questions))).toBe(100);
    expect(
      scorePaper(
        { ...exam, draw: 3 },
        { ...sheet, questions: sheet.questions.slice(0, 3) },
        rightAnswers(sheet.questions.slice(1, 3)),
      ),
    ).toBe(66);
  });

  test("of an empty paper is 0", () => {
    expect(scorePaper(exam, { questions: [], answers: {} }, {})).toBe(0);
  });
});
