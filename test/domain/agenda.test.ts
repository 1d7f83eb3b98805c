import { describe, expect, test } from "vitest";
import { instant } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { after, ANNA, BEN, DAY, HOUR, makeStart, T0 } from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { attempt, CARL_AS_NEW, openIn, read, sit, startRun, types } from "./run.ts";

const remindedAt = (run: ReturnType<typeof startRun>): readonly Instant[] =>
  run.log.flatMap(({ event, at }) => (event.type === "stage.reminded" ? [at] : []));
const utc = (day: number, hour = 8, month = 8): Instant => instant(Date.UTC(2026, month, day, hour));

describe("reminders", () => {
  test("come first after some days, then at intervals, up to the cap, one mail for all", () => {
    const run = openIn("training").until(after(29 * DAY));
    // Friday the 4th; the 8th; Saturday the 12th moves to Friday the 11th.
    expect(remindedAt(run)).toEqual([utc(4), utc(8), utc(11, 17)]);
    expect(run.logged("stage.reminded").every(({ contacts }) => contacts.length === 2)).toBe(true);
    expect(run.mails("reminder")).toEqual([ANNA, BEN, ANNA, BEN, ANNA, BEN]);
  });

  test("go only to those who still have something to do", () => {
    const run = openIn("certification");
    sit(run, { contact: BEN, track: "technical", attempt: "b1" });
    run.until(after(5 * DAY));
    expect(run.mails("reminder")).toEqual([ANNA]);
  });

  test("wait for the end of a cool-down or of a running attempt", () => {
    const run = openIn("certification").until(after(2 * DAY));
    sit(run, { contact: ANNA, track: "sales", attempt: "a1" }, false);
    run.wait(DAY);
    sit(run, { contact: ANNA, track: "sales", attempt: "a2" }, false);
    run.until(after(6 * DAY - HOUR));
    expect(run.mails("reminder")).toEqual([BEN]);
    run.until(after(6 * DAY));
    expect(run.mails("reminder")).toEqual([BEN, ANNA]);
    const running = openIn("certification").wait(3 * DAY);
    running.do(attempt(ANNA, "sales", "a1"));
    running.tick();
    expect(running.mails("reminder")).toEqual([BEN]);
  });

  test("go on for the exams a person has left", () => {
    const { people } = makeStart();
    const request = makeStart({
      people: people.map((item) => ({
        ...item,
        contact: { ...item.contact, roles: ["signatory"] as const },
      })),
    });
    const run = startRun({ request });
    for (const stage of ["contract", "training"] as const)
      run.do({ kind: "waive_stage", stage, reason: "administrative", note: "Known" });
    run.do({ kind: "open_stage", stage: "certification" });
    sit(run, { contact: ANNA, track: "sales", attempt: "a1" });
    run.until(after(4 * DAY));
    expect(run.mails("reminder")).toEqual([ANNA]);
  });

  test("count from the mail somebody just got", () => {
    const run = read(startRun()).wait(6 * DAY - HOUR);
    run.do({ kind: "hand_over", contact: ANNA, to: CARL_AS_NEW, note: "Signs" });
    run.wait(2 * DAY).tick();
    expect(run.mails("reminder")).toEqual([]);
  });

  test("that were missed wait for the next morning on which people may be disturbed", () => {
    const run = openIn("training");
    run.now = utc(5, 3);
    expect(run.tick()).toEqual([]);
    expect(run.nextDue()).toEqual(utc(7, 6));
    run.until(utc(7, 7));
    expect(remindedAt(run)).toEqual([utc(7, 6)]);
  });

  test("cease at the deadline and come again when it is extended", () => {
    const program = makeProgram();
    const stages = { ...program.stages, training: { ...program.stages.training, deadlineDays: 6 } };
    const run = openIn("training", startRun({ program: { ...program, stages } })).until(after(10 * DAY));
    expect(remindedAt(run)).toEqual([utc(4), utc(7, 7)]);
    run.do({ kind: "extend_deadline", deadline: after(20 * DAY), note: "Holidays" });
    run.until(after(19 * DAY));
    expect(remindedAt(run)).toHaveLength(3);
  });

  test("are not sent where the program wants none", () => {
    const program = makeProgram();
    const reminders = { firstAfterDays: 3, everyDays: 4, atMost: 0 };
    const stages = { ...program.stages, training: { ...program.stages.training, reminders } };
    const run = openIn("training", startRun({ program: { ...program, stages } })).until(after(29 * DAY));
    expect(remindedAt(run)).toEqual([]);
  });

  test("keep to each person's own time zone", () => {
    const { people } = makeStart();
    const request = makeStart({
      people: people.map((item, index) =>
        index === 0 ? item : { ...item, contact: { ...item.contact, timeZone: "America/New_York" } },
      ),
    });
    // 08:00 UTC is 04:00 in New York: the reminder moves to the evening before.
    const run = openIn("training", startRun({ request })).until(after(3 * DAY));
    expect(
      run.log.flatMap(({ event, at }) => (event.type === "stage.reminded" ? [[at, event.contacts]] : [])),
    ).toEqual([
      [utc(3, 23), [BEN]],
      [utc(4), [ANNA]],
    ]);
  });
});

describe("a deadline that passes", () => {
  test("is told to the manager once; the stage stays open and can still be done", () => {
    const run = read(startRun()).until(after(40 * DAY));
    expect(run.logged("stage.overdue")).toHaveLength(1);
    expect(run.mails("stage_overdue")).toEqual(["manager"]);
    expect(run.o.stages.contract).toMatchObject({ state: "open", overdueAt: after(14 * DAY) });
    expect(types(run.do({ kind: "decline_agreement", contact: ANNA, note: "Too late" }))).toContain(
      "agreement.declined",
    );
  });

  test("takes the reminder due at the same time with it", () => {
    const run = openIn("training").wait(31 * DAY);
    expect(types(run.tick())).toEqual(["stage.overdue"]);
    expect(run.tick()).toEqual([]);
  });
});

describe("what falls due next", () => {
  test("is nothing before the first stage opens", () => {
    expect(startRun().nextDue()).toBeNull();
  });

  test("is the earliest of everything that waits", () => {
    const run = openIn("certification");
    expect(run.nextDue()).toEqual(utc(4));
    run.do(attempt(ANNA, "sales", "a1"));
    expect(run.nextDue()).toEqual(after(30 * 60_000 + 30_001));
    expect(run.o.startedAt).toBe(T0);
  });
});
