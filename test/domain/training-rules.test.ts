import { describe, expect, test } from "vitest";
import { after, ANNA, BEN, DAY, T0 } from "../make.ts";
import { makeModule, makeProgram, makeTrack } from "../make-program.ts";
import { by, learn, module, openIn, startRun, types } from "./run.ts";

const waive = (track: "sales" | "technical", contact = BEN) =>
  ({ kind: "waive_training", contact, track, reason: "equivalent", note: "Certified elsewhere" }) as const;

describe("completing a module", () => {
  test("is kept per person, in any order, and once", () => {
    const run = openIn("training");
    const command = module(ANNA, "sales", "sales-m2");
    expect(run.do(command, by(ANNA))).toEqual([
      { type: "training.module_completed", contact: ANNA, track: "sales", module: "sales-m2" },
    ]);
    expect(run.do(command, by(ANNA))).toEqual([]);
    expect(run.o.enrollments).toEqual([
      { state: "in_progress", contact: ANNA, track: "sales", modules: ["sales-m2"] },
      { state: "enrolled", contact: BEN, track: "technical" },
    ]);
  });

  test("completes the track with the last module, and the stage with the last person", () => {
    const run = learn(openIn("training"), ANNA, "sales");
    expect(run.o.enrollments[0]).toEqual({ state: "completed", contact: ANNA, track: "sales", at: T0 });
    run.wait(DAY).do(module(BEN, "technical", "technical-m1"), by(BEN));
    expect(types(run.do(module(BEN, "technical", "technical-m2"), by(BEN)))).toEqual([
      "training.module_completed",
      "training.completed",
      "stage.completed",
    ]);
    expect(run.o.stages.training).toEqual({ state: "completed", openedAt: T0, at: after(DAY) });
    expect(run.do(module(BEN, "technical", "technical-m2"), by(BEN))).toEqual([]);
  });

  test("with wrong answers is refused, and names the questions", () => {
    const run = openIn("training");
    const command = module(ANNA, "sales", "sales-m1");
    expect(run.refused({ ...command, answers: { "sales-m1-q1": ["b"] } })).toEqual({
      kind: "check_failed",
      wrong: ["sales-m1-q1"],
    });
    expect(run.refused({ ...command, answers: {} })).toEqual({
      kind: "check_failed",
      wrong: ["sales-m1-q1"],
    });
  });

  test("is refused outside one's tracks, for unknown modules, and while the stage is not open", () => {
    const run = openIn("training");
    expect(run.refused(module(BEN, "sales", "sales-m1"))).toEqual({ kind: "not_yours" });
    expect(run.refused(module(ANNA, "sales", "sales-m9"))).toEqual({ kind: "unknown_module" });
    expect(openIn("contract").refused(module(ANNA, "sales", "sales-m1"))).toEqual({
      kind: "stage_not_open",
      stage: "training",
      open: "contract",
    });
    run.do({ kind: "put_on_hold", note: "Merger" });
    expect(run.refused(module(ANNA, "sales", "sales-m1"))).toEqual({ kind: "on_hold" });
  });

  test("without a check at its end needs no answers", () => {
    const track = makeTrack("sales", { modules: [{ ...makeModule("m"), check: [] }] });
    const run = openIn("training", startRun({ program: makeProgram({ tracks: [track] }) }));
    expect(types(run.do(module(ANNA, "sales", "m")))).toEqual([
      "training.module_completed",
      "training.completed",
      "stage.completed",
    ]);
  });
});

describe("waiving a person's training", () => {
  test("counts like its completion", () => {
    const run = learn(openIn("training"), ANNA, "sales");
    expect(types(run.do(waive("technical")))).toEqual(["training.waived", "stage.completed"]);
    expect(run.o.enrollments[1]).toMatchObject({ state: "waived", reason: "equivalent", at: T0 });
    expect(run.do(waive("technical"))).toEqual([]);
  });

  test("is refused for who is not enrolled, without a reason, and while the stage is not open", () => {
    const run = openIn("training");
    expect(run.refused(waive("sales"))).toEqual({ kind: "unknown_track" });
    expect(run.refused({ ...waive("technical"), note: "" })).toEqual({ kind: "reason_missing" });
    expect(startRun().refused(waive("technical"))).toMatchObject({ kind: "stage_not_open" });
  });
});
