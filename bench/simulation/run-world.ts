import { isClosed } from "../../domain/onboarding.ts";
import { checkEnd, checkQuiet } from "./check-world.ts";
import type { FaultName } from "./faults.ts";
import { People } from "./people.ts";
import { SimulatedWorld } from "./simulated-world.ts";
import { virtualGlobals } from "./virtual-globals.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** What one world came to. */
export interface WorldReport {
  readonly operations: number;
  readonly onboardings: number;
  readonly completed: number;
  readonly commits: number;
  readonly mails: number;
  readonly days: number;
  readonly faults: ReadonlyMap<FaultName, number>;
  readonly hash: number;
  /** What failed, where, and the last calls before it; `null`: everything held. */
  readonly failure: {
    readonly step: number;
    readonly fault: unknown;
    readonly trace: readonly string[];
  } | null;
}

/** Faults have stopped: time passes until all effects are settled, in a few minutes or by their next tries. */
async function settle(world: SimulatedWorld): Promise<void> {
  const { scheduler } = world;
  await scheduler.run(scheduler.now + 20 * MINUTE);
  for (let leaps = 0; leaps < 200; leaps++) {
    const next = world.nextEffectAt();
    if (next === null) return;
    world.leapTo(next + 1);
    await scheduler.run(scheduler.now + 3 * MINUTE);
  }
}

const allEnded = ({ store }: SimulatedWorld): boolean =>
  [...store.tables.onboardings.values()].every(({ stored }) => isClosed(stored.onboarding));

/** Everybody does their part until nothing is open; the hours of a cool-down pass. */
async function finishAll(world: SimulatedWorld, people: People): Promise<void> {
  const { scheduler } = world;
  for (let round = 0; round < 80 && !allEnded(world); round++) {
    people.actWillingly();
    await scheduler.run(scheduler.now + 90_000);
    if (round % 8 === 7) world.leapTo(scheduler.clock() + HOUR);
  }
}

async function live(world: SimulatedWorld, operations: number): Promise<void> {
  const { scheduler, faults, surroundings } = world;
  world.open();
  const people = new People(world);
  await scheduler.run(Infinity, () => scheduler.operations >= operations * 0.7);
  faults.enabled = false;
  people.busy = false;
  await settle(world);
  await checkQuiet(world);
  surroundings.poisoned.clear();
  await people.retryFailed();
  await settle(world);
  await finishAll(world, people);
  await settle(world);
  await people.retryFailed();
  await settle(world);
  await checkEnd(world);
  await world.close();
}

/** One world from one seed: faults for most of the operations, then calm, then everything is brought to its end. */
export async function runWorld(seed: number, operations: number): Promise<WorldReport> {
  const world = new SimulatedWorld(seed);
  const { scheduler, store, faults, surroundings } = world;
  const begun = scheduler.now;
  const undo = virtualGlobals(scheduler);
  let failure: WorldReport["failure"] = null;
  try {
    await live(world, operations);
  } catch (fault) {
    const trace = scheduler.trace.last(fault instanceof Error ? fault.message : "");
    failure = { step: scheduler.operations, fault, trace };
  } finally {
    undo();
    world.removeFiles();
  }
  const rows = [...store.tables.onboardings.values()];
  return {
    operations: scheduler.operations,
    onboardings: rows.length,
    completed: rows.filter(({ stored }) => stored.onboarding.progress.state === "completed").length,
    commits: rows.reduce((sum, { commits }) => sum + commits.length, 0),
    mails: surroundings.mails.size,
    days: (scheduler.now + scheduler.skew - begun) / (24 * HOUR),
    faults: faults.counts,
    hash: scheduler.trace.hash(),
    failure,
  };
}
