import { describe, expect, test } from "vitest";
import { after, ANNA, BEN, DAY, HOUR, T0 } from "../make.ts";
import { makeProgram, makeTrack } from "../make-program.ts";
import { decide } from "../../domain/decide.ts";
import { instant } from "../../domain/ids.ts";
import type { Stage } from "../../domain/program.ts";
import {
  attempt,
  by,
  CARL,
  CARL_AS_NEW,
  completed,
  ID,
  openIn,
  OPS,
  rightAnswers,
  sit,
  startRun,
  submission,
  SYSTEM,
  types,
  wrongAnswersTo,
} from "./run.ts";

const A1 = { contact: ANNA, track: "sales", attempt: "a1" };
const B1 = { contact: BEN, track: "technical", attempt: "b1" };
const MINUTE = 60_000;
const waiveStage = (stage: Stage) =>
  ({ kind: "waive_stage", stage, reason: "administrative", note: "Enough" }) as const;

describe("beginning an attempt", () => {
  test("draws the paper and sets the time limit, once", () => {
    const run = openIn("certification");
    const command = attempt(ANNA, "sales", "a1");
    expect(run.do(command, by(ANNA))).toEqual([
      {
        type: "certification.attempt_started",
        contact: ANNA,
        track: "sales",
        attempt: "a1",
        endsAt: after(30 * MINUTE),
      },
    ]);
    expect(run.sheet("a1").questions).toHaveLength(4);
    expect(run.do(command, by(ANNA))).toEqual([]);
  });

  test("is refused in a second tab, and names the attempt that runs", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"));
    expect(run.refused(attempt(ANNA, "sales", "a2"))).toEqual({ kind: "attempt_running", attempt: "a1" });
  });

  test("is refused in others' tracks, outside the stage, and once it was passed or waived", () => {
    const run = openIn("certification");
    expect(run.refused(attempt(BEN, "sales", "a1"))).toEqual({ kind: "not_yours" });
    expect(openIn("training").refused(attempt(ANNA, "sales", "a1"))).toMatchObject({
      kind: "stage_not_open",
    });
    sit(run, A1);
    expect(run.refused(attempt(ANNA, "sales", "a2"))).toEqual({ kind: "already_passed" });
  });

  test("is refused in a track that the program does not have", () => {
    const run = openIn("certification");
    const program = makeProgram({ tracks: [] });
    const context = { now: run.now, actor: OPS, program };
    expect(decide(run.o, attempt(ANNA, "sales", "a1"), context)).toEqual({
      ok: false,
      error: { kind: "unknown_track" },
    });
    run.do(attempt(ANNA, "sales", "a1"));
    expect(decide(run.o, submission(run, A1), context)).toMatchObject({ ok: true, value: { facts: [] } });
  });
});

const failing = (run = openIn("certification")) => sit(run, A1, false);

describe("a failed attempt", () => {
  test("is followed by a first, then by longer cool-downs, then by none", () => {
    const run = failing();
    expect(run.o.exams[0]).toMatchObject({ state: "cooling_down", until: after(DAY), lastScore: 0 });
    expect(run.refused(attempt(ANNA, "sales", "a2"))).toEqual({ kind: "cooling_down", until: after(DAY) });
    run.wait(DAY);
    sit(run, { ...A1, attempt: "a2" }, false);
    expect(run.o.exams[0]).toMatchObject({ until: after(4 * DAY), attempts: 2 });
    run.wait(3 * DAY);
    sit(run, { ...A1, attempt: "a3" }, false);
    expect(run.o.exams[0]).toMatchObject({ state: "exhausted", since: after(4 * DAY), attempts: 3 });
    expect(run.refused(attempt(ANNA, "sales", "a4"))).toEqual({ kind: "no_attempts_left" });
    expect(run.mails("attempts_exhausted")).toEqual(["manager"]);
  });

  test("is the same when it is handed in again", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"));
    const command = submission(run, A1, {});
    run.do(command);
    expect(run.do(command)).toEqual([]);
    run.wait(DAY).do(attempt(ANNA, "sales", "a2"));
    expect(run.do(command)).toEqual([]);
  });

  test("can be followed by one more that ops grant when none is left", () => {
    const program = makeProgram({
      tracks: [makeTrack("sales", { exam: { ...makeTrack("sales").exam, attempts: 1 } })],
    });
    const run = startRun({ program });
    run.do(waiveStage("contract"));
    run.do(waiveStage("training"));
    run.do({ kind: "open_stage", stage: "certification" }, SYSTEM);
    const grant = { kind: "grant_attempt", contact: ANNA, track: "sales", note: "Was ill" } as const;
    expect(run.refused(grant)).toEqual({ kind: "attempts_left" });
    failing(run);
    expect(run.refused({ ...grant, note: "" })).toEqual({ kind: "reason_missing" });
    expect(run.refused({ ...grant, track: "technical" })).toEqual({ kind: "unknown_track" });
    run.do(grant);
    expect(run.o.exams[0]).toMatchObject({ state: "ready", attempts: 1, allowed: 2 });
    expect(run.mails("certification_step")).toEqual([ANNA, ANNA]);
    sit(run, { ...A1, attempt: "a2" });
    expect(run.o.stages.certification.state).toBe("completed");
  });
});

