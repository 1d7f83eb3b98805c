import type { NeededAction } from "./needed-actions.ts";
import type { Measured } from "./lambda-process.ts";

/** What made a function run. */
export type Trigger = "http" | "stream" | "schedule" | "async" | "sync" | "state_machine" | "event" | "queue";

/** One thing that AWS would have put on the bill, or asked a role about. `at` is the stack's time. */
export type Entry = { readonly at: number } & (
  | (Measured & {
      readonly kind: "invocation";
      /** Its label. */
      readonly function: string;
      readonly trigger: Trigger;
      readonly memoryMb: number;
      readonly failed: boolean;
    })
  | {
      readonly kind: "call";
      /** The label of the function, or whoever else called. */
      readonly caller: string;
      readonly service: string;
      readonly operation: string;
      readonly needed: readonly NeededAction[];
      readonly denied: readonly NeededAction[];
      readonly status: number;
      readonly requestBytes: number;
      readonly responseBytes: number;
      readonly readUnits: number;
      readonly writeUnits: number;
      /** Those by what was written. */
      readonly writes?: Readonly<Record<string, number>>;
    }
  | {
      readonly kind: "http";
      /** The route's key in the template, or `null` when none fits. */
      readonly route: string | null;
      readonly method: string;
      readonly path: string;
      readonly status: number;
      readonly requestBytes: number;
      readonly responseBytes: number;
    }
  | { readonly kind: "mail"; readonly to: string; readonly bytes: number }
  | { readonly kind: "log"; readonly function: string; readonly bytes: number }
  | { readonly kind: "event"; readonly type: string }
  | { readonly kind: "queue"; readonly queue: string; readonly operation: string; readonly requests: number }
  /** A message on its way to a pipe's target. */
  | { readonly kind: "pipe"; readonly bytes: number }
  | { readonly kind: "dead_letter"; readonly queue: string; readonly body: string }
);

export type EntryOf<Kind extends Entry["kind"]> = Extract<Entry, { readonly kind: Kind }>;

type New<T> = T extends unknown ? Omit<T, "at"> : never;

export interface Recorder {
  readonly entries: readonly Entry[];
  readonly note: (entry: New<Entry>) => void;
  readonly of: <Kind extends Entry["kind"]>(kind: Kind) => readonly EntryOf<Kind>[];
}

export function recorder(now: () => number): Recorder {
  const entries: Entry[] = [];
  return {
    entries,
    note: (entry) => void entries.push({ at: now(), ...entry }),
    of: <Kind extends Entry["kind"]>(kind: Kind) =>
      entries.filter((entry): entry is EntryOf<Kind> => entry.kind === kind),
  };
}
