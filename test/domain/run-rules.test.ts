import { describe, expect, test } from "vitest";
import { after, ANNA, DAY, HOUR, T0 } from "../make.ts";
import { summarize } from "../../domain/summarize.ts";
import {
  attempt,
  by,
  completed,
  learn,
  openIn,
  read,
  registration,
  review,
  signed,
  startRun,
} from "./run.ts";

const hold = { kind: "put_on_hold", note: "Merger" } as const;
const resume = { kind: "resume", note: "Merger is done" } as const;

describe("on hold", () => {
  test("stops what people do, and is the same when it is asked for again", () => {
    const run = read(startRun());
    run.do(hold);
    expect(run.do(hold)).toEqual([]);
    expect(run.o.progress).toEqual({ state: "on_hold", since: T0 });
    expect(run.refused({ kind: "decline_agreement", contact: ANNA, note: "No" })).toEqual({
      kind: "on_hold",
    });
    expect(summarize(run.o, run.program)).toMatchObject({ status: "on_hold", since: T0, endedAt: null });
  });

  test("lets no deadline pass and reminds nobody", () => {
    const run = openIn("training").wait(DAY);
    run.do(hold);
    run.until(after(100 * DAY));
    expect(run.logged("stage.overdue")).toEqual([]);
    expect(run.logged("stage.reminded")).toEqual([]);
  });

  test("gives the time back to the open stage when it is resumed", () => {
    const run = openIn("training").wait(10 * DAY);
    run.do(hold);
    run.wait(20 * DAY);
    expect(run.do(resume)).toEqual([{ type: "onboarding.resumed", shiftedBy: 20 * DAY }]);
    expect(run.o.stages.training).toMatchObject({ deadline: after(50 * DAY) });
  });

  test("gives a stage that opened meanwhile only what passed since", () => {
    const run = signed(startRun());
    run.do({ kind: "countersign", note: "Welcome" });
    run.do(hold);
    run.wait(5 * DAY).do({ kind: "open_stage", stage: "training" });
    run.wait(5 * DAY).do(resume);
    expect(run.o.stages.training).toMatchObject({ deadline: after(40 * DAY) });
  });

  test("writes to people again when it is resumed, and counts their reminders from then", () => {
    const run = openIn("training").wait(2 * DAY);
    run.do(hold);
    run.wait(20 * DAY).do(resume);
    expect(run.mails("training_step")).toHaveLength(4);
    run.until(after(24 * DAY));
    expect(run.logged("stage.reminded")).toEqual([]);
    run.until(after(26 * DAY));
    expect(run.logged("stage.reminded")).toHaveLength(1);
  });

  test("shifts the countersignature's, the review's and the protection's clocks", () => {
    const contract = signed(startRun());
    contract.do(hold);
    contract.wait(10 * DAY).do(resume);
    expect(contract.o.agreement).toMatchObject({ countersignBy: after(13 * DAY) });

    const deal = openIn("first_deal");
    deal.do(registration());
    deal.do(hold);
    deal.wait(10 * DAY).do(resume);
    expect(deal.o.deals[0]).toMatchObject({ decideBy: after(13 * DAY) });

    const won = openIn("first_deal", startRun({ program: wonProgram() }));
    won.do(registration());
    won.do(review("approve"));
    won.do(hold);
    won.wait(10 * DAY).do(resume);
    expect(won.o.deals[0]).toMatchObject({ protectedUntil: after(100 * DAY) });
  });

  test("leaves alone what has no clock", () => {
    const ends: readonly ((run: ReturnType<typeof startRun>) => unknown)[] = [
      (run) => run.do(review("reject")),
      (run) => run.do(review("action_required", ["need"])),
      (run) => run.do({ kind: "withdraw_deal", contact: ANNA, note: "Customer stopped" }),
    ];
    for (const end of ends) {
      const run = openIn("first_deal");
      run.do(registration());
      end(run);
      const { deals } = run.o;
      run.do(hold);
      run.wait(DAY).do(resume);
      expect(run.o.deals).toEqual(deals);
    }
  });

  test("shifts the clock of a deal that was looked at, and of no earlier one", () => {
    const run = openIn("first_deal", startRun({ program: wonProgram() }));
    run.do(registration());
    run.do(review("approve"));
    run
      .until(after(90 * DAY - HOUR))
      .do({ kind: "extend_deadline", deadline: after(200 * DAY), note: "More" });
    run.until(after(90 * DAY));
    run.do(registration());
    run.do({ kind: "view_deal" });
    run.do(hold);
    run.wait(DAY).do(resume);
    expect(run.o.deals).toMatchObject([
      { review: "expired", at: after(90 * DAY) },
      { review: "in_review", looks: 1, decideBy: after(94 * DAY) },
    ]);
  });

  test("gives the time of a hold during a review back once, with the decision", () => {
    const run = openIn("first_deal");
    run.do(registration());
    run.wait(DAY).do(hold);
    run.wait(10 * DAY).do(resume);
    run.wait(DAY).do(review("reject"));
    expect(run.o.stages.first_deal).toMatchObject({ deadline: after(102 * DAY) });
  });

  test("an exam that runs is still scored in time", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"), by(ANNA));
    run.do(hold);
    run.until(after(HOUR));
    expect(run.logged("certification.failed")).toHaveLength(1);
  });

  test("is left only from hold, with a reason, and not after the end", () => {
    const run = openIn("training");
    expect(run.refused(resume)).toEqual({ kind: "not_on_hold" });
    expect(run.refused({ ...hold, note: "" })).toEqual({ kind: "reason_missing" });
    run.do(hold);
    expect(run.refused({ ...resume, note: "" })).toEqual({ kind: "reason_missing" });
    expect(completed().refused(resume)).toEqual({ kind: "onboarding_closed", status: "completed" });
    expect(completed().refused(hold)).toEqual({ kind: "onboarding_closed", status: "completed" });
  });
});

