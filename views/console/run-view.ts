import type { DealForm } from "../../domain/deal.ts";
import type { EffectRow } from "../../domain/effect.ts";
import type { LoggedEvent } from "../../domain/events.ts";
import type { EventId } from "../../domain/ids.ts";
import type { Stored } from "../../domain/ports.ts";
import type { Program } from "../../domain/program.ts";
import type { Note, Person } from "../../domain/records.ts";
import type { Attention, Summary } from "../../domain/summary.ts";
import type { Delivery } from "../../domain/world.ts";
import type { ActionName } from "./action-names.ts";
import type { ConsoleRefusal } from "./refusal-words.ts";
import type { Desk } from "./shell.ts";

/** All there is to show of one run. */
export interface RunView {
  readonly desk: Desk;
  readonly stored: Stored;
  readonly program: Program;
  readonly summary: Summary;
  readonly people: Readonly<Record<string, Person>>;
  /** By event id. */
  readonly notes: Readonly<Record<string, Note>>;
  /** The log, oldest first. */
  readonly log: readonly LoggedEvent[];
  readonly effects: readonly EffectRow[];
  readonly deliveries: readonly Delivery[];
  readonly deal: DealView | null;
  /** The workflow's definition, as JSON. */
  readonly definition: string;
  readonly filter: LogFilter;
  /** The action whose form stands open. */
  readonly open: OpenForm | null;
  readonly flash: string | null;
}

/** The current registration. */
export interface DealView {
  /** It is not under review, or this operator has looked at this version of it. */
  readonly opened: boolean;
  /** `null` when it was erased. */
  readonly form: DealForm | null;
  /** The event that submitted it last: a decision is about that version and no other. */
  readonly version: EventId;
}

export const LOG_FILTERS = ["all", "decisions", "mail", "deliveries", "looks", "problems"] as const;
export type LogFilter = (typeof LOG_FILTERS)[number];

/** What was typed into an action's form, and what is wrong with it. */
export interface OpenForm {
  readonly action: ActionName;
  readonly target: string;
  readonly typed: Readonly<Record<string, readonly string[]>>;
  readonly errors: Readonly<Record<string, string>>;
  readonly refusal: ConsoleRefusal | null;
}

export const runAddress = (id: string): string => `/console/runs/${id}`;

/** The page of a run with the form of an action open. */
export const actionAddress = (id: string, action: ActionName, target = ""): string =>
  `${runAddress(id)}?act=${action}${target ? `&for=${encodeURIComponent(target)}` : ""}#${action}`;

/** To whom or what the action that mends it is applied; empty when it needs nothing. */
export function targetOf({ kind, contact }: Attention, run: RunView | null): string {
  if (kind === "attempts_exhausted") {
    const exam = run?.stored.onboarding.exams.find(
      (item) => item.contact === contact && item.state === "exhausted",
    );
    return exam ? `${exam.contact}/${exam.track}` : "";
  }
  return kind === "mail_bounced" ? (contact ?? "") : "";
}