describe("a passed exam", () => {
  test("certifies the person for the months of the program", () => {
    const run = sit(openIn("certification"), A1);
    expect(run.o.certifications).toEqual([
      {
        state: "active",
        id: `${ID}.a1`,
        contact: ANNA,
        track: "sales",
        issuedAt: T0,
        expiresAt: instant(Date.UTC(2027, 8, 1, 8)),
      },
    ]);
    expect(run.effects).toContainEqual({ kind: "issue_credential", certificate: `${ID}.a1` });
    expect(run.o.stages.certification.state).toBe("open");
  });

  test("ends the stage when the company has enough people in every track", () => {
    const run = sit(sit(openIn("certification"), A1), B1);
    expect(run.o.stages.certification.state).toBe("completed");
  });

  test("needs the pass mark, to which nothing is rounded up", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"));
    const { questions } = run.sheet("a1");
    run.do(submission(run, A1, { ...rightAnswers(questions), ...wrongAnswersTo(questions.slice(0, 1)) }));
    expect(run.logged("certification.passed")).toMatchObject([{ score: 75 }]);
    run.do(attempt(BEN, "technical", "b1"));
    const other = run.sheet("b1").questions;
    run.do(submission(run, B1, { ...rightAnswers(other), ...wrongAnswersTo(other.slice(0, 2)) }));
    expect(run.logged("certification.failed")).toMatchObject([{ score: 50 }]);
  });
});

const saved = (run = openIn("certification")) => {
  run.do(attempt(ANNA, "sales", "a1"));
  const sheet = run.sheet("a1");
  return { run, sheet: { ...sheet, answers: rightAnswers(sheet.questions) } };
};

const hand = (sheet: ReturnType<typeof saved>["sheet"]) =>
  ({ kind: "submit_attempt", ...A1, sheet, answers: wrongAnswersTo(sheet.questions) }) as const;

describe("the time limit", () => {
  test("lets answers on their way still count", () => {
    const { run, sheet } = saved();
    run.wait(30 * MINUTE + 30_000).do(hand(sheet));
    expect(run.logged("certification.failed")).toHaveLength(1);
  });

  test("passed, what was saved before is scored, not what is handed in late", () => {
    const { run, sheet } = saved();
    run.wait(30 * MINUTE + 30_001).do(hand(sheet));
    expect(run.logged("certification.passed")).toMatchObject([{ score: 100 }]);
  });

  test("ends an attempt that nobody hands in", () => {
    const { run } = saved();
    run.until(after(30 * MINUTE + 30_000));
    expect(run.o.exams[0]?.state).toBe("in_attempt");
    run.until(after(HOUR));
    expect(run.o.exams[0]).toMatchObject({ state: "cooling_down", lastScore: 0 });
  });

  test("waits for the sheet of an attempt, and meanwhile stops nothing else", () => {
    const { run } = saved(openIn("certification"));
    run.wait(40 * DAY);
    expect(types(run.do({ kind: "tick", sheets: {} }))).toEqual(["stage.overdue"]);
    expect(types(run.do({ kind: "tick", sheets: {} }))).toEqual([]);
    expect(types(run.tick())).toEqual(["certification.failed"]);
  });

  test("counts on when the stage closes meanwhile: the attempt may finish and certifies the person", () => {
    const { run } = saved();
    run.do(waiveStage("certification"));
    expect(types(run.do(submission(run, A1)))).toEqual(["certification.passed", "certification.issued"]);
    expect(run.logged("stage.completed").map(({ stage }) => stage)).not.toContain("certification");
  });

  test("counts on after the onboarding is completed, but not after it was broken off", () => {
    const done = saved().run;
    done.do(waiveStage("certification"));
    done.do(waiveStage("first_deal"));
    done.do({ kind: "finish" });
    done.until(after(HOUR));
    expect(done.logged("certification.failed")).toHaveLength(1);

    const { run } = saved();
    run.do({ kind: "close", as: "withdrawn", note: "Bought" });
    expect(run.refused(submission(run, A1))).toEqual({ kind: "onboarding_closed", status: "withdrawn" });
  });
});

