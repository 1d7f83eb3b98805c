import type { OnboardingId } from "../../domain/ids.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { runAddress } from "./run-view.ts";
import { counted } from "./words.ts";

const link = (id: OnboardingId, index: number): Markup =>
  html`${index === 0 ? null : ", "}<a id="unreadable-${id}" href="${runAddress(id)}">${id}</a>`;

/** Runs that a list would show if they could be read. */
export const unreadableRuns = (ids: readonly OnboardingId[]): Markup | null =>
  ids.length === 0
    ? null
    : html`<p class="notice warn" role="status">
        <span
          >${counted(ids.length, "run")} cannot be read and ${ids.length === 1 ? "is" : "are"} missing here:
          ${ids.map(link)}</span
        >
      </p>`;
