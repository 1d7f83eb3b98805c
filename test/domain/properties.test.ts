import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Command, CommandKind, Decision } from "../../domain/commands.ts";
import { canonicalJson } from "../../domain/canonical-json.ts";
import type { Effect } from "../../domain/effect.ts";
import type { DomainEvent } from "../../domain/events.ts";
import { fold } from "../../domain/evolve.ts";
import { isClosed } from "../../domain/onboarding.ts";
import { STAGES } from "../../domain/program.ts";
import { start } from "../../domain/start.ts";
import { summarize } from "../../domain/summarize.ts";
import { makeStart } from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { aBeginning, actorOf, aProgram, aStep, beginIn, commandOf } from "./random-commands.ts";
import type { Step } from "./random-commands.ts";
import { ID, startRun } from "./run.ts";
import type { Run } from "./run.ts";

/** Carried out anew every time: they add something by their nature. */
const ADDING: readonly CommandKind[] = [
  "add_contact",
  "resend_link",
  "reissue_link",
  "correct_address",
  "view_deal",
  "record_bounce",
];
/** What they ask for is gone once it is done, and they say so. */
const ONCE: readonly CommandKind[] = [
  "resume",
  "register_deal",
  "correct_deal",
  "request_extension",
  "decide_extension",
  "grant_attempt",
];

const steps = (length: number) => fc.array(aStep, { minLength: 5, maxLength: length, size: "max" });
const aRun = fc.tuple(aProgram, aBeginning).map(
  ([program, stage]) =>
    () =>
      beginIn(startRun({ program }), stage),
);

function play(run: Run, path: readonly Step[], check: (run: Run, command: Command, step: Step) => void) {
  for (const step of path) {
    run.wait(step.wait);
    check(run, commandOf(run, step), step);
  }
  return run;
}

const isOver = (run: Run, stage: (typeof STAGES)[number]): boolean =>
  run.o.stages[stage].state === "completed" || run.o.stages[stage].state === "waived";

/** What holds of every stage at every moment (I3, I4). */
function checkStages(run: Run) {
  const open = STAGES.filter((stage) => run.o.stages[stage].state === "open");
  expect(open.length).toBeLessThanOrEqual(1);
  for (const [index, stage] of STAGES.entries()) {
    const state = run.o.stages[stage];
    expect(state.state !== "open" || state.deadline > state.openedAt).toBe(true);
    const entered = state.state === "open" || state.state === "completed";
    expect(!entered || STAGES.slice(0, index).every((before) => isOver(run, before))).toBe(true);
  }
}

function checkOnce(log: readonly DomainEvent[]) {
  const said = log.flatMap((event) =>
    event.type === "stage.opened" || event.type === "stage.completed" || event.type === "stage.waived"
      ? [`${event.type === "stage.opened" ? "opened" : "over"} ${event.stage}`]
      : [],
  );
  expect(new Set(said).size).toBe(said.length);
  expect(log.filter(({ type }) => type === "onboarding.started")).toHaveLength(1);
}

type Answer = ReturnType<Run["tell"]>;

/** A hand-over that leaves nothing to do ends the stage; asked for again, it says that no stage is open. */
const endsItsStage = (kind: CommandKind, { facts }: Decision): boolean =>
  kind === "hand_over" && facts.some(({ event }) => event.type === "stage.completed");

function isSame(kind: CommandKind, first: Answer, second: Answer): boolean {
  if (!first.ok) return !second.ok && canonicalJson(second.error) === canonicalJson(first.error);
  if (second.ok) return second.value.facts.length === 0;
  return ONCE.includes(kind) || endsItsStage(kind, first.value);
}

/** Mails of a step or reminders that this asked for although its stage is not open, or the run is on hold (I4). */
function strayMails(run: Run, act: () => unknown): readonly Effect[] {
  const known = run.effects.length;
  act();
  return run.effects
    .slice(known)
    .filter(
      (effect) =>
        effect.kind === "mail" &&
        effect.stage !== null &&
        (run.o.stages[effect.stage].state !== "open" || run.o.progress.state !== "open"),
    );
}

