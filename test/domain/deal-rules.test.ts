import { describe, expect, test } from "vitest";
import { contactId } from "../../domain/ids.ts";
import { after, ANNA, BEN, DAY, makeDealForm, T0 } from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { by, completed, ID, openIn, registration, review, startRun, types } from "./run.ts";

const twin = {
  record: "acme.aaaaaaaa#1",
  customerName: "Bergmann Maschinenbau",
  customerDomain: "",
  customerCountry: "DE",
};
const inReview = () => {
  const run = openIn("first_deal");
  run.do(registration(), by(ANNA));
  return run;
};
const askedBack = () => {
  const run = inReview();
  run.do(review("action_required", ["need"]));
  return run;
};
const onWon = makeProgram({ firstDeal: { ...makeProgram().firstDeal, completesOn: "won" } });
const protectedDeal = () => {
  const run = openIn("first_deal", startRun({ program: onWon }));
  run.do(registration(), by(ANNA));
  run.do(review("approve"));
  return run;
};
const correct = (changes = {}, before = {}) =>
  ({
    kind: "correct_deal",
    contact: ANNA,
    before: makeDealForm(before),
    form: makeDealForm(changes),
    candidates: [],
  }) as const;
const sale = (stage: "qualified" | "won" | "lost", note = "News") =>
  ({ kind: "change_deal_stage", contact: ANNA, stage, note }) as const;
const withdraw = { kind: "withdraw_deal", contact: ANNA, note: "Customer stopped" } as const;

describe("registering a deal", () => {
  test("starts the vendor's clock and tells what it may double", () => {
    const run = openIn("first_deal");
    const facts = run.do({ ...registration(), candidates: [twin] }, by(ANNA));
    expect(facts).toEqual([
      {
        type: "deal_registration.submitted",
        contact: ANNA,
        number: 1,
        decideBy: after(3 * DAY),
        duplicates: [{ rule: "same_name_and_country", record: twin.record }],
      },
    ]);
    expect(run.records.get("deal/1")?.value).toEqual(makeDealForm());
    expect(run.mails("deal_review_request")).toEqual(["manager"]);
  });

  test("is refused while one is alive, for unknown people, with invalid fields, and outside the stage", () => {
    expect(inReview().refused(registration())).toEqual({ kind: "deal_exists" });
    const run = openIn("first_deal");
    expect(run.refused({ ...registration(), contact: contactId("c9") })).toEqual({ kind: "unknown_contact" });
    expect(run.refused(registration({ value: 0, currency: "CHF" }))).toEqual({
      kind: "deal_invalid",
      fields: ["value", "currency"],
    });
    expect(startRun().refused(registration())).toMatchObject({ kind: "stage_not_open" });
  });

  test("can be done anew after a rejection, a withdrawal, the end of protection or a loss", () => {
    const rejected = inReview();
    rejected.do(review("reject"));
    const withdrawn = inReview();
    withdrawn.do(withdraw);
    const lost = protectedDeal();
    lost.do(sale("lost"));
    const expired = protectedDeal();
    expired.until(after(90 * DAY));
    for (const run of [rejected, withdrawn, lost, expired]) {
      run.do(registration({ targetCloseDate: "2027-06-30" }));
      expect(run.o.deals.map(({ number }) => number)).toEqual([1, 2]);
    }
  });
});

