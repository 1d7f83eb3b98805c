import { describe, expect, test } from "vitest";
import { funnelMaker } from "../../domain/make-funnel.ts";
import { summarize } from "../../domain/summarize.ts";
import { after, DAY } from "../make.ts";
import { completed, openIn, read, signed, startRun } from "./run.ts";

const made = (runs: readonly ReturnType<typeof startRun>[]) => {
  const maker = funnelMaker();
  for (const run of runs) maker.add(summarize(run.o, run.program));
  return maker.make(after(99 * DAY));
};

const took = (days: number) => {
  const run = signed(startRun()).wait(days * DAY);
  run.do({ kind: "countersign", note: "Welcome" });
  return run;
};

describe("the funnel", () => {
  test("of nothing has no times", () => {
    expect(made([])).toMatchObject({
      at: after(99 * DAY),
      started: 0,
      firstDeal: { count: 0, medianMs: null, p90Ms: null },
    });
  });

  test("counts who reached, did and is in each stage", () => {
    const broken = openIn("training");
    broken.do({ kind: "close", as: "withdrawn", note: "Bought" });
    const held = openIn("training");
    held.do({ kind: "put_on_hold", note: "Merger" });
    const funnel = made([completed(), broken, held, read(startRun()), startRun()]);
    expect(funnel).toMatchObject({ started: 5, completed: 1, ended: 1 });
    expect(funnel.stages.map(({ reached, done, inside }) => [reached, done, inside])).toEqual([
      [4, 3, 1],
      [3, 1, 1],
      [1, 1, 0],
      [1, 1, 0],
    ]);
    expect(funnel.waitingFor).toEqual({ partner: 3, vendor: 0 });
  });

  test("knows for whom it waits", () => {
    expect(made([signed(startRun())]).waitingFor).toEqual({ partner: 0, vendor: 1 });
  });

  test("gives median and 90th percentile of what a stage took; a stage waived unopened took nothing", () => {
    const waived = startRun();
    waived.do({ kind: "waive_stage", stage: "contract", reason: "administrative", note: "Known" });
    const funnel = made([...[5, 1, 4, 2, 3, 6, 7, 8, 9, 10].map(took), waived]);
    expect(funnel.stages[0]).toMatchObject({ reached: 11, done: 11, medianMs: 5 * DAY, p90Ms: 9 * DAY });
  });

  test("knows the time to the first deal", () => {
    expect(made([completed(startRun().wait(DAY))]).firstDeal).toEqual({
      count: 1,
      medianMs: DAY,
      p90Ms: DAY,
    });
  });
});
