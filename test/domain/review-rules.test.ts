import { describe, expect, test } from "vitest";
import { after, ANNA, DAY } from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { completed, openIn, registration, review, startRun, types } from "./run.ts";

const onWon = makeProgram({ firstDeal: { ...makeProgram().firstDeal, completesOn: "won" } });
const inReview = (program = makeProgram()) => {
  const run = openIn("first_deal", startRun({ program }));
  run.do(registration());
  return run;
};
const protectedDeal = () => {
  const run = inReview(onWon);
  run.do(review("approve"));
  return run;
};
const view = { kind: "view_deal" } as const;

describe("looking at a deal", () => {
  test("is logged every time, so that the partner sees it", () => {
    const run = inReview();
    run.do(view);
    run.do(view);
    expect(run.logged("deal_registration.viewed")).toHaveLength(2);
    expect(run.o.deals[0]).toMatchObject({ review: "in_review", looks: 2 });
  });

  test("changes nothing once it is decided, and is refused without one", () => {
    const run = inReview();
    run.do(review("reject"));
    expect(run.do(view)).toEqual([]);
    expect(openIn("first_deal").refused(view)).toEqual({ kind: "no_deal" });
  });
});

describe("deciding a deal", () => {
  test("approved, it is protected and completes the stage", () => {
    const run = inReview().wait(DAY);
    expect(run.do(review("approve"))).toEqual([
      { type: "deal_registration.approved", number: 1, protectedUntil: after(91 * DAY) },
      { type: "stage.completed", stage: "first_deal" },
    ]);
    expect(run.do(review("approve"))).toEqual([]);
  });

  test("rejected, the waiting is given back to the stage", () => {
    const run = inReview().wait(4 * DAY);
    expect(run.do(review("reject"))).toEqual([
      { type: "deal_registration.rejected", number: 1 },
      {
        type: "stage.deadline_extended",
        stage: "first_deal",
        deadline: after(94 * DAY),
        cause: "vendor_time",
      },
    ]);
    expect(run.do(review("reject"))).toEqual([]);
    expect(run.mails("deal_rejected")).toEqual([ANNA]);
  });

  test("sent back, it opens the fields that were named", () => {
    const run = inReview().wait(DAY);
    expect(types(run.do(review("action_required", ["need"])))).toEqual([
      "deal_registration.action_required",
      "stage.deadline_extended",
    ]);
    expect(run.o.deals[0]).toMatchObject({ review: "action_required", fields: ["need"], since: after(DAY) });
    expect(run.do(review("action_required", ["need"]))).toEqual([]);
    expect(run.refused(review("approve"))).toEqual({
      kind: "already_decided",
      review: "action_required",
    });
  });

  test("gives nothing back that had passed before the deal came in", () => {
    const run = openIn("first_deal").until(after(95 * DAY));
    run.do(registration());
    run.wait(DAY);
    expect(types(run.do(review("reject")))).toEqual(["deal_registration.rejected"]);
    run.until(after(99 * DAY));
    expect(run.logged("stage.overdue")).toHaveLength(1);
  });

  test("after the stage was waived touches the stage no more", () => {
    const run = inReview();
    run.do({ kind: "waive_stage", stage: "first_deal", reason: "administrative", note: "Enough" });
    run.do({ kind: "finish" });
    run.until(after(10 * DAY));
    expect(run.logged("deal_registration.review_overdue")).toHaveLength(1);
    const rejected = types(run.do(review("reject")));
    expect(rejected).toEqual(["deal_registration.rejected"]);
    const other = inReview();
    other.do({ kind: "waive_stage", stage: "first_deal", reason: "administrative", note: "Enough" });
    expect(types(other.do(review("approve")))).toEqual(["deal_registration.approved"]);
    expect(other.mails("deal_approved")).toEqual([ANNA]);
  });

  test("is refused without a deal, fields, a reason, on hold and after a break", () => {
    expect(openIn("first_deal").refused(review("approve"))).toEqual({ kind: "no_deal" });
    const run = inReview();
    expect(run.refused(review("action_required"))).toEqual({ kind: "fields_missing" });
    expect(run.refused({ ...review("approve"), note: "" })).toEqual({ kind: "reason_missing" });
    run.do({ kind: "put_on_hold", note: "Merger" });
    expect(run.refused(review("approve"))).toEqual({ kind: "on_hold" });
    run.do({ kind: "close", as: "withdrawn", note: "Bought" });
    expect(run.refused(review("approve"))).toEqual({ kind: "onboarding_closed", status: "withdrawn" });
  });

  test("that is late is told once, and the stage does not fall overdue meanwhile", () => {
    const run = inReview();
    run.do(view);
    run.until(after(200 * DAY));
    expect(run.logged("deal_registration.review_overdue")).toHaveLength(1);
    expect(run.o.deals[0]).toMatchObject({ late: true });
    expect(run.logged("stage.overdue")).toEqual([]);
    run.do(review("reject"));
    expect(run.o.stages.first_deal).toMatchObject({ deadline: after(290 * DAY) });
  });
});

