import { describe, expect, test } from "vitest";
import { MINUTE } from "../../../domain/calendar.ts";
import { lastingTroubles } from "../../../functions/troubles.ts";
import { after, DAY, HOUR } from "../../make.ts";
import { atContractMail, openWork } from "../open-work.ts";

describe("tick", () => {
  test("wakes what is due, and waits for nothing", async () => {
    const work = await openWork();
    await work.tick();
    expect(work.woken).toEqual([work.id]);
    expect(work.workflow.told).toEqual([]);
  });

  test("hands an onboarding what its time has come for", async () => {
    const work = await atContractMail();
    await work.dispatch();
    work.pass(60 * DAY);
    await work.tick();
    expect((await work.state()).stages.contract).toMatchObject({ overdueAt: work.clock() });
    expect(work.faults).toEqual([]);
  });

  test("starts a new execution where the one that should open the next stage is lost", async () => {
    const work = await atContractMail();
    await work.act({ kind: "waive_stage", stage: "contract", reason: "equivalent", note: "known partner" });
    await work.dispatch();
    work.workflow.running.clear();
    work.workflow.told.length = 0;
    work.pass(MINUTE);
    await work.tick();
    expect(work.workflow.told).toEqual([]);
    work.pass(2 * MINUTE);
    await work.tick();
    expect(work.workflow.told).toEqual(["start 1"]);
  });

  test("gives an execution that ended a successor, and leaves one that runs alone", async () => {
    const work = await openWork();
    work.workflow.ended.add(`${work.id}-1`);
    work.pass(3 * MINUTE);
    await work.tick();
    work.pass(2 * MINUTE);
    await work.tick();
    expect(work.workflow.told).toEqual(["start 2"]);
  });

  test("gives up on an onboarding whose executions keep ending, and says so", async () => {
    const work = await openWork();
    for (let n = 1; n <= 20; n++) work.workflow.ended.add(`${work.id}-${n}`);
    work.pass(3 * MINUTE);
    await work.tick();
    expect(String(work.faults[0])).toContain("20 executions ended");
    expect(await lastingTroubles({ ...work.store, clock: work.clock }, "all")).toMatchObject([
      { onboarding: work.id, at: work.clock() },
    ]);
    work.faults.length = 0;
    await work.tick();
    expect(work.faults).toEqual([]);
  });

  test("sets a clock that brought nothing about anew, so that it does not keep others waiting", async () => {
    const work = await openWork();
    work.workflow.running.add(`${work.id}-1`);
    work.pass(3 * MINUTE);
    await work.tick();
    const clocks = (await work.store.effects.due(after(60 * DAY), 10)).filter(({ kind }) => kind === "clock");
    expect(clocks).toEqual([{ kind: "clock", onboarding: work.id, dueAt: after(4 * MINUTE) }]);
  });

  test("makes the funnel", async () => {
    const work = await atContractMail();
    await work.tick();
    expect(await work.store.snapshots.get(work.vendor)).toMatchObject({
      at: work.clock(),
      started: 1,
      waitingFor: { partner: 1, vendor: 0 },
    });
  });

  test("leaves the funnel as it was when there is no time to make it", async () => {
    const work = await openWork({ goesOn: (part) => part !== "funnels" });
    await work.tick();
    expect(await work.store.snapshots.get(work.vendor)).toBeNull();
    expect(work.faults).toEqual([]);
  });

  test("makes the funnel no more often than it is told", async () => {
    const work = await openWork({ funnelEvery: HOUR });
    const madeAt = async () => (await work.store.snapshots.get(work.vendor))?.at;
    await work.tick();
    const first = await madeAt();
    work.pass(HOUR - 1);
    await work.tick();
    expect(await madeAt()).toBe(first);
    work.pass(1);
    await work.tick();
    expect(await madeAt()).toBe(work.clock());
  });
});