describe("whatever is asked of an onboarding, in any order", () => {
  test("stages go in order and once, an open one has a deadline, and the end is final", () => {
    let completed = 0;
    fc.assert(
      fc.property(aRun, steps(60), (begin, path) => {
        const run = begin();
        play(run, path, (_, command, step) => {
          const { progress } = run.o;
          const closed = isClosed(run.o);
          run.tell(command, actorOf(step));
          checkStages(run);
          expect(!closed || run.o.progress === progress).toBe(true);
        });
        checkOnce(run.log.map(({ event }) => event));
        if (run.o.progress.state === "completed") completed++;
      }),
      { numRuns: 200 },
    );
    expect(completed).toBeGreaterThan(10);
  });

  test("the same command again changes nothing and gets the same answer", () => {
    fc.assert(
      fc.property(aRun, steps(50), (begin, path) => {
        play(begin(), path, (run, command, step) => {
          const first = run.tell(command, actorOf(step));
          if (first.ok && ADDING.includes(command.kind)) return;
          const before = run.o;
          const second = run.tell(command, actorOf(step));
          expect(run.o).toBe(before);
          const answers = { command, first, second, same: isSame(command.kind, first, second) };
          expect(answers).toMatchObject({ same: true });
        });
      }),
      { numRuns: 150 },
    );
  });

  test("no mail of a step or reminder is asked for unless that stage is open and the run is not on hold", () => {
    fc.assert(
      fc.property(aRun, steps(60), (begin, path) => {
        play(begin(), path, (run, command, step) => {
          expect(strayMails(run, () => run.tell(command, actorOf(step)))).toEqual([]);
          expect(strayMails(run, () => run.tick())).toEqual([]);
        });
      }),
      { numRuns: 150 },
    );
  });

  test("the state is the fold of the log, and survives being stored", () => {
    fc.assert(
      fc.property(aRun, steps(60), (begin, path) => {
        const run = play(begin(), path, (each, command, step) => {
          each.tell(command, actorOf(step));
        });
        expect(fold(ID, run.log)).toEqual(run.o);
        expect(JSON.parse(JSON.stringify(run.o))).toEqual(run.o);
        expect(summarize(run.o, run.program).id).toBe(ID);
      }),
      { numRuns: 200 },
    );
  });
});

describe("time", () => {
  test("ticking comes to rest, and then nothing is due before the clock", () => {
    fc.assert(
      fc.property(aRun, steps(50), (begin, path) => {
        play(begin(), path, (run, command, step) => {
          run.tell(command, actorOf(step));
          let ticks = 0;
          while (run.tick().length > 0 && ticks < 20) ticks++;
          expect(ticks).toBeLessThan(20);
          const due = run.nextDue();
          expect(due === null || due > run.now).toBe(true);
        });
      }),
      { numRuns: 150 },
    );
  });

  test("what is due happens when it is due", () => {
    let happened = 0;
    fc.assert(
      fc.property(aRun, steps(40), (begin, path) => {
        const run = play(begin(), path, (each, command, step) => {
          each.tell(command, actorOf(step));
          const due = each.nextDue();
          if (due === null || !step.again) return;
          if (due > each.now) each.now = due;
          expect(each.tick()).not.toEqual([]);
          happened++;
        });
        expect(run.log.length).toBeGreaterThan(0);
      }),
      { numRuns: 150 },
    );
    expect(happened).toBeGreaterThan(100);
  });
});

test("a start makes exactly one onboarding, and keeps everybody's name beside the log", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.string(), (ordinal, externalPartnerId) => {
      const request = makeStart({ ordinal, externalPartnerId });
      const { facts, records } = start(request, makeProgram());
      expect(facts.map(({ event }) => event.type)).toEqual(["onboarding.started"]);
      expect(records.map(({ key }) => key)).toEqual(["c1", "c2", "manager"]);
      expect(JSON.stringify(facts)).not.toContain("Person");
      expect(startRun({ request }).o).toMatchObject({
        ordinal,
        externalPartnerId,
        progress: { state: "open" },
      });
    }),
  );
});
