import type { EffectRow } from "../../domain/effect.ts";
import { hasNote } from "../../domain/events.ts";
import type { Actor, EventType, LoggedEvent } from "../../domain/events.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Delivery } from "../../domain/world.ts";
import { effectWords } from "./effect-words.ts";
import { eventWords } from "./event-words.ts";
import type { Shape } from "./marks.ts";
import type { Names } from "./names.ts";
import { namesOf } from "./names.ts";
import type { LogFilter, RunView } from "./run-view.ts";

/** One line of the timeline. */
export interface LogEntry {
  readonly id: string;
  readonly at: Instant;
  readonly shape: Shape;
  /** The filters that show it, besides `all`. */
  readonly kinds: readonly LogFilter[];
  readonly what: string;
  readonly by: string | null;
  /** `null`: none was given; `erased`: there was one. */
  readonly note: string | null;
  readonly outcome: string | null;
  readonly tries: readonly Delivery[];
}

/** Said by the vendor's people with a reason. */
const DECISIONS: ReadonlySet<EventType> = new Set<EventType>([
  "onboarding.put_on_hold",
  "onboarding.resumed",
  "onboarding.declined",
  "onboarding.withdrawn",
  "onboarding.expired",
  "stage.deadline_extended",
  "stage.waived",
  "contact.handed_over",
  "contact.added",
  "contact.address_corrected",
  "link.reissued",
  "link.resent",
  "agreement.completed",
  "training.waived",
  "certification.attempt_granted",
  "certification.waived",
  "certification.revoked",
  "deal_registration.action_required",
  "deal_registration.approved",
  "deal_registration.rejected",
  "deal_registration.extended",
  "deal_registration.extension_declined",
]);

const PROBLEMS: ReadonlySet<EventType> = new Set<EventType>([
  "stage.overdue",
  "email.bounced",
  "agreement.countersignature_overdue",
  "agreement.declined",
  "agreement.expired",
  "certification.failed",
  "deal_registration.review_overdue",
]);

/** Somebody looked at something. */
const LOOKS: ReadonlySet<EventType> = new Set<EventType>(["deal_registration.viewed", "agreement.opened"]);

function actorWords(actor: Actor, names: Names): string {
  switch (actor.kind) {
    case "vendor":
      return `the vendor’s system, webhook ${actor.webhookId}`;
    case "contact":
      return names.person(actor.contact);
    case "operator":
      return actor.operator;
    case "system":
      return actor.name === "tick" ? "the clock" : "the workflow";
  }
}

function kindsOf({ event, actor }: LoggedEvent): readonly LogFilter[] {
  return [
    ...(DECISIONS.has(event.type) && actor.kind === "operator" ? (["decisions"] as const) : []),
    ...(PROBLEMS.has(event.type) ? (["problems"] as const) : []),
    ...(LOOKS.has(event.type) ? (["looks"] as const) : []),
  ];
}

function shapeOf(kinds: readonly LogFilter[], type: EventType): Shape {
  if (kinds.includes("problems")) return "triangle";
  if (kinds.includes("looks")) return "eye";
  if (kinds.includes("decisions")) return "hammer";
  return type.endsWith(".completed") || type.endsWith(".passed") ? "check" : "dot";
}

function eventEntry(logged: LoggedEvent, run: RunView, names: Names): LogEntry {
  const kinds = kindsOf(logged);
  const what = eventWords(logged.event, names);
  const by = actorWords(logged.actor, names);
  const note =
    run.notes[logged.id]?.text ?? (hasNote(logged) ? "(what was written here has been erased)" : null);
  return {
    id: `event-${logged.id}`,
    at: logged.at,
    shape: shapeOf(kinds, logged.event.type),
    kinds,
    what,
    // What begins with a name need not end with it.
    by: what.startsWith(by) ? null : by,
    note,
    outcome: null,
    tries: [],
  };
}

const times = (count: number): string => (count === 1 ? "once" : `${count} times`);

const DROPPED: Readonly<Record<string, string>> = {
  stage_not_open: "its stage was over",
  on_hold: "the onboarding was on hold",
};

/** A mail that went out has the id of its message as outcome. */
const doneWords = ({ effect, outcome }: EffectRow): string =>
  effect.kind === "mail" && outcome?.includes("@") ? `sent, ${outcome}` : (outcome ?? "done");

/** What became of it. */
export function outcomeWords(row: EffectRow): string {
  const error = row.lastError ? `: ${row.lastError}` : "";
  switch (row.state) {
    case "due":
      return row.attempts === 0 ? "waits to be done" : `tried ${times(row.attempts)}, is tried again${error}`;
    case "claimed":
      return "under way";
    case "done":
      return doneWords(row);
    case "failed":
      return `failed after ${row.attempts === 1 ? "one try" : `${row.attempts} tries`}${error}`;
    case "dropped":
      return `not done: ${DROPPED[row.outcome ?? ""] ?? row.outcome ?? "no longer wanted"}`;
  }
}

const SHAPE_OF: Record<EffectRow["effect"]["kind"], Shape> = {
  mail: "mail",
  webhook: "send",
  start_workflow: "gear",
  resume_workflow: "gear",
  draft_agreement: "gear",
  file_agreement: "gear",
  issue_credential: "gear",
  publish_revocation: "gear",
};

function effectEntry(row: EffectRow, run: RunView, names: Names): LogEntry {
  const kind: readonly LogFilter[] =
    row.effect.kind === "mail" ? ["mail"] : row.effect.kind === "webhook" ? ["deliveries"] : [];
  const isProblem = row.state === "failed" || (row.state === "due" && row.lastError !== null);
  return {
    id: `effect-${row.key}`,
    at: row.settledAt ?? row.createdAt,
    shape: SHAPE_OF[row.effect.kind],
    kinds: isProblem ? [...kind, "problems"] : kind,
    what: effectWords(row.effect, names),
    by: null,
    note: null,
    outcome: outcomeWords(row),
    tries: run.deliveries.filter(({ effect }) => effect === row.key),
  };
}

/** The numbers of an id: `event-3.0`, `effect-3.0.1`. */
const placeInLog = (id: string): readonly number[] => (id.split("-")[1] ?? "").split(".").map(Number);

/** Of what happened at the same moment, the later in the log stands above. */
function laterInLog(a: string, b: string): number {
  const [one, other] = [placeInLog(a), placeInLog(b)];
  const at = [0, 1, 2].find((index) => (one[index] ?? -1) !== (other[index] ?? -1)) ?? 0;
  return (other[at] ?? -1) - (one[at] ?? -1);
}

/** Everything that happened and was done, newest first. */
export function logEntries(run: RunView): readonly LogEntry[] {
  const names = namesOf(run.people, run.program);
  const entries = [
    ...run.log.map((logged) => eventEntry(logged, run, names)),
    ...run.effects.map((row) => effectEntry(row, run, names)),
  ];
  return entries.toSorted((a, b) => b.at - a.at || laterInLog(a.id, b.id));
}
