import type { Benchmark, Sample } from "./benchmark.ts";
import { figure, FIGURE_NAMES } from "./figures.ts";
import type { FigureName } from "./figures.ts";
import { showFigure } from "./show-figure.ts";
import { median } from "./statistics.ts";

export interface Measured {
  readonly name: FigureName;
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

const ratio = (name: FigureName, part: number | undefined, whole: number | undefined): Sample =>
  part === undefined || whole === undefined ? {} : { [name]: part / whole };

const sum = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

/** What is compared with what, within one round. */
function withRatios(sample: Sample): Sample {
  return {
    ...sample,
    ...ratio("engineRatio", sample.enginePerSecond, sample.floorPerSecond),
    ...ratio("callbackCommits", sample.callbackMs, sample.floorMs),
    ...ratio("intakeRatio", sample.bareCpuMs, sample.intakeCpuMs),
    ...ratio("intakeFrontRatio", sample.bareCpuMs, sample.intakeFrontMs),
    ...ratio("intakeEnteredRatio", sample.bareCpuMs, sum(sample.intakeCpuMs, sample.enteringCpuMs)),
  };
}

/** Median and range of each figure over the rounds, in the order of the report. */
export function summarizeRounds(rounds: readonly Sample[]): readonly Measured[] {
  const complete = rounds.map(withRatios);
  return FIGURE_NAMES.flatMap((name) => {
    const values = complete.flatMap(({ [name]: value }) => (value === undefined ? [] : [value]));
    if (values.length === 0) return [];
    return [{ name, median: median(values), lowest: Math.min(...values), highest: Math.max(...values) }];
  });
}

const told = (sample: Sample): string =>
  FIGURE_NAMES.flatMap((name) => {
    const value = sample[name];
    return value === undefined ? [] : [`${name} ${showFigure(value, figure(name).unit)}`];
  }).join(", ");

export interface Extent {
  readonly rounds: number;
  /** After this time no further round is begun. */
  readonly minutes: number;
}

async function oneRound(benchmarks: readonly Benchmark[], round: number, progress: (text: string) => void) {
  let whole: Sample = {};
  for (const benchmark of benchmarks) {
    const sample = await benchmark.measure(round);
    progress(`round ${round}, ${benchmark.name}: ${told(sample)}`);
    whole = { ...whole, ...sample };
  }
  return whole;
}

/** Measures everything once, then everything again: what else the machine does meanwhile falls on all alike. */
export async function runRounds(
  benchmarks: readonly Benchmark[],
  { rounds, minutes }: Extent,
  progress: (text: string) => void,
): Promise<readonly Sample[]> {
  const until = performance.now() + minutes * 60_000;
  for (const benchmark of benchmarks) await benchmark.prepare?.();
  const samples = [await oneRound(benchmarks, 1, progress)];
  while (samples.length < rounds && performance.now() < until)
    samples.push(await oneRound(benchmarks, samples.length + 1, progress));
  return samples;
}
