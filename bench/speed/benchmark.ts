import type { FigureName } from "./figures.ts";
import type { Processes } from "./processes.ts";

/** What one measurement found. */
export type Sample = Readonly<Partial<Record<FigureName, number>>>;

export interface Bench {
  readonly processes: Processes;
  /** An empty folder on the disk that is measured. */
  readonly folder: string;
  readonly quick: boolean;
  /** Shows what is being done. */
  readonly progress: (text: string) => void;
}

export interface Benchmark {
  readonly name: string;
  /** Starts and fills what is measured, once. */
  prepare?(): Promise<void>;
  measure(round: number): Promise<Sample>;
}
