import { describe, expect, test } from "vitest";
import { after, ANNA, BEN, DAY, T0 } from "../make.ts";
import { makeProgram, makeTrack } from "../make-program.ts";
import { completed, CARL_AS_NEW, openIn, read, signed, startRun, SYSTEM, types } from "./run.ts";

const open = (stage: "contract" | "training" | "certification" | "first_deal") =>
  ({ kind: "open_stage", stage }) as const;
const waive = (stage: "contract" | "training" | "certification" | "first_deal") =>
  ({ kind: "waive_stage", stage, reason: "administrative", note: "Known partner" }) as const;

describe("opening a stage", () => {
  test("sets its deadline by the program, once", () => {
    const run = startRun().wait(DAY);
    expect(run.do(open("contract"), SYSTEM)).toEqual([
      { type: "stage.opened", stage: "contract", deadline: after(15 * DAY) },
    ]);
    expect(run.do(open("contract"), SYSTEM)).toEqual([]);
  });

  test("is refused ahead of the current one, and names that one", () => {
    expect(startRun().refused(open("first_deal"))).toEqual({ kind: "stages_left", stage: "contract" });
    expect(openIn("training").refused(open("certification"))).toEqual({
      kind: "stages_left",
      stage: "training",
    });
  });

  test("enrolls the people of each track's role, and writes to them", () => {
    const run = openIn("training");
    expect(run.logged("training.enrolled")).toEqual([
      { type: "training.enrolled", contact: ANNA, track: "sales" },
      { type: "training.enrolled", contact: BEN, track: "technical" },
    ]);
    expect(run.mails("training_step")).toEqual([ANNA, BEN]);
  });

  test("admits those who learned, with the program's attempts", () => {
    expect(openIn("certification").logged("certification.admitted")).toEqual([
      { type: "certification.admitted", contact: ANNA, track: "sales", allowed: 3 },
      { type: "certification.admitted", contact: BEN, track: "technical", allowed: 3 },
    ]);
  });

  test("that asks nothing of anybody completes it at once, without a mail", () => {
    const run = startRun({ program: makeProgram({ tracks: [] }) });
    signed(run).do({ kind: "countersign", note: "Welcome" });
    expect(types(run.do(open("training"), SYSTEM))).toEqual(["stage.opened", "stage.completed"]);
    expect(types(run.do(open("certification"), SYSTEM))).toEqual(["stage.opened", "stage.completed"]);
    expect(run.mails("training_step")).toEqual([]);
    expect(run.mails("certification_step")).toEqual([]);
  });

  test("admits by role where the training was waived", () => {
    const run = startRun();
    run.do(waive("training"));
    signed(run).do({ kind: "countersign", note: "Welcome" });
    run.do(open("certification"), SYSTEM);
    expect(run.logged("certification.admitted").map(({ contact }) => contact)).toEqual([ANNA, BEN]);
  });

  test("changes nothing once it is over, or the onboarding is", () => {
    const run = openIn("training");
    expect(run.do(open("contract"), SYSTEM)).toEqual([]);
    run.do({ kind: "close", as: "expired", note: "No answer for a year" });
    expect(run.do(open("certification"), SYSTEM)).toEqual([]);
  });

  test("on hold writes to nobody until it is resumed", () => {
    const run = signed(startRun());
    run.do({ kind: "countersign", note: "Welcome" });
    run.do({ kind: "put_on_hold", note: "Merger" });
    run.do(open("training"), SYSTEM);
    expect(run.mails("training_step")).toEqual([]);
    run.wait(DAY).do({ kind: "resume", note: "Done" });
    expect(run.mails("training_step")).toEqual([ANNA, BEN]);
  });
});

