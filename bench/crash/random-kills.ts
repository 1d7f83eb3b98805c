import type { ChildProcess } from "node:child_process";
import { wholeRun } from "./order.ts";
import { openOutside } from "./outside.ts";
import { runChild } from "./run-child.ts";
import type { ChildRun } from "./run-child.ts";
import { goOn, inParallel, judged } from "./sweep.ts";
import type { Sweep, Tried, Violation } from "./sweep.ts";

const PARTNERS = ["one", "two", "three", "four"];
const KILLS_EACH = 5;
const LONGEST_MS = 3000;
const COMMITS = 250;

type Killing =
  | { readonly from: "outside"; readonly ms: number }
  | { readonly from: "inside"; readonly n: number };

const text = (kill: Killing): string =>
  kill.from === "outside" ? `${kill.ms} ms after it served` : `at commit ${kill.n}`;

async function killed(dataDir: string, kill: Killing): Promise<ChildRun> {
  const order = wholeRun(dataDir, { partners: PARTNERS });
  if (kill.from === "inside") {
    return runChild({
      ...order,
      kill: { moment: kill.n % 2 === 0 ? "before_commit" : "after_commit", n: kill.n },
    });
  }
  let timer: NodeJS.Timeout | undefined;
  const run = await runChild(order, (child: ChildProcess) => {
    timer = setTimeout(() => child.kill("SIGKILL"), kill.ms);
  });
  clearTimeout(timer);
  return run;
}

/** One data folder: several onboardings at once, killed some times, then driven to the end. */
async function life(sweep: Sweep, kills: readonly Killing[]): Promise<Tried & { readonly kills: number }> {
  const folder = await sweep.folders.fresh();
  const outside = await openOutside(folder, { relay: false });
  const before: ChildRun[] = [];
  for (const kill of kills) {
    outside.begins(0);
    before.push(await killed(folder, kill));
    if (!before.at(-1)?.killed) break;
  }
  outside.begins(0);
  const after = await goOn(wholeRun(folder, { partners: PARTNERS }));
  await outside.close();
  const where = `killed ${kills.map(text).join(", ")}`;
  return {
    reached: true,
    kills: before.filter((run) => run.killed).length,
    violation: await judged(sweep, { where, folder, before, after, outside }),
  };
}

/** At least so many kills at random, half from outside at any time, half at a random write. */
export async function sweepRandomKills(sweep: Sweep, wanted: number) {
  const { random } = sweep;
  const killing = (): Killing =>
    random() < 0.5
      ? { from: "outside", ms: Math.floor(random() * LONGEST_MS) }
      : { from: "inside", n: 1 + Math.floor(random() * COMMITS) };
  const count = { kills: 0 };
  const one = async (kills: readonly Killing[]): Promise<Tried> => {
    const lived = await life(sweep, kills);
    count.kills += lived.kills;
    return lived;
  };
  const violations: Violation[] = [];
  while (count.kills < wanted) {
    const lives = Math.ceil((wanted - count.kills) / KILLS_EACH);
    const cases = Array.from({ length: lives }, () => Array.from({ length: KILLS_EACH }, killing));
    const result = await inParallel(sweep, { name: "random kills, data folders", cases, work: one });
    violations.push(...result.violations);
  }
  return { tried: count.kills, violations };
}
