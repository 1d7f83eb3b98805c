import type { Order } from "./order.ts";
import { runChild } from "./run-child.ts";
import { goOn, inParallel, judged, wholeRun } from "./sweep.ts";
import type { Sweep, Tried } from "./sweep.ts";

type Kill = NonNullable<Order["kill"]>;

async function countCommits({ folders }: Sweep): Promise<number> {
  const folder = await folders.fresh();
  const { commits, violations } = await runChild(wholeRun(folder));
  if (violations.length > 0) throw new Error(`a run without a crash failed:\n${violations.join("\n")}`);
  await folders.drop(folder);
  return commits;
}

/** Dies at one commit, starts again, goes on to the end. */
async function dieAt(sweep: Sweep, kill: Kill): Promise<Tried> {
  const folder = await sweep.folders.fresh();
  const first = await runChild(wholeRun(folder, { kill }));
  const after = await goOn(wholeRun(folder));
  const where = `killed ${kill.moment} ${kill.n}`;
  return {
    reached: first.killed,
    violation: await judged(sweep, { where, folder, before: [first], after }),
  };
}

/** Some commits more than were counted: how they fall together differs from run to run. */
const MARGIN = 15;

/** Every durable write of a whole onboarding, before and after. `share`: of the points, spread evenly. */
export async function sweepWritePoints(sweep: Sweep, share: number) {
  const commits = await countCommits(sweep);
  const step = Math.max(1, Math.round(1 / share));
  const cases: Kill[] = [];
  for (let n = 1; n <= commits + MARGIN; n += step) {
    cases.push({ moment: "before_commit", n }, { moment: "after_commit", n });
  }
  sweep.say(`write points: ${commits} commits in a whole onboarding, ${cases.length} points to try`);
  return inParallel(sweep, { name: "write points", cases, work: (kill) => dieAt(sweep, kill) });
}
