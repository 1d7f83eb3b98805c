import { describe, expect, test } from "vitest";
import { evolve, fold } from "../../domain/evolve.ts";
import type { DomainEvent } from "../../domain/events.ts";
import { eventId } from "../../domain/ids.ts";
import { shiftClocks } from "../../domain/shift-clocks.ts";
import { after, ANNA, DAY, HOUR, T0 } from "../make.ts";
import { completed, ID, openIn, read, registration, review, signed, startRun, SYSTEM } from "./run.ts";

describe("folding a log", () => {
  test("gives the state it was written with", () => {
    for (const run of [startRun(), read(startRun()), openIn("certification"), completed()])
      expect(fold(ID, run.log)).toEqual(run.o);
  });

  test("fails where the log does not begin with a start", () => {
    const event: DomainEvent = { type: "onboarding.completed" };
    expect(() => fold(ID, [])).toThrow("does not begin with a start");
    expect(() => fold(ID, [{ id: eventId(1, 0), at: T0, actor: SYSTEM, event }])).toThrow(ID);
  });

  test("fails where an agreement was signed that was never sent", () => {
    const { o } = startRun();
    const event: DomainEvent = { type: "agreement.opened", contact: ANNA };
    expect(() => evolve(o, event, T0)).toThrow("never sent");
    const declined = evolve(o, { type: "agreement.declined", contact: ANNA }, T0);
    expect(() => evolve(declined, event, T0)).toThrow("never sent");
    const expired = evolve(o, { type: "agreement.expired" }, T0);
    expect(() => evolve(expired, event, T0)).toThrow("never sent");
  });

  test("takes one start as well as the first: from there everything is new", () => {
    const run = completed();
    const [first] = run.logged("onboarding.started");
    if (!first) throw new Error("no start");
    expect(evolve(run.o, first, T0)).toEqual(startRun().o);
  });
});

describe("a fact that does not fit the state", () => {
  const number = 1;

  test.each<DomainEvent>([
    { type: "deal_registration.viewed", number },
    { type: "deal_registration.review_overdue", number },
    { type: "deal_registration.expiring", number },
    { type: "deal_registration.extension_requested", contact: ANNA, number },
    { type: "deal_registration.extended", number, protectedUntil: after(DAY) },
    { type: "deal_registration.extension_declined", number },
  ])("$type leaves a rejected deal as it is", (event) => {
    const run = openIn("first_deal");
    run.do(registration());
    run.do(review("reject"));
    expect(evolve(run.o, event, after(DAY))).toEqual(run.o);
  });

  test.each<DomainEvent>([
    { type: "stage.reminded", stage: "contract", contacts: [ANNA] },
    { type: "stage.overdue", stage: "contract" },
    { type: "stage.deadline_extended", stage: "contract", deadline: after(DAY), cause: "operator" },
  ])("$type leaves a stage that is not open as it is", (event) => {
    const { o } = startRun();
    expect(evolve(o, event, after(DAY))).toEqual(o);
  });

  test("a late countersignature is none where there is one already", () => {
    const run = signed(startRun());
    run.do({ kind: "countersign", note: "Welcome" });
    expect(evolve(run.o, { type: "agreement.countersignature_overdue" }, after(DAY))).toEqual(run.o);
  });

  test("resuming what was not on hold shifts nothing", () => {
    const { o } = startRun();
    expect(evolve(o, { type: "onboarding.resumed", shiftedBy: HOUR }, after(DAY))).toEqual(o);
  });

  test("completing a stage or an agreement at once takes that time for the steps left out", () => {
    const { o } = startRun();
    expect(evolve(o, { type: "stage.completed", stage: "training" }, T0).stages.training).toEqual({
      state: "completed",
      openedAt: T0,
      at: T0,
    });
    const sent = read(startRun()).o;
    expect(
      evolve(sent, { type: "agreement.completed", countersigned: false }, after(DAY)).agreement,
    ).toMatchObject({
      signedAt: after(DAY),
    });
  });
});

test("clocks of what is decided stand as they are", () => {
  const run = completed();
  const shifted = shiftClocks(run.o, T0, after(DAY));
  expect(shifted.stages).toEqual(run.o.stages);
  expect(shifted.deals[0]).toMatchObject({ protectedUntil: after(91 * DAY) });
});
