import { median } from "../speed/statistics.ts";
import { loadTime } from "./load-time.ts";
import type { BothBundles } from "./sdk-only.ts";

/** One load right after the other, so that whatever else the machine does falls on both alike; in milliseconds. */
interface Round {
  readonly ours: number;
  readonly sdk: number;
}

export interface Loads {
  readonly ours: number;
  readonly sdk: number;
  readonly ratio: number;
  readonly rounds: number;
}

interface Rounds {
  /** Everybody has so many. */
  readonly least: number;
  /** Who is beyond the limit has more until it is within, but no more than this. */
  readonly most: number;
}

/** Of each pair the ratio, and of the ratios the middle one: a round that was disturbed does not count. */
function loadsOf(rounds: readonly Round[]): Loads {
  return {
    ours: median(rounds.map(({ ours }) => ours)),
    sdk: median(rounds.map(({ sdk }) => sdk)),
    ratio: median(rounds.map(({ ours, sdk }) => ours / sdk)),
    rounds: rounds.length,
  };
}

/** Who goes first changes, as what was read or freed by the one is there for the other. */
function oneRound(ours: string, sdk: string, isOursFirst: boolean): Round {
  const first = loadTime(isOursFirst ? ours : sdk);
  const second = loadTime(isOursFirst ? sdk : ours);
  return isOursFirst ? { ours: first, sdk: second } : { ours: second, sdk: first };
}

/** Loads each bundle and its like in turn, round after round. */
export function measureLoads(
  bundles: ReadonlyMap<string, BothBundles>,
  limit: number,
  { least, most }: Rounds,
): ReadonlyMap<string, Loads> {
  const done = new Map([...bundles.keys()].map((name) => [name, new Array<Round>()]));
  for (let round = 0; round < most; round++) {
    for (const [name, { ours, sdk }] of bundles) {
      const rounds = done.get(name) ?? [];
      if (round >= least && loadsOf(rounds).ratio <= limit) continue;
      rounds.push(oneRound(ours.file, sdk.file, round % 2 === 0));
    }
  }
  return new Map([...done].map(([name, rounds]) => [name, loadsOf(rounds)]));
}
