import { parseArgs } from "node:util";
import type { FaultName } from "../bench/simulation/faults.ts";
import { runWorld } from "../bench/simulation/run-world.ts";
import type { WorldReport } from "../bench/simulation/run-world.ts";

const USAGE = `npm run simulate -- --ops N [--seed N] [--world N]
Runs the real functions and the engine on virtual time, every call across a port in an order drawn from the seed and
subject to faults: world after world of about 20,000 calls, until there were N. What must always hold is checked at every
step, again when the faults have stopped, and again when everything was brought to its end. A violation is printed with
what replays it: the seed and --world.`;

const PER_WORLD = 20_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Totals {
  operations: number;
  onboardings: number;
  completed: number;
  commits: number;
  mails: number;
  days: number;
  hash: number;
  readonly faults: Map<FaultName, number>;
}

function add(totals: Totals, world: WorldReport): void {
  totals.operations += world.operations;
  totals.onboardings += world.onboardings;
  totals.completed += world.completed;
  totals.commits += world.commits;
  totals.mails += world.mails;
  totals.days += world.days;
  totals.hash = Math.imul(totals.hash ^ world.hash, 0x01000193) >>> 0;
  for (const [name, count] of world.faults) totals.faults.set(name, (totals.faults.get(name) ?? 0) + count);
}

function tellFailure(failure: NonNullable<WorldReport["failure"]>, replay: string): void {
  const { fault, step, trace } = failure;
  say(trace.map((line) => `  ${line}`).join("\n"));
  say(`VIOLATION at step ${step}: ${fault instanceof Error ? fault.message : String(fault)}`);
  if (fault instanceof Error && fault.name !== "SimulationFailure") say(String(fault.stack));
  say(`replay: npm run simulate -- ${replay}`);
}

/** Seeds of worlds lie far apart, so that those of two seeds do not meet. */
const worldSeed = (seed: number, world: number): number => (seed * 1_000_003 + world * 7919) >>> 0;

function tellTotals(totals: Totals, { worlds, ms }: { worlds: number; ms: number }): void {
  const faults = [...totals.faults].toSorted(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, count] of faults) say(`  ${name}: ${count}`);
  say(
    `${worlds} worlds, ${totals.onboardings} onboardings (${totals.completed} completed), ${totals.commits} commits, ` +
      `${totals.mails} mails, ${Math.round(totals.days)} days, ${faults.length} kinds of fault`,
  );
  say(`trace ${totals.hash.toString(16).padStart(8, "0")}`);
  say(
    `${totals.operations} operations in ${(ms / 1000).toFixed(1)} s: ${Math.round((totals.operations * 1000) / ms)} a second`,
  );
}

interface Wanted {
  readonly operations: number;
  readonly seed: number;
  /** Only this one. */
  readonly world: number | null;
}

/** Runs one world; `false`: something did not hold. */
async function runOne(totals: Totals, { operations, seed }: Wanted, world: number): Promise<boolean> {
  const report = await runWorld(worldSeed(seed, world), Math.min(PER_WORLD, operations));
  add(totals, report);
  if (report.failure) tellFailure(report.failure, `--ops ${operations} --seed ${seed} --world ${world}`);
  return report.failure === null;
}

const MOST_VIOLATIONS = 5;

async function runAll(totals: Totals, wanted: Wanted): Promise<{ worlds: number; violations: number }> {
  const count = { worlds: 0, violations: 0 };
  while (totals.operations < wanted.operations && count.violations < MOST_VIOLATIONS) {
    if (!(await runOne(totals, wanted, count.worlds))) count.violations++;
    count.worlds++;
    if (count.worlds % 10 === 0) say(`${totals.operations} operations, ${count.violations} violations`);
  }
  return count;
}

async function simulate(wanted: Wanted): Promise<void> {
  const begun = performance.now();
  const totals: Totals = {
    operations: 0,
    onboardings: 0,
    completed: 0,
    commits: 0,
    mails: 0,
    days: 0,
    hash: 0,
    faults: new Map(),
  };
  const { worlds, violations } =
    wanted.world === null
      ? await runAll(totals, wanted)
      : { worlds: 1, violations: (await runOne(totals, wanted, wanted.world)) ? 0 : 1 };
  tellTotals(totals, { worlds, ms: performance.now() - begun });
  say(`seed ${wanted.seed}: ${violations} violations`);
  if (violations > 0) process.exitCode = 1;
}

const { values } = parseArgs({
  options: {
    ops: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    world: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) say(USAGE);
else {
  const { ops, seed, world } = values;
  await simulate({
    operations: Number(ops),
    seed: Number(seed),
    world: world === undefined ? null : Number(world),
  });
}
