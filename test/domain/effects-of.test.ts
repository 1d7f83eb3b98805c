import { describe, expect, test } from "vitest";
import { effectsOf } from "../../domain/effects-of.ts";
import type { DomainEvent } from "../../domain/events.ts";
import { eventId } from "../../domain/ids.ts";
import { ANNA, T0 } from "../make.ts";
import { openIn, OPS, startRun } from "./run.ts";

const effects = (event: DomainEvent, { outbound = true, run = openIn("training") } = {}) =>
  effectsOf(
    { id: eventId(9, 0), at: T0, actor: OPS, event },
    { onboarding: run.o, program: run.program, outbound },
  );

describe("the vendor's own systems", () => {
  test("hear of what matters, where they have an endpoint", () => {
    const event: DomainEvent = { type: "training.completed", contact: ANNA, track: "sales" };
    expect(effects(event)).toEqual([{ kind: "webhook", event: "9.0" }]);
    expect(effects(event, { outbound: false })).toEqual([]);
  });

  test("do not hear of housekeeping", () => {
    expect(
      effects({ type: "training.module_completed", contact: ANNA, track: "sales", module: "m" }),
    ).toEqual([]);
  });
});

test("a new onboarding starts its workflow", () => {
  expect(startRun().effects).toEqual([{ kind: "start_workflow", n: 1 }]);
});

test("an event about a deal writes to nobody where there is no deal", () => {
  expect(effects({ type: "deal_registration.rejected", number: 1 }, { outbound: false })).toEqual([]);
});

test("resuming between stages writes to nobody", () => {
  const run = startRun();
  run.do({ kind: "put_on_hold", note: "Merger" });
  run.do({ kind: "resume", note: "Done" });
  expect(run.effects).toEqual([{ kind: "start_workflow", n: 1 }]);
});

test("an agreement that is not made yet is not written about when the onboarding is resumed", () => {
  const run = openIn("contract");
  run.do({ kind: "put_on_hold", note: "Merger" });
  run.do({ kind: "resume", note: "Done" });
  expect(run.mails("contract_step")).toEqual([]);
});