const decide = (grant: boolean) => ({ kind: "decide_extension", grant, note: "Fine" }) as const;

describe("deciding about a longer protection", () => {
  const ask = { kind: "request_extension", contact: ANNA, note: "Budget moved" } as const;

  test("granted, it counts from the end of the protection", () => {
    const run = protectedDeal();
    run.do(ask);
    expect(run.do(decide(true))).toEqual([
      { type: "deal_registration.extended", number: 1, protectedUntil: after(120 * DAY) },
    ]);
    expect(run.o.deals[0]).toMatchObject({ extensions: 1, extensionRequestedAt: null, reminded: false });
    expect(run.mails("extension_decided")).toEqual([ANNA]);
  });

  test("granted late, it counts from now", () => {
    const run = protectedDeal();
    run.do(ask);
    run.wait(100 * DAY).do(decide(true));
    expect(run.o.deals[0]).toMatchObject({ protectedUntil: after(130 * DAY) });
  });

  test("declined, the protection ends when it would have", () => {
    const run = protectedDeal();
    run.do(ask);
    run.until(after(91 * DAY));
    expect(run.o.deals[0]?.review).toBe("approved");
    run.do(decide(false));
    expect(types(run.tick())).toContain("deal_registration.expired");
    expect(types(run.tick())).toEqual([]);
    expect(run.logged("deal_registration.expiring")).toEqual([]);
  });

  test("is refused unasked, without a reason, and after a break", () => {
    const run = protectedDeal();
    expect(run.refused(decide(true))).toEqual({ kind: "no_extension_pending" });
    run.do(ask);
    expect(run.refused({ ...decide(true), note: "" })).toEqual({ kind: "reason_missing" });
    run.do({ kind: "close", as: "expired", note: "Silence" });
    expect(run.refused(decide(true))).toMatchObject({ kind: "onboarding_closed" });
    expect(openIn("first_deal").refused(decide(true))).toEqual({ kind: "no_extension_pending" });
  });
});

describe("a protection", () => {
  test("is reminded of once before it ends, and ends", () => {
    const run = completed().until(after(76 * DAY));
    expect(run.mails("protection_expiring")).toEqual([ANNA]);
    run.until(after(90 * DAY));
    expect(run.logged("deal_registration.expiring")).toHaveLength(1);
    expect(run.o.deals[0]).toMatchObject({ review: "expired", at: after(90 * DAY) });
  });

  test("of a sale that is won needs no reminder and does not end", () => {
    const run = completed();
    run.do({ kind: "change_deal_stage", contact: ANNA, stage: "won", note: "Signed" });
    run.until(after(100 * DAY));
    expect(run.o.deals[0]).toMatchObject({ review: "approved", stage: "won" });
  });
});
