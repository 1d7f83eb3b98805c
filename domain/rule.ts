import type { CommandKind, CommandOf, Context, Decision, Fact, Refusal } from "./commands.ts";
import type { DomainEvent } from "./events.ts";
import type { Onboarding, Status } from "./onboarding.ts";
import { openStage } from "./onboarding.ts";
import type { Stage } from "./program.ts";
import type { RecordWrite } from "./records.ts";
import { ok } from "./result.ts";
import type { Result } from "./result.ts";

/** What comes of one kind of command. */
export type Rule<K extends CommandKind> = (
  onboarding: Onboarding,
  command: CommandOf<K>,
  context: Context,
) => Result<Decision, Refusal>;

export type Rules<K extends CommandKind> = { readonly [P in K]: Rule<P> };

/** It was done before, or there is nothing to do: the same answer, and nothing changes. */
export const nothing: Result<Decision, Refusal> = ok({ facts: [], records: [] });

export const happened = (...events: readonly DomainEvent[]): Result<Decision, Refusal> =>
  ok({ facts: events.map((event) => ({ event })), records: [] });

/** The first event carries the text somebody gave. */
export function noted(note: string, events: readonly DomainEvent[], records: readonly RecordWrite[] = []) {
  const text = note.trim();
  const facts = events.map((event, index): Fact => (index === 0 && text ? { event, note: text } : { event }));
  return ok({ facts, records });
}

export function statusWhenClosed(onboarding: Onboarding): Status | null {
  const { state } = onboarding.progress;
  return state === "open" || state === "on_hold" ? null : state;
}

/** Why people cannot act on this stage now; `null` when they can. */
export function closedFor(onboarding: Onboarding, stage: Stage): Refusal | null {
  const status = statusWhenClosed(onboarding);
  if (status) return { kind: "onboarding_closed", status };
  if (onboarding.progress.state === "on_hold") return { kind: "on_hold" };
  if (onboarding.stages[stage].state !== "open") {
    return { kind: "stage_not_open", stage, open: openStage(onboarding) };
  }
  return null;
}

/** Why ops cannot act on this onboarding: it is over, or no reason was given. */
export function notForOps(onboarding: Onboarding, note: string): Refusal | null {
  const status = statusWhenClosed(onboarding);
  if (status) return { kind: "onboarding_closed", status };
  return note.trim() ? null : { kind: "reason_missing" };
}
