import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureLoads } from "./bundles/measure-loads.ts";
import type { Loads } from "./bundles/measure-loads.ts";
import { bundleBoth } from "./bundles/sdk-only.ts";
import type { BothBundles, Bundled } from "./bundles/sdk-only.ts";
import { FUNCTION_NAMES } from "../infra/function-specs.ts";
import type { FunctionName } from "../infra/function-specs.ts";

/** Of a bundle with only the SDK's clients. */
const MOST = 1.5;
/** Size of the two that are pages: text in two languages, which those clients have none of (docs/decisions/0017). */
const MOST_SIZE: Partial<Record<FunctionName, number>> = { "partner-site": 1.7, "ops-console": 1.85 };

const mostSize = (name: FunctionName): number => MOST_SIZE[name] ?? MOST;
const sizeRatio = ({ ours, sdk }: BothBundles): number => ours.bytes / sdk.bytes;

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`.padStart(8);
const bundle = ({ bytes, bytesAtStart }: Bundled): string => kilobytes(bytes) + kilobytes(bytesAtStart);
const milliseconds = (time: number): string => `${time.toFixed(0)} ms`.padStart(8);
const ratio = (value: number, most: number): string =>
  `${value.toFixed(2)}${value > most ? " !" : "  "} of ${most.toFixed(2)}`.padStart(16);

const HEAD = [
  "".padEnd(39),
  "with only the SDK's clients",
  "\n",
  "function           size at start    load    size at start    load            size            load rounds",
].join("");

function row(name: FunctionName, both: BothBundles, loads: Loads): string {
  return [
    name.padEnd(16),
    bundle(both.ours),
    milliseconds(loads.ours),
    bundle(both.sdk),
    milliseconds(loads.sdk),
    ratio(sizeRatio(both), mostSize(name)),
    ratio(loads.ratio, MOST),
    String(loads.rounds).padStart(7),
  ].join("");
}

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "11" },
    "most-rounds": { type: "string", default: "45" },
  },
});
const folder = mkdtempSync(join(tmpdir(), "onboarding-bundles-"));
try {
  const compared = new Map<FunctionName, BothBundles>();
  for (const name of FUNCTION_NAMES) {
    const { ours, sdk } = await bundleBoth(name, folder);
    if (sdk) compared.set(name, { ours, sdk });
    else process.stdout.write(`${name}:${kilobytes(ours.bytes)}, no client of the SDK to compare it with\n`);
  }
  const rounds = { least: Number(values.rounds), most: Number(values["most-rounds"]) };
  const loads = measureLoads(compared, MOST, rounds);
  process.stdout.write(`${HEAD}\n`);
  let failed = 0;
  for (const [name, both] of compared) {
    const load = loads.get(name);
    if (!load) throw new Error(`${name} was not loaded`);
    process.stdout.write(`${row(name, both, load)}\n`);
    if (sizeRatio(both) > mostSize(name) || load.ratio > MOST) failed++;
  }
  process.stdout.write(
    `Within their limits, in times of the SDK's clients: ${compared.size - failed} passed, ${failed} failed\n`,
  );
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
