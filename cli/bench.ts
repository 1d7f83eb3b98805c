import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Bench, Benchmark } from "../bench/speed/benchmark.ts";
import { commitFloor } from "../bench/speed/commit-floor.ts";
import { describeMachine } from "../bench/speed/describe-machine.ts";
import { callbackLatency, engineTransitions } from "../bench/speed/engine.ts";
import { figure } from "../bench/speed/figures.ts";
import { followUp, webhookIntake } from "../bench/speed/intake.ts";
import { judge } from "../bench/speed/judge.ts";
import { wholeOnboardings } from "../bench/speed/onboardings.ts";
import { openOnboardings } from "../bench/speed/open-onboardings.ts";
import { openProcesses } from "../bench/speed/processes.ts";
import { resultsChart } from "../bench/speed/results-chart.ts";
import { resultsPage } from "../bench/speed/results-page.ts";
import type { Results } from "../bench/speed/results-page.ts";
import { resultsTable } from "../bench/speed/results-table.ts";
import { runRounds, summarizeRounds } from "../bench/speed/rounds.ts";
import type { Extent, Measured } from "../bench/speed/rounds.ts";
import { waitingExecutions } from "../bench/speed/waiting.ts";

const USAGE = `npm run bench [-- --quick] [-- --only PART,…] [-- --rounds N] [-- --gate] [-- --out FOLDER]
Measures the product against its budgets, in interleaved rounds, about ten minutes on two cores, and writes
bench/results.md and bench/results.svg. Let nothing else run meanwhile.
--quick   less of everything, about a minute; writes nothing unless --out is given
--only    engine, callback, intake, follow-up, onboardings, waiting, open; writes nothing unless --out is given
--gate    exit code 1 when a budget is missed`;

/** On the project's disk: the system's folder for temporary files may be memory. */
const SCRATCH = fileURLToPath(new URL("../node_modules/.cache", import.meta.url));
const RESULTS = fileURLToPath(new URL("../bench", import.meta.url));

type Make = (bench: Bench) => Benchmark;

const PARTS: Readonly<Record<string, readonly Make[]>> = {
  engine: [commitFloor, engineTransitions],
  callback: [commitFloor, callbackLatency],
  intake: [webhookIntake],
  "follow-up": [followUp],
  onboardings: [wholeOnboardings],
  waiting: [waitingExecutions(10_000), waitingExecutions(100_000)],
  open: [openOnboardings],
};

const QUICK: readonly Make[] = [
  commitFloor,
  engineTransitions,
  callbackLatency,
  webhookIntake,
  followUp,
  wholeOnboardings,
  waitingExecutions(10_000),
];

interface Wanted {
  readonly quick: boolean;
  readonly gate: boolean;
  readonly only?: string | undefined;
  readonly rounds?: string | undefined;
  readonly out?: string | undefined;
}

function chosen({ only, quick }: Wanted): readonly Make[] {
  if (only === undefined) return quick ? QUICK : [...new Set(Object.values(PARTS).flat())];
  const makes = only.split(",").flatMap((name) => {
    const part = PARTS[name];
    if (!part) throw new Error(`there is no part "${name}"; there are ${Object.keys(PARTS).join(", ")}`);
    return part;
  });
  return [...new Set(makes)];
}

const missed = (measured: readonly Measured[]): number =>
  measured.filter(({ name, median }) => {
    const { budget } = figure(name);
    return budget !== undefined && judge(median, budget) === "missed";
  }).length;

function write(folder: string, results: Results): void {
  const { machine, date } = results;
  const caption = `${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${date}`;
  writeFileSync(join(folder, "results.md"), resultsPage(results));
  writeFileSync(join(folder, "results.svg"), resultsChart(results.measured, caption));
}

/** Where the results go; a part of them would replace the whole. */
function folderFor({ out, quick, only }: Wanted): string | null {
  if (out !== undefined) return resolve(out);
  return quick || only !== undefined ? null : RESULTS;
}

/** A machine that is slow or busy gets through fewer rounds. */
const extentOf = ({ quick, rounds }: Wanted): Extent => ({
  rounds: Number(rounds ?? (quick ? 2 : 5)),
  minutes: quick ? 0.6 : 9,
});

async function measure(wanted: Wanted, bench: Bench): Promise<void> {
  const startedAt = performance.now();
  const benchmarks = chosen(wanted).map((make) => make(bench));
  const rounds = await runRounds(benchmarks, extentOf(wanted), bench.progress);
  const measured = summarizeRounds(rounds);
  const results: Results = {
    measured,
    machine: describeMachine(bench.folder),
    rounds: rounds.length,
    minutes: Math.round((performance.now() - startedAt) / 6000) / 10,
    date: new Date().toISOString().slice(0, 10),
  };
  process.stdout.write(`${resultsTable(measured)}\n`);
  const folder = folderFor(wanted);
  if (folder !== null) write(folder, results);
  if (wanted.gate && missed(measured) > 0) process.exitCode = 1;
}

function progress(text: string): void {
  const seconds = Math.round(performance.now() / 1000);
  process.stderr.write(`${String(seconds).padStart(4)} s  ${text}\n`);
}

async function main(wanted: Wanted): Promise<void> {
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, "bench-"));
  const processes = openProcesses();
  let brokenOff = false;
  const breakOff = (): void => {
    brokenOff = true;
    // What is being asked of them is rejected, and that brings us to the end.
    void processes.close();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, breakOff);
  try {
    await measure(wanted, { processes, folder, quick: wanted.quick, progress });
  } catch (fault) {
    process.exitCode = brokenOff ? 130 : 1;
    if (!brokenOff) process.stderr.write(`${fault instanceof Error ? (fault.stack ?? "") : String(fault)}\n`);
  } finally {
    await processes.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    gate: { type: "boolean", default: false },
    only: { type: "string" },
    rounds: { type: "string" },
    out: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
});
if (values.help) process.stdout.write(`${USAGE}\n`);
else await main(values);