describe("correcting a deal", () => {
  test("changes only the fields that were opened", () => {
    const run = askedBack();
    expect(run.refused(correct({ value: 1, nextSteps: "" }))).toEqual({
      kind: "field_not_open",
      fields: ["value", "nextSteps"],
    });
    expect(run.refused(correct({ need: "short" }))).toEqual({ kind: "deal_invalid", fields: ["need"] });
    const fixed = { need: "Wants reports for forty technicians." };
    expect(types(run.do(correct(fixed)))).toEqual(["deal_registration.resubmitted"]);
    expect(run.o.deals[0]).toMatchObject({ review: "submitted", number: 1, late: false });
    expect(run.do(correct(fixed, fixed))).toEqual([]);
  });

  test("is not refused for a date that passed while the vendor looked", () => {
    const run = openIn("first_deal");
    run.do(registration({ targetCloseDate: "2026-09-02" }));
    run.wait(20 * DAY).do(review("action_required", ["need"]));
    const before = { targetCloseDate: "2026-09-02" };
    expect(
      types(run.do(correct({ ...before, need: "Wants reports for forty technicians." }, before))),
    ).toEqual(["deal_registration.resubmitted"]);
  });

  test("starts the vendor's clock anew", () => {
    const run = askedBack().wait(7 * DAY);
    run.do(correct({ need: "Wants reports for forty technicians." }));
    expect(run.o.deals[0]).toMatchObject({ submittedAt: after(7 * DAY), decideBy: after(10 * DAY) });
  });

  test("is refused without a deal, unasked, when the sale is lost, and outside the stage", () => {
    expect(openIn("first_deal").refused(correct())).toEqual({ kind: "no_deal" });
    expect(inReview().refused(correct({ need: "Something else that is long enough" }))).toEqual({
      kind: "already_decided",
      review: "submitted",
    });
    const lost = askedBack();
    lost.do(sale("lost"));
    expect(lost.refused(correct())).toEqual({ kind: "deal_over" });
    expect(completed().refused(correct())).toEqual({ kind: "onboarding_closed", status: "completed" });
  });
});

describe("appealing against a duplicate", () => {
  const appeal = { kind: "appeal_duplicate", contact: ANNA, note: "Another site" } as const;

  test("is noted once, with a reason", () => {
    const run = openIn("first_deal");
    run.do({ ...registration(), candidates: [twin] });
    expect(run.refused({ ...appeal, note: "" })).toEqual({ kind: "reason_missing" });
    run.do({ kind: "view_deal" });
    expect(types(run.do(appeal))).toEqual(["deal_registration.appealed"]);
    expect(run.do(appeal)).toEqual([]);
    expect(run.o.deals[0]).toMatchObject({ appealed: true });
  });

  test("is refused where there is nothing to appeal against, or nothing to decide any more", () => {
    expect(openIn("first_deal").refused(appeal)).toEqual({ kind: "no_deal" });
    expect(inReview().refused(appeal)).toEqual({ kind: "no_duplicates" });
    const run = openIn("first_deal");
    run.do({ ...registration(), candidates: [twin] });
    run.do(review("reject"));
    expect(run.refused(appeal)).toEqual({ kind: "not_under_review" });
    expect(completed().refused(appeal)).toMatchObject({ kind: "onboarding_closed" });
  });
});

describe("withdrawing a deal", () => {
  test("is done once, with a reason, and gives the vendor's time back", () => {
    const run = inReview().wait(10 * DAY);
    expect(run.refused({ ...withdraw, note: "" })).toEqual({ kind: "reason_missing" });
    expect(types(run.do(withdraw))).toEqual(["deal_registration.withdrawn", "stage.deadline_extended"]);
    expect(run.o.stages.first_deal).toMatchObject({ deadline: after(100 * DAY) });
    expect(run.do(withdraw)).toEqual([]);
  });

  test("gives nothing back that was not waited for", () => {
    expect(types(askedBack().do(withdraw))).toEqual(["deal_registration.withdrawn"]);
  });

  test("is refused without a deal, after the decision, and outside the stage", () => {
    expect(openIn("first_deal").refused(withdraw)).toEqual({ kind: "no_deal" });
    expect(protectedDeal().refused(withdraw)).toEqual({ kind: "already_decided", review: "approved" });
    const run = inReview();
    run.do(review("reject"));
    expect(run.refused(withdraw)).toEqual({ kind: "already_decided", review: "rejected" });
    expect(completed().refused(withdraw)).toMatchObject({ kind: "onboarding_closed" });
  });
});

