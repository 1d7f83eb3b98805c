import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { openFolders } from "../bench/crash/base-folder.ts";
import { sweepCutLogs } from "../bench/crash/cut-logs.ts";
import { sweepRandomKills } from "../bench/crash/random-kills.ts";
import type { Sweep, Violation } from "../bench/crash/sweep.ts";
import { sweepWritePoints } from "../bench/crash/write-points.ts";
import { randomFrom } from "../bench/random-from.ts";

const USAGE = `npm run crash-sweep [-- --quick] [-- --kills N] [-- --seed N]
Runs whole onboardings on the real server and real files, kills it (SIGKILL) before and after every commit of every
database, starts it again and goes on to the end; then kills it N times (200) at random under load; then starts from
copies of the files whose write-ahead logs were cut. After each: what design section 6 says must always hold.
--quick tries a sample of each, for continuous integration.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Extent {
  readonly share: number;
  readonly kills: number;
}

async function sweepAll(sweep: Sweep, { share, kills }: Extent): Promise<readonly Violation[]> {
  const points = await sweepWritePoints(sweep, share);
  say(`write points: ${points.tried} tried, ${points.violations.length} violations`);
  const random = await sweepRandomKills(sweep, kills);
  say(`random kills under load: ${random.tried} tried, ${random.violations.length} violations`);
  const cut = await sweepCutLogs(sweep, share);
  say(`cut logs: ${cut.cuts} cuts, ${cut.restarts} restarts from them, ${cut.violations.length} violations`);
  const tried = points.tried + random.tried + cut.cuts + cut.restarts;
  const violations = [...points.violations, ...random.violations, ...cut.violations];
  say(`${tried} points tried, ${violations.length} violations`);
  return violations;
}

async function main({ quick, kills, seed }: { quick: boolean; kills: number; seed: number }): Promise<void> {
  const folders = await openFolders();
  const sweep = { folders, say, atOnce: Math.min(4, availableParallelism()), random: randomFrom(seed) };
  say(`seed ${seed}`);
  try {
    const violations = await sweepAll(sweep, { share: quick ? 1 / 30 : 1, kills });
    if (violations.length > 0) process.exitCode = 1;
  } finally {
    await folders.close();
  }
}

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    kills: { type: "string" },
    seed: { type: "string", default: "1" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) say(USAGE);
else {
  const { quick, seed } = values;
  await main({ quick, seed: Number(seed), kills: Number(values.kills ?? (quick ? 4 : 200)) });
}
