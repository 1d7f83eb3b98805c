import { describe, expect, test } from "vitest";
import { summarize } from "../../domain/summarize.ts";
import { after, ANNA, DAY, T0 } from "../make.ts";
import { makeProgram, makeTrack } from "../make-program.ts";
import { completed, openIn, read, registration, review, signed, sit, startRun } from "./run.ts";

const summary = (run: ReturnType<typeof startRun>) => summarize(run.o, run.program);
const kinds = (run: ReturnType<typeof startRun>) => summary(run).attention.map(({ kind }) => kind);

describe("a row of the list", () => {
  test("says who, where it stands and since when", () => {
    const run = signed(startRun()).wait(DAY);
    run.do({ kind: "countersign", note: "Welcome" });
    expect(summary(run)).toMatchObject({
      stage: "training",
      status: "in_progress",
      deadline: null,
      since: after(DAY),
    });
    run.wait(DAY).do({ kind: "open_stage", stage: "training" });
    expect(summary(run)).toMatchObject({
      id: run.o.id,
      externalPartnerId: "crm-1001",
      legalName: "Musterhaus Solutions GmbH",
      partnerType: "reseller",
      country: "DE",
      program: "reseller",
      startedAt: T0,
      since: after(2 * DAY),
      deadline: after(32 * DAY),
      times: {
        contract: { openedAt: T0, doneAt: after(DAY) },
        training: { doneAt: null },
        first_deal: { openedAt: null },
      },
    });
  });

  test("is not since a later stage was waived", () => {
    const run = read(startRun()).wait(DAY);
    run.do({ kind: "waive_stage", stage: "certification", reason: "equivalent", note: "Certified" });
    expect(summary(run)).toMatchObject({ since: T0, stage: "contract" });
  });

  test("of a new one is since its start", () => {
    expect(summary(startRun())).toMatchObject({
      since: T0,
      stage: "contract",
      endedAt: null,
      firstDealAt: null,
    });
  });

  test("of one that has ended says when, and when the first deal was", () => {
    const run = completed();
    expect(summary(run)).toMatchObject({ status: "completed", endedAt: T0, since: T0, firstDealAt: T0 });
    const broken = openIn("training");
    broken.wait(DAY).do({ kind: "close", as: "expired", note: "Silence" });
    expect(summary(broken)).toMatchObject({ status: "expired", endedAt: after(DAY), attention: [] });
  });
});

describe("what needs attention", () => {
  test("mail that came back to somebody who has a part in the open stage", () => {
    const run = openIn("training").wait(DAY);
    run.do({ kind: "record_bounce", contact: ANNA, email: "1.0.0" });
    expect(summary(run)).toMatchObject({
      status: "action_required",
      attention: [{ kind: "mail_bounced", since: after(DAY), contact: ANNA }],
    });
    run.do({ kind: "waive_stage", stage: "training", reason: "administrative", note: "Enough" });
    expect(kinds(run)).toEqual([]);
  });

  test("an exam without attempts left, and too few people to certify the company", () => {
    const sales = makeTrack("sales");
    const track = { ...sales, certifiedPeople: 2, exam: { ...sales.exam, attempts: 1 } };
    const run = startRun({ program: makeProgram({ tracks: [track] }) });
    for (const stage of ["contract", "training"] as const)
      run.do({ kind: "waive_stage", stage, reason: "administrative", note: "Known" });
    run.do({ kind: "open_stage", stage: "certification" });
    sit(run, { contact: ANNA, track: "sales", attempt: "a1" }, false);
    expect(kinds(run)).toEqual(["attempts_exhausted", "people_missing"]);
    expect(summary(run).status).toBe("action_required");
    expect(kinds(openIn("certification"))).toEqual([]);
  });

  test("a stage past its deadline", () => {
    const run = openIn("training").until(after(31 * DAY));
    expect(kinds(run)).toEqual(["stage_overdue"]);
    expect(summary(run).status).toBe("action_required");
  });

  test("a countersignature, and one that is late", () => {
    const run = signed(startRun());
    expect(kinds(run)).toEqual(["countersignature"]);
    expect(summary(run).status).toBe("in_progress");
    run.until(after(4 * DAY));
    expect(summary(run)).toMatchObject({
      status: "action_required",
      attention: [{ kind: "countersignature_overdue", since: after(3 * DAY), contact: null }],
    });
    run.do({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "Frame contract" });
    expect(kinds(run)).toEqual([]);
  });

  test("a deal to decide, a late decision, and a request for more time", () => {
    const run = openIn("first_deal");
    run.do(registration());
    expect(kinds(run)).toEqual(["deal_review"]);
    run.until(after(4 * DAY));
    expect(kinds(run)).toEqual(["deal_review_overdue"]);
    run.do(review("approve"));
    run.do({ kind: "request_extension", contact: ANNA, note: "Budget moved" });
    run.do({ kind: "finish" });
    expect(summary(run)).toMatchObject({ status: "completed", attention: [{ kind: "extension_request" }] });
  });

  test("is shown on hold too, which stays the status", () => {
    const run = openIn("training").until(after(31 * DAY));
    run.do({ kind: "put_on_hold", note: "Merger" });
    expect(summary(run)).toMatchObject({ status: "on_hold", attention: [{ kind: "stage_overdue" }] });
  });
});
