import type { EffectRow } from "../../domain/effect.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";
import type { CommitItem, InboxRow, Stored, TaskRow } from "../../domain/ports.ts";
import type { Summary } from "../../domain/summary.ts";
import type { Delivery } from "../../domain/world.ts";

/** All rows of one onboarding. */
export interface Rows {
  stored: Stored;
  summary: Summary;
  /** When `tick` must look at it. */
  dueAt: Instant | null;
  task: TaskRow | null;
  readonly commits: CommitItem[];
  readonly effects: Map<string, EffectRow>;
  readonly records: Map<string, unknown>;
  readonly deliveries: Delivery[];
}

/** What a store holds, by its keys. */
export interface Tables {
  readonly onboardings: Map<OnboardingId, Rows>;
  /** By vendor and webhook id. */
  readonly inbox: Map<string, InboxRow>;
  /** The latest of each vendor, program and partner. */
  readonly latest: Map<string, OnboardingId>;
  readonly marks: Map<string, string>;
}

export const emptyTables = (): Tables => ({
  onboardings: new Map(),
  inbox: new Map(),
  latest: new Map(),
  marks: new Map(),
});

export function rowsOf(tables: Tables, id: OnboardingId): Rows {
  const rows = tables.onboardings.get(id);
  if (!rows) throw new Error(`${id} is not there`);
  return rows;
}

export const isUnsettled = ({ state }: Pick<EffectRow, "state">): boolean =>
  state === "due" || state === "claimed";
