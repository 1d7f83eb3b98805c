import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureGrowth } from "../bench/scale/growth.ts";
import type { Growth } from "../bench/scale/growth.ts";
import { measureScale, prepareScale } from "../bench/scale/measure-scale.ts";
import type { Scale } from "../bench/scale/measure-scale.ts";
import { megabytes } from "./megabytes.ts";

const USAGE = `npm run scale [-- --open N] [--folder DIR] [--growth N]
Fills an empty folder with N (100,000) open onboardings, starts the server on it and measures: start to first page,
memory, the console's lists over HTTP, ticks; then how many bytes one whole onboarding takes, new and archived.
--folder keeps the filled folder; with --filled it is measured as it is. --growth 0 leaves the second part out.`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const row = (name: string, value: string, budget = ""): void =>
  say(`  ${name.padEnd(34)}${value.padStart(14)}${budget === "" ? "" : `   budget ${budget}`}`);
const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;

function tellScale({ open, startMs, rssBytes, lists, ticks }: Scale): void {
  say(`${open} open onboardings`);
  row("start to the console's first page", ms(startMs), "15 s");
  row("memory (RSS)", megabytes(rssBytes), "1 GB");
  row(`lists, ${lists.all.count} requests, p50`, ms(lists.all.p50));
  row("lists, p95", ms(lists.all.p95), "100 ms");
  row("lists, most", ms(lists.all.most));
  row("start page, p95", ms(lists.home.p95));
  row("tick with the funnels", ms(ticks.quietMs));
  row(`tick with ${ticks.due} due`, ms(ticks.dueMs));
  row("longest stall in these", ms(ticks.stallMs));
  say("  slowest lists:");
  for (const { path, ms: took } of lists.slowest) say(`    ${ms(took).padStart(8)}  ${path}`);
}

function tellGrowth(growth: Growth): void {
  say("bytes of one whole onboarding (two contacts), completed and archived");
  for (const [name, { completed, archived }] of Object.entries(growth))
    say(`  ${name.padEnd(18)}${String(completed).padStart(10)}${String(archived).padStart(10)}`);
}

async function withFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "scale-"));
  try {
    await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { values } = parseArgs({
  options: {
    open: { type: "string", default: "100000" },
    folder: { type: "string" },
    filled: { type: "boolean", default: false },
    growth: { type: "string", default: "5" },
    help: { type: "boolean", short: "h" },
  },
});
const [open, growth] = [Number(values.open), Number(values.growth)];

async function scaleOn(folder: string): Promise<void> {
  if (!values.filled) await prepareScale(folder, open, say);
  tellScale(await measureScale(folder, open));
}

if (values.help) say(USAGE);
else {
  if (open > 0) await (values.folder === undefined ? withFolder(scaleOn) : scaleOn(values.folder));
  if (growth > 0) await withFolder(async (folder) => tellGrowth(await measureGrowth(folder, growth)));
}
