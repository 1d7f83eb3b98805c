import type { Markup } from "../../markup.ts";
import type { RunView } from "../run-view.ts";
import type { FormState } from "./fields.ts";

export const ACTION_GROUPS = ["contract", "deal", "time", "people", "learning", "end"] as const;
export type ActionGroup = (typeof ACTION_GROUPS)[number];

/** To whom or what an action is applied. */
export interface Target {
  readonly value: string;
  readonly label: string;
}

/** Actions on the run as a whole have this one. */
const WHOLE_RUN: Target = { value: "", label: "" };

/** How an action is offered: when, to whom, what it will do, and what it asks. */
export interface ActionSpec {
  readonly title: string;
  readonly group: ActionGroup;
  /** Empty: it cannot be done now, and is not shown. */
  readonly targets: (run: RunView) => readonly Target[];
  /** What will happen, in a sentence. */
  readonly says: (run: RunView, target: Target) => string;
  readonly fields?: (run: RunView, form: FormState) => Markup;
  readonly button: string;
  readonly danger?: boolean;
}

export const whenever = (possible: boolean): readonly Target[] => (possible ? [WHOLE_RUN] : []);
