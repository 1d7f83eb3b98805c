import { describe, expect, test } from "vitest";
import { fold } from "../../domain/evolve.ts";
import { summarize } from "../../domain/summarize.ts";
import { completed, ID } from "./run.ts";

describe("a whole onboarding", () => {
  test("goes through the four stages in order and ends completed", () => {
    const run = completed();
    expect(run.logged("stage.completed").map(({ stage }) => stage)).toEqual([
      "contract",
      "training",
      "certification",
      "first_deal",
    ]);
    expect(run.o.progress).toEqual({ state: "completed", at: run.now });
    expect(summarize(run.o, run.program)).toMatchObject({ status: "completed", stage: null });
  });

  test("is told in eleven mails, the manager's two included", () => {
    const run = completed();
    expect(run.effects.flatMap((effect) => (effect.kind === "mail" ? [effect.mail] : []))).toEqual([
      "contract_step",
      "countersignature_request",
      "training_step",
      "training_step",
      "certification_step",
      "certification_step",
      "certificate_issued",
      "certificate_issued",
      "first_deal_step",
      "deal_review_request",
      "onboarding_completed",
    ]);
  });

  test("is the fold of its log", () => {
    const run = completed();
    expect(fold(ID, run.log)).toEqual(run.o);
  });
});
