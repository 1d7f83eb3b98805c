import { wholeRun } from "./order.ts";
import type { Order } from "./order.ts";
import { openOutside } from "./outside.ts";
import { runChild } from "./run-child.ts";
import { goOn, inParallel, judged } from "./sweep.ts";
import type { Sweep, Tried } from "./sweep.ts";

type Kill = NonNullable<Order["kill"]>;

async function countCommits({ folders }: Sweep): Promise<number> {
  const folder = await folders.fresh();
  const outside = await openOutside(folder, { relay: false });
  const { commits, violations } = await runChild(wholeRun(folder));
  await outside.close();
  if (violations.length > 0) throw new Error(`a run without a crash failed:\n${violations.join("\n")}`);
  await folders.drop(folder);
  return commits;
}

interface Point extends Kill {
  /** Mail goes through a relay, which tells no repeats, instead of to the inbox. */
  readonly relayed: boolean;
}

/** So long nobody sends a mail again that a process may have sent when it died. */
const UNTIL_SENT_AGAIN_MS = 16 * 60_000;

/** Dies at one commit, starts again, goes on to the end. */
async function dieAt(sweep: Sweep, { relayed, ...kill }: Point): Promise<Tried> {
  const folder = await sweep.folders.fresh();
  const outside = await openOutside(folder, { relay: relayed });
  const { relay } = outside;
  outside.begins(0);
  const first = await runChild(wholeRun(folder, { kill, relay }));
  const aheadMs = relayed ? UNTIL_SENT_AGAIN_MS : 0;
  outside.begins(aheadMs);
  const after = await goOn(wholeRun(folder, { relay, aheadMs }));
  await outside.close();
  const where = `killed ${kill.moment} ${kill.n}, mail ${relayed ? "through a relay" : "to the inbox"}`;
  return {
    reached: first.killed,
    violation: await judged(sweep, { where, folder, before: [first], after, outside }),
  };
}

/** Some commits more than were counted: how they fall together differs from run to run. */
const MARGIN = 15;

/** Every durable write of a whole onboarding, before and after. `share`: of the points, spread evenly. */
export async function sweepWritePoints(sweep: Sweep, share: number) {
  const commits = await countCommits(sweep);
  const step = Math.max(1, Math.round(1 / share));
  const cases: Point[] = [];
  for (let n = 1; n <= commits + MARGIN; n += step) {
    cases.push({ moment: "before_commit", n, relayed: false }, { moment: "after_commit", n, relayed: false });
    cases.push({ moment: n % 2 === 0 ? "before_commit" : "after_commit", n, relayed: true });
  }
  sweep.say(`write points: ${commits} commits in a whole onboarding, ${cases.length} points to try`);
  return inParallel(sweep, { name: "write points", cases, work: (point) => dieAt(sweep, point) });
}
