import { describe, expect, test } from "vitest";
import { earlier, workflowCheckAt } from "../../domain/between-stages.ts";
import { MINUTE } from "../../domain/calendar.ts";
import { after, T0 } from "../make.ts";
import { OPS, signed, startRun, SYSTEM } from "./run.ts";

describe("a workflow that stands still", () => {
  test("is looked for two minutes after the start, and no more once a stage is open", () => {
    const run = startRun();
    expect(workflowCheckAt(run.o)).toBe(after(2 * MINUTE));
    run.do({ kind: "open_stage", stage: "contract" }, SYSTEM);
    expect(workflowCheckAt(run.o)).toBeNull();
  });

  test("is looked for two minutes after the end of a stage, until the next one opens", () => {
    const run = startRun().wait(MINUTE);
    signed(run).do({ kind: "countersign", note: "checked" }, OPS);
    expect(workflowCheckAt(run.o)).toBe(after(3 * MINUTE));
    run.wait(MINUTE).do({ kind: "open_stage", stage: "training" }, SYSTEM);
    expect(workflowCheckAt(run.o)).toBeNull();
  });

  test("is not looked for when the onboarding is over", () => {
    const run = startRun();
    run.do({ kind: "close", as: "withdrawn", note: "gone" }, OPS);
    expect(workflowCheckAt(run.o)).toBeNull();
  });

  test("comes with what else is due, whichever is earlier", () => {
    expect([earlier(T0, after(1)), earlier(after(1), T0)]).toEqual([T0, T0]);
    expect([earlier(null, T0), earlier(T0, null), earlier(null, null)]).toEqual([T0, T0, null]);
  });
});
