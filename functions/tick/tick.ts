import { nextDue } from "../../domain/agenda.ts";
import { earlier, workflowCheckAt } from "../../domain/between-stages.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Instant, OnboardingId } from "../../domain/ids.ts";
import { instant } from "../../domain/ids.ts";
import type { DueItem, Effects, Onboardings, Snapshots, Tasks, Workflow } from "../../domain/ports.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import type { Clock, Programs, Vendors } from "../../domain/world.ts";
import type { Change } from "../change.ts";
import { noteTrouble } from "../troubles.ts";
import { keepRunning } from "./keep-running.ts";
import { makeFunnels } from "./make-funnels.ts";
import { startSuccessors } from "./start-successors.ts";

/** In their order; a later one must not starve because an earlier one has much to do. */
export type TickPart = "due" | "successors" | "funnels";

export interface TickDeps {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
  readonly snapshots: Snapshots;
  readonly vendors: Vendors;
  readonly programs: Programs;
  readonly workflow: Workflow;
  readonly tasks: Tasks;
  readonly change: Change;
  /** Has the due effects of these onboardings tried soon. */
  readonly wakeAll: (ids: readonly OnboardingId[]) => Promise<void>;
  readonly clock: Clock;
  /** At least so many milliseconds between two makings of the funnels; absent: as often as their size allows. */
  readonly funnelEvery?: number;
  /** Asked before each piece of work: `false` leaves the rest of this part for the next time. */
  readonly goesOn: (part: TickPart) => boolean;
  /** Told of what went wrong with one onboarding; the others go on. */
  readonly onFault: (id: OnboardingId, fault: unknown) => void;
}

const MINUTE = 60_000;
const BATCH = 2000;
const ROUNDS = 50;

async function sheetsOf(
  { onboardings }: TickDeps,
  { id, exams }: Onboarding,
): Promise<Record<string, AttemptSheet>> {
  const running = exams.filter((exam) => exam.state === "in_attempt");
  const sheets = await Promise.all(
    running.map(async ({ attempt }) => [attempt, await onboardings.record(id, "attempt", attempt)] as const),
  );
  return Object.fromEntries(sheets.flatMap(([attempt, sheet]) => (sheet ? [[attempt, sheet]] : [])));
}

async function nextLook({ programs, clock }: TickDeps, onboarding: Onboarding): Promise<Instant | null> {
  const { id, version } = onboarding.program;
  const program = await programs.version(id, version);
  if (!program) throw new Error(`${onboarding.id}: program ${id}/${version} is gone`);
  return earlier(nextDue(onboarding, program, clock()), workflowCheckAt(onboarding));
}

/** Hands an onboarding what its time has come for. When that is nothing (yet), its clock is set anew. */
async function strike(deps: TickDeps, { onboarding: id, dueAt }: DueItem): Promise<void> {
  const { onboardings, effects, change, clock } = deps;
  const before = await onboardings.load(id);
  if (!before) return;
  const sheets = await sheetsOf(deps, before.onboarding);
  const done = await change(id, { kind: "tick", sheets }, { kind: "system", name: "tick" });
  if (!done.ok || done.value.rev !== before.rev) return;
  const check = workflowCheckAt(before.onboarding);
  if (check !== null && check <= clock()) await keepRunning(deps, id);
  const next = await nextLook(deps, done.value.onboarding);
  // Never at once again: what cannot be done now would keep the others waiting.
  await effects.postpone(id, dueAt, next === null ? null : instant(Math.max(next, clock() + MINUTE)));
}

const name = ({ kind, onboarding, dueAt }: DueItem): string => `${kind} ${onboarding} ${dueAt}`;

/** One clock that fails is told and put off; the others go on. */
async function strikeSafely(deps: TickDeps, item: DueItem): Promise<void> {
  try {
    await strike(deps, item);
  } catch (fault) {
    deps.onFault(item.onboarding, fault);
    await noteTrouble(deps, item.onboarding, fault);
    await deps.effects.postpone(item.onboarding, item.dueAt, instant(deps.clock() + MINUTE));
  }
}

/** What is due by time or by a try that is to be made again. Nobody waits here for the world: effects are only woken. */
async function strikeDue(deps: TickDeps, woken: Set<OnboardingId>): Promise<void> {
  const { effects, clock, goesOn } = deps;
  const seen = new Set<string>();
  for (let round = 0; round < ROUNDS; round++) {
    const due = await effects.due(clock(), BATCH);
    const fresh = due.filter((item) => !seen.has(name(item)));
    if (fresh.length === 0) return;
    for (const item of fresh) {
      if (!goesOn("due")) return;
      seen.add(name(item));
      if (item.kind === "effect") woken.add(item.onboarding);
      else await strikeSafely(deps, item);
    }
  }
}

async function doDue(deps: TickDeps): Promise<void> {
  const woken = new Set<OnboardingId>();
  try {
    await strikeDue(deps, woken);
  } finally {
    await deps.wakeAll([...woken]);
  }
}

/** Every minute, and safe when two overlap: each thing it does is settled by a condition or may be done twice. */
export const tick = (deps: TickDeps) => async (): Promise<void> => {
  await doDue(deps);
  await startSuccessors(deps, deps.clock());
  await makeFunnels(deps, deps.clock());
};
