import type { Folders } from "./base-folder.ts";
import { arrivalViolations } from "./check-arrivals.ts";
import type { Order } from "./order.ts";
import type { Outside } from "./outside.ts";
import { runChild } from "./run-child.ts";
import type { ChildRun } from "./run-child.ts";

/** What every part of the sweep works with. */
export interface Sweep {
  readonly folders: Folders;
  readonly say: (line: string) => void;
  /** Children at the same time. */
  readonly atOnce: number;
  readonly random: () => number;
}

export interface Violation {
  /** Where the crash was. */
  readonly where: string;
  readonly what: readonly string[];
  /** The data folder as it was left behind. */
  readonly folder: string;
}

/** What came of one crash: the point may lie behind the end of the run. */
export interface Tried {
  readonly reached: boolean;
  readonly violation: Violation | null;
}

/** Who was accepted and is another one now. */
const lost = (before: ChildRun, after: ChildRun): string[] =>
  Object.entries(before.accepted).flatMap(([partner, id]) =>
    after.accepted[partner] === id
      ? []
      : [`I2: ${partner} was accepted as ${id} and then as ${after.accepted[partner]}`],
  );

/** Keeps the folder of a violation, for a look at it. */
export async function judged(
  { folders }: Sweep,
  {
    where,
    folder,
    before,
    after,
    outside,
  }: {
    where: string;
    folder: string;
    before: readonly ChildRun[];
    after: ChildRun;
    /** `null`: files went back in time, so what came outside is not theirs alone. */
    outside: Outside | null;
  },
): Promise<Violation | null> {
  const arrivals = (at: Outside): string[] =>
    arrivalViolations(after.effects, at.arrived, { relayed: at.relay !== null });
  const what = [
    ...before.flatMap((run) => [...run.violations, ...lost(run, after)]),
    ...after.violations,
    ...(outside ? arrivals(outside) : []),
  ];
  if (what.length > 0) return { where, what, folder };
  await folders.drop(folder);
  return null;
}

/** Runs through the cases, some at once, and says how far it is. */
export async function inParallel<T>(
  { atOnce, say }: Sweep,
  { name, cases, work }: { name: string; cases: readonly T[]; work: (one: T) => Promise<Tried> },
): Promise<{ readonly tried: number; readonly violations: readonly Violation[] }> {
  const waiting = [...cases];
  const violations: Violation[] = [];
  let tried = 0;
  const worker = async (): Promise<void> => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { reached, violation } = await work(one);
      if (reached) tried++;
      if (violation) {
        violations.push(violation);
        say(
          `VIOLATION ${violation.where}\n  ${violation.what.join("\n  ")}\n  data folder: ${violation.folder}`,
        );
      }
      if (tried % 20 === 0 && reached)
        say(`${name}: ${tried} of ${cases.length}, ${violations.length} violations`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return { tried, violations };
}

/** Starts again on what a crash left and goes on to the end. */
export const goOn = (order: Order): Promise<ChildRun> => runChild({ ...order, kill: null, journal: false });
