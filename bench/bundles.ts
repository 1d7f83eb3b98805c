import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { bundleBoth } from "./bundles/sdk-only.ts";
import type { Bundled } from "./bundles/sdk-only.ts";
import { loadTime } from "./bundles/load-time.ts";
import { FUNCTION_NAMES } from "../infra/function-specs.ts";
import type { FunctionName } from "../infra/function-specs.ts";

/** Of a bundle with only the SDK's clients. */
const MOST = 1.5;
/** Size of the two that are pages: text in two languages, which those clients have none of (docs/decisions/0017). */
const MOST_SIZE: Partial<Record<FunctionName, number>> = { "partner-site": 1.75, "ops-console": 1.9 };

interface Measured {
  readonly name: FunctionName;
  readonly ours: Bundled;
  readonly sdk: Bundled | null;
  readonly times: { readonly ours: number[]; readonly sdk: number[] };
}

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
const least = (values: readonly number[]): number => Math.min(...values);

/** Interleaved, so that whatever else the machine does falls on both alike. */
async function measure(folder: string, rounds: number): Promise<readonly Measured[]> {
  const all = await Promise.all(
    FUNCTION_NAMES.map(async (name) => ({
      name,
      ...(await bundleBoth(name, folder)),
      times: { ours: new Array<number>(), sdk: new Array<number>() },
    })),
  );
  for (let round = 0; round < rounds; round++) {
    process.stderr.write(`round ${round + 1} of ${rounds}\r`);
    for (const { ours, sdk, times } of all) {
      times.ours.push(loadTime(ours.file));
      if (sdk) times.sdk.push(loadTime(sdk.file));
    }
  }
  return all;
}

interface Ratios {
  readonly size: number;
  readonly load: number;
}

/** The least of each: what is above it is the machine's doing. */
function ratiosOf({ ours, sdk, times }: Measured): Ratios | null {
  return sdk && { size: ours.bytes / sdk.bytes, load: least(times.ours) / least(times.sdk) };
}

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} kB`.padStart(8);
const milliseconds = (time: number): string => `${time.toFixed(0)} ms`.padStart(7);
const ratio = (value: number, most: number): string =>
  `${value.toFixed(2)}${value > most ? " !" : "  "} of ${most.toFixed(2)}`.padStart(17);
const isWithin = (name: FunctionName, { size, load }: Ratios): boolean =>
  size <= (MOST_SIZE[name] ?? MOST) && load <= MOST;

function row(measured: Measured): string {
  const { name, ours, sdk, times } = measured;
  const ratios = ratiosOf(measured);
  const own = [name.padEnd(16), kilobytes(ours.bytes), milliseconds(median(times.ours))];
  if (!sdk || !ratios) return [...own, "  no SDK client, nothing to compare with"].join("");
  return [
    ...own,
    kilobytes(sdk.bytes),
    milliseconds(median(times.sdk)),
    ratio(ratios.size, MOST_SIZE[name] ?? MOST),
    ratio(ratios.load, MOST),
  ].join("");
}

const { values } = parseArgs({ options: { rounds: { type: "string", default: "9" } } });
const folder = mkdtempSync(join(tmpdir(), "onboarding-bundles-"));
try {
  const all = await measure(folder, Number(values.rounds));
  const head = "function           size   load     SDK   load             size             load";
  process.stdout.write(`${[head, ...all.map(row)].join("\n")}\n`);
  const beyond = all.filter((measured) => {
    const ratios = ratiosOf(measured);
    return ratios !== null && !isWithin(measured.name, ratios);
  });
  process.stdout.write(
    `Within their limits, in times of the SDK's clients: ${all.length - beyond.length} passed, ${beyond.length} failed\n`,
  );
  process.exitCode = beyond.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
