import type { Status } from "../../domain/onboarding.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { STATUS_WORDS } from "./words.ts";

type Tone = "calm" | "good" | "warn" | "bad" | "rest";

const icon = (path: string): Markup =>
  html`<svg class="icon" viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
    <path d="${path}" />
  </svg>`;

/** Each meaning has a shape of its own, so that no one has to tell colors apart. */
export const SHAPES = {
  dot: icon("M8 4a4 4 0 1 0 0.01 0Z"),
  check: icon("M3 8.5l3.5 3.5L13 4.5"),
  triangle: icon("M8 2l6.5 11.5h-13ZM8 6.5v3.2M8 11.6v.1"),
  bars: icon("M5.5 3.5v9M10.5 3.5v9"),
  cross: icon("M4 4l8 8M12 4l-8 8"),
  back: icon("M7 4L3 8l4 4M3 8h10"),
  clock: icon("M8 2a6 6 0 1 0 0.01 0ZM8 4.5V8l2.5 1.5"),
  mail: icon("M2 4h12v8.5H2ZM2 4.5l6 4.5l6 -4.5"),
  send: icon("M2 8h11M9 4l4 4l-4 4"),
  eye: icon("M1.5 8c3 -5.5 10 -5.5 13 0c-3 5.5 -10 5.5 -13 0ZM8 6.2a1.8 1.8 0 1 0 0.01 0Z"),
  gear: icon("M8 5.5a2.5 2.5 0 1 0 0.01 0ZM8 1.5v2M8 12.5v2M1.5 8h2M12.5 8h2"),
  hammer: icon("M3 8l3 3l7 -7M3 13.5h10"),
} as const;
export type Shape = keyof typeof SHAPES;

const STATUS_MARKS: Record<Status, { readonly shape: Shape; readonly tone: Tone }> = {
  in_progress: { shape: "dot", tone: "calm" },
  action_required: { shape: "triangle", tone: "warn" },
  on_hold: { shape: "bars", tone: "rest" },
  completed: { shape: "check", tone: "good" },
  declined: { shape: "cross", tone: "rest" },
  withdrawn: { shape: "back", tone: "rest" },
  expired: { shape: "clock", tone: "rest" },
};

/** A word with its shape. */
export const mark = (shape: Shape, tone: Tone, word: string): Markup =>
  html`<span class="mark-word tone-${tone}">${SHAPES[shape]}<span>${word}</span></span>`;

export const statusMark = (status: Status): Markup =>
  mark(STATUS_MARKS[status].shape, STATUS_MARKS[status].tone, STATUS_WORDS[status]);