describe("closing", () => {
  const close = { kind: "close", as: "withdrawn", note: "Bought by a competitor" } as const;

  test("names the stage it happened in, and is the same when it is asked for again", () => {
    const run = learn(openIn("training"), ANNA, "sales");
    expect(run.do(close)).toEqual([{ type: "onboarding.withdrawn", during: "training" }]);
    expect(run.do(close)).toEqual([]);
    expect(run.refused({ ...close, as: "expired" })).toEqual({
      kind: "onboarding_closed",
      status: "withdrawn",
    });
    expect(run.mails("onboarding_closed")).toEqual([ANNA]);
  });

  test("ends an agreement that nobody signed", () => {
    const run = read(startRun());
    run.do({ ...close, as: "expired" });
    expect(run.o.agreement).toEqual({ state: "expired", signatory: ANNA, at: T0 });
    const sent = openIn("contract");
    sent.do({ ...close, as: "declined" });
    expect(sent.o.agreement).toMatchObject({ state: "draft" });
    expect(sent.mails("onboarding_closed")).toEqual([ANNA]);
  });

  test("after the last stage still counts as during it", () => {
    const run = openIn("first_deal");
    run.do({ kind: "waive_stage", stage: "first_deal", reason: "administrative", note: "Enough" });
    run.do(close);
    expect(run.o.progress).toMatchObject({ during: "first_deal" });
  });

  test("needs a reason", () => {
    expect(startRun().refused({ ...close, note: "" })).toEqual({ kind: "reason_missing" });
  });

  test("leaves nothing that falls due but certificates", () => {
    const run = openIn("training");
    run.do(close);
    expect(run.nextDue()).toBeNull();
  });
});

function wonProgram() {
  const { program } = startRun();
  return { ...program, firstDeal: { ...program.firstDeal, completesOn: "won" as const } };
}