describe("handing in", () => {
  test("is refused to others, and for an attempt that nobody began", () => {
    const run = openIn("certification");
    run.do(attempt(ANNA, "sales", "a1"));
    const command = submission(run, A1);
    expect(run.refused({ ...command, contact: BEN })).toEqual({ kind: "not_yours" });
    expect(run.refused({ ...command, contact: BEN, track: "technical" })).toEqual({
      kind: "unknown_attempt",
    });
  });
});

const waive = (contact = ANNA, track = "sales") =>
  ({ kind: "waive_certification", contact, track, reason: "tested_out", note: "Trainer" }) as const;

describe("waiving a person's certification", () => {
  test("counts for the company, and gives no certificate", () => {
    const run = sit(openIn("certification"), B1);
    expect(types(run.do(waive()))).toEqual(["certification.waived", "stage.completed"]);
    expect(run.o.certifications).toHaveLength(1);
    expect(run.do(waive())).toEqual([]);
    expect(run.refused(attempt(ANNA, "sales", "a1"))).toMatchObject({ kind: "stage_not_open" });
  });

  test("is refused to who passed, who takes no part, without a reason, and while the stage is not open", () => {
    const run = sit(openIn("certification"), A1);
    expect(run.refused(waive())).toEqual({ kind: "already_passed" });
    expect(run.refused(waive(CARL))).toEqual({ kind: "unknown_track" });
    expect(run.refused({ ...waive(BEN, "technical"), note: "" })).toEqual({ kind: "reason_missing" });
    expect(startRun().refused(waive())).toMatchObject({ kind: "stage_not_open" });
    run.do({ kind: "add_contact", to: CARL_AS_NEW, roles: ["sales"], note: "Second seller" });
    run.do(waive(CARL));
    expect(run.refused(attempt(CARL, "sales", "c1"))).toEqual({ kind: "already_passed" });
  });
});

describe("a certificate", () => {
  test("expires when its months are over, also after the onboarding has ended", () => {
    const run = completed().until(instant(Date.UTC(2027, 8, 1, 8)));
    expect(run.o.certifications.map(({ state }) => state)).toEqual(["expired", "expired"]);
    const broken = sit(openIn("certification"), A1);
    broken.do({ kind: "close", as: "withdrawn", note: "Bought" });
    expect(broken.until(instant(Date.UTC(2027, 8, 1, 8))).o.certifications[0]?.state).toBe("expired");
  });

  test("is revoked once, with a reason, also long after", () => {
    const run = completed().wait(200 * DAY);
    const revoke = { kind: "revoke_certification", certificate: `${ID}.a1`, note: "Cheated" } as const;
    expect(run.refused({ ...revoke, certificate: "?" })).toEqual({ kind: "unknown_certificate" });
    expect(run.refused({ ...revoke, note: "" })).toEqual({ kind: "reason_missing" });
    run.do(revoke);
    expect(run.do(revoke)).toEqual([]);
    expect(run.o.certifications).toMatchObject([
      { state: "revoked", revokedAt: after(200 * DAY) },
      { state: "active" },
    ]);
  });
});