describe("the sale", () => {
  test("moves on apart from the review, and the same again changes nothing", () => {
    const run = inReview();
    expect(types(run.do(sale("qualified", "")))).toEqual(["deal.stage_changed"]);
    expect(run.do(sale("qualified"))).toEqual([]);
    expect(run.o.deals[0]).toMatchObject({ stage: "qualified", review: "submitted" });
  });

  test("won completes the stage where the program asks for that, once approved", () => {
    const run = protectedDeal();
    expect(run.o.stages.first_deal.state).toBe("open");
    expect(run.mails("deal_approved")).toEqual([ANNA]);
    expect(types(run.do(sale("won")))).toEqual(["deal.won", "stage.completed"]);
    expect(run.do(sale("won"))).toEqual([]);
    expect(run.refused(sale("lost"))).toEqual({ kind: "deal_over" });
  });

  test("won before the approval completes the stage with the approval", () => {
    const run = openIn("first_deal", startRun({ program: onWon }));
    run.do(registration());
    expect(types(run.do(sale("won")))).toEqual(["deal.won"]);
    expect(types(run.do(review("approve")))).toEqual(["deal_registration.approved", "stage.completed"]);
  });

  test("lost needs a reason, ends the review and gives the vendor's time back", () => {
    const run = inReview().wait(2 * DAY);
    expect(run.refused(sale("lost", " "))).toEqual({ kind: "reason_missing" });
    expect(types(run.do(sale("lost")))).toEqual(["deal.lost", "stage.deadline_extended"]);
    expect(run.refused(review("approve"))).toEqual({ kind: "deal_over" });
    expect(run.do({ kind: "view_deal" })).toEqual([]);
    expect(run.refused(sale("won"))).toEqual({ kind: "deal_over" });
    run.until(after(30 * DAY));
    expect(run.logged("deal_registration.review_overdue")).toEqual([]);
  });

  test("goes on after the onboarding is completed, but not on hold or after a break", () => {
    const run = completed();
    expect(types(run.do(sale("won")))).toEqual(["deal.won"]);
    const held = inReview();
    held.do({ kind: "put_on_hold", note: "Merger" });
    expect(held.refused(sale("won"))).toEqual({ kind: "on_hold" });
    const broken = inReview();
    broken.do({ kind: "close", as: "withdrawn", note: "Bought" });
    expect(broken.refused(sale("won"))).toEqual({ kind: "onboarding_closed", status: "withdrawn" });
    expect(openIn("first_deal").refused(sale("won"))).toEqual({ kind: "no_deal" });
  });
});

describe("asking for a longer protection", () => {
  const ask = { kind: "request_extension", contact: ANNA, note: "Budget moved" } as const;

  test("is noted, and never two at once", () => {
    const run = protectedDeal();
    expect(types(run.do(ask))).toEqual(["deal_registration.extension_requested"]);
    expect(run.refused(ask)).toEqual({ kind: "extension_pending" });
    expect(run.mails("extension_request")).toEqual(["manager"]);
  });

  test("is refused unprotected, without a reason, when all are used, and when the sale is over", () => {
    expect(inReview().refused(ask)).toEqual({ kind: "not_protected" });
    expect(openIn("first_deal").refused(ask)).toEqual({ kind: "not_protected" });
    const run = protectedDeal();
    expect(run.refused({ ...ask, note: "" })).toEqual({ kind: "reason_missing" });
    run.do(ask);
    run.do({ kind: "decide_extension", grant: true, note: "Fine" });
    expect(run.refused(ask)).toEqual({ kind: "no_extensions_left" });
    run.do(sale("lost"));
    expect(run.refused(ask)).toEqual({ kind: "deal_over" });
    const won = protectedDeal();
    won.do(sale("won"));
    expect(won.refused(ask)).toEqual({ kind: "deal_over" });
    const broken = protectedDeal();
    broken.do({ kind: "close", as: "expired", note: "Silence" });
    expect(broken.refused(ask)).toEqual({ kind: "onboarding_closed", status: "expired" });
  });

  test("is settled by the end of the sale", () => {
    const run = protectedDeal();
    run.do(ask);
    run.do(sale("lost"));
    expect(run.refused({ kind: "decide_extension", grant: true, note: "Fine" })).toEqual({
      kind: "no_extension_pending",
    });
  });
});

test("a deal handed over is the other person's", () => {
  const run = inReview();
  run.do({ kind: "hand_over", contact: ANNA, to: BEN, note: "On leave" });
  run.do(review("action_required", ["need"]));
  expect(run.mails("deal_action_required")).toEqual([BEN]);
  expect(run.o.deals[0]).toMatchObject({ contact: BEN, submittedAt: T0 });
  expect(run.o.id).toBe(ID);
});
