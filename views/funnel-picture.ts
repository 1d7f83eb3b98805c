import type { Funnel } from "../domain/funnel.ts";
import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";

type FunnelStage = Funnel["stages"][number];

const WIDTH = 240;
const share = (value: number, of: number): number => (of > 0 ? Math.round((value / of) * WIDTH) : 0);

/** How many reached a stage (whole bar), went through it (dark) and are in it now (striped), against all that started. */
export function funnelBar({ reached, done, inside }: FunnelStage, started: number): Markup {
  const [all, through] = [share(reached, started), share(done, started)];
  const here = Math.min(share(inside, started), Math.max(0, all - through));
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">
    <rect class="ground" width="${WIDTH}" height="20" rx="3" />
    <rect class="reached" width="${all}" height="20" rx="3" />
    <rect class="inside" x="${through}" width="${here}" height="20" />
    <rect class="done" width="${through}" height="20" rx="3" />
  </svg>`;
}

/** Half of the partners within the thick bar, nine in ten within the thin line. */
export function timeBar(median: number | null, p90: number | null, longest: number): Markup {
  const [half, most] = [share(median ?? 0, longest), share(p90 ?? 0, longest)];
  return html`<svg class="bar time" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">
    <rect class="most" y="9" width="${most}" height="2" />
    <rect class="most" x="${Math.max(0, most - 2)}" y="5" width="2" height="${most > 0 ? 10 : 0}" />
    <rect class="half" y="5" width="${half}" height="10" rx="2" />
  </svg>`;
}

/** One color of the funnel, for its key. */
export const keyBar = (part: "done" | "inside" | "reached"): Markup =>
  html`<svg class="bar" viewBox="0 0 14 10" aria-hidden="true">
    <rect class="${part}" width="14" height="10" rx="2" />
  </svg>`;

/** For whom open onboardings wait, as two parts of one bar. */
export function waitingBar({ partner, vendor }: Funnel["waitingFor"]): Markup {
  const forPartner = share(partner, partner + vendor);
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 20" preserveAspectRatio="none" aria-hidden="true">
    <rect class="ground" width="${WIDTH}" height="20" rx="3" />
    <rect class="reached" width="${forPartner}" height="20" />
    <rect class="vendor" x="${forPartner}" width="${vendor > 0 ? WIDTH - forPartner : 0}" height="20" />
  </svg>`;
}