describe("waiving a stage", () => {
  test("before it opens lets the workflow pass through without a mail", () => {
    const run = startRun();
    expect(run.do(waive("contract"))).toEqual([
      { type: "stage.waived", stage: "contract", reason: "administrative" },
    ]);
    expect(run.do(waive("contract"))).toEqual([]);
    expect(run.do(open("contract"), SYSTEM)).toEqual([]);
    run.do(open("training"), SYSTEM);
    expect(run.o.stages).toMatchObject({ contract: { state: "waived", openedAt: null, at: T0 } });
    expect(run.mails("contract_step")).toEqual([]);
    expect(run.effects.filter(({ kind }) => kind === "resume_workflow")).toHaveLength(1);
  });

  test("that is open ends it", () => {
    const run = openIn("training").wait(DAY);
    run.do(waive("training"));
    expect(run.o.stages.training).toEqual({
      state: "waived",
      openedAt: T0,
      at: after(DAY),
      reason: "administrative",
    });
  });

  test("needs a reason, a stage that is not completed and an onboarding that is not over", () => {
    expect(startRun().refused({ ...waive("contract"), note: "" })).toEqual({ kind: "reason_missing" });
    expect(openIn("training").refused(waive("contract"))).toEqual({
      kind: "stage_not_open",
      stage: "contract",
      open: "training",
    });
    expect(completed().refused(waive("first_deal"))).toEqual({
      kind: "onboarding_closed",
      status: "completed",
    });
  });
});

const extend = (deadline = after(60 * DAY)) =>
  ({ kind: "extend_deadline", deadline, note: "Holidays" }) as const;

describe("extending a deadline", () => {
  test("moves the open stage's, and the same again changes nothing", () => {
    const run = openIn("training");
    expect(run.do(extend())).toEqual([
      {
        type: "stage.deadline_extended",
        stage: "training",
        deadline: after(60 * DAY),
        cause: "operator",
      },
    ]);
    expect(run.do(extend())).toEqual([]);
  });

  test("takes an overdue stage back into time", () => {
    const run = openIn("training").until(after(31 * DAY));
    expect(run.o.stages.training).toMatchObject({ overdueAt: after(30 * DAY) });
    run.do(extend());
    expect(run.o.stages.training).toMatchObject({ overdueAt: null, deadline: after(60 * DAY) });
    run.until(after(61 * DAY));
    expect(run.logged("stage.overdue")).toHaveLength(2);
  });

  test("is refused into the past, without a reason, on hold, between stages and after the end", () => {
    const run = openIn("training").wait(DAY);
    expect(run.refused(extend(after(DAY)))).toEqual({ kind: "deadline_in_past" });
    expect(run.refused({ ...extend(), note: " " })).toEqual({ kind: "reason_missing" });
    run.do({ kind: "put_on_hold", note: "Merger" });
    expect(run.refused(extend())).toEqual({ kind: "on_hold" });
    expect(startRun().refused(extend())).toEqual({ kind: "stage_not_open", stage: "contract", open: null });
    expect(completed().refused(extend())).toEqual({ kind: "onboarding_closed", status: "completed" });
  });

  test("changes nothing once every stage is done", () => {
    const run = openIn("first_deal");
    run.do(waive("first_deal"));
    expect(run.do(extend())).toEqual([]);
  });
});

describe("finishing", () => {
  test("is refused while stages are left, and names the next one", () => {
    expect(openIn("certification").refused({ kind: "finish" })).toEqual({
      kind: "stages_left",
      stage: "certification",
    });
  });

  test("completes the onboarding once", () => {
    const run = completed();
    expect(run.logged("onboarding.completed")).toHaveLength(1);
    expect(run.do({ kind: "finish" }, SYSTEM)).toEqual([]);
  });

  test("is refused where it was broken off", () => {
    const run = read(startRun());
    run.do({ kind: "close", as: "withdrawn", note: "Bought by a competitor" });
    expect(run.refused({ kind: "finish" })).toEqual({ kind: "onboarding_closed", status: "withdrawn" });
  });

  test("writes to the primary contact where there was no deal", () => {
    const run = openIn("first_deal");
    run.do(waive("first_deal"));
    run.do({ kind: "finish" }, SYSTEM);
    expect(run.mails("onboarding_completed")).toEqual([ANNA]);
  });
});

test("two certified people in a track are needed where the program says so", () => {
  const program = makeProgram({ tracks: [makeTrack("sales", { certifiedPeople: 2 })] });
  const run = startRun({ program });
  run.do(waive("contract"));
  run.do({ kind: "add_contact", to: CARL_AS_NEW, roles: ["sales", "sales"], note: "Second seller" });
  run.do(waive("training"));
  run.do(open("certification"), SYSTEM);
  expect(run.o.exams.map(({ contact }) => contact)).toEqual([ANNA, "c3"]);
});
