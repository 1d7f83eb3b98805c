import { html, trusted } from "../../views/markup.ts";
import type { Markup } from "../../views/markup.ts";
import { customProperties, DARK, FONTS, LIGHT } from "../../views/tokens.ts";
import { figure } from "./figures.ts";
import type { Budget } from "./figures.ts";
import { judge, room } from "./judge.ts";
import type { Measured } from "./rounds.ts";
import { showFigure } from "./show-figure.ts";

const WIDTH = 760;
const MARGIN = 24;
const TOP = 96;
const ROW = 48;
const FOOT = 44;
/** Where bars may lie; what was measured stands to the right of it. */
const PLOT = { from: MARGIN, to: 500 };

const STYLE = `svg{${customProperties(LIGHT)}}
@media (prefers-color-scheme:dark){svg{${customProperties(DARK)}}}
text{font:13px ${FONTS.sans};fill:var(--ink);paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}
.title{font-size:17px;font-weight:600}
.small{font-size:11px;fill:var(--muted)}
.value{font-weight:600}
.paper{fill:var(--paper)}
.grid{stroke:var(--line)}
.budget{stroke:var(--ink);stroke-width:2}
.aim{stroke:var(--ink);stroke-width:2;stroke-dasharray:3 3}
.kept{fill:var(--accent)}
.missed{fill:var(--bad)}`;

type Judged = Measured & { readonly budget: Budget };

const judgedOnly = (measured: readonly Measured[]): readonly Judged[] =>
  measured.flatMap((one) => {
    const { budget } = figure(one.name);
    return budget ? [{ ...one, budget }] : [];
  });

interface Scale {
  /** Doublings shown on either side of the budget. */
  readonly left: number;
  readonly right: number;
  readonly at: (timesBetter: number) => number;
}

/** Logarithmic, so that twice as good and half as good look alike; at least from half to four times. */
function scaleFor(rows: readonly Judged[]): Scale {
  const doublings = rows.map(({ median, budget }) => Math.log2(room(median, budget)));
  const left = Math.max(1, Math.ceil(-Math.min(0, ...doublings)));
  const right = Math.max(2, Math.ceil(Math.max(0, ...doublings)));
  const step = (PLOT.to - PLOT.from) / (left + right);
  return {
    left,
    right,
    at: (timesBetter) => Math.round(PLOT.from + (left + Math.log2(timesBetter)) * step),
  };
}

const times = (doublings: number): string =>
  doublings === 0 ? "budget" : doublings > 0 ? `${2 ** doublings}×` : `1/${2 ** -doublings}`;

function grid({ left, right, at }: Scale, bottom: number): Markup {
  const marks = Array.from({ length: left + right + 1 }, (_, n) => n - left);
  return html`${marks.map((mark) => {
    const x = at(2 ** mark);
    return html`<line
        class="${mark === 0 ? "budget" : "grid"}"
        x1="${x}"
        x2="${x}"
        y1="${TOP - 8}"
        y2="${bottom}"
      /><text class="small" x="${x}" y="${bottom + 16}" text-anchor="middle">${times(mark)}</text>`;
  })}`;
}

function aimMark({ budget }: Judged, { at }: Scale, y: number): Markup | null {
  if (budget.aim === undefined) return null;
  const x = at(room(budget.aim, budget));
  return html`<line class="aim" x1="${x}" x2="${x}" y1="${y + 14}" y2="${y + 36}" />`;
}

function row(one: Judged, scale: Scale, y: number): Markup {
  const { what, unit } = figure(one.name);
  const [zero, end] = [scale.at(1), scale.at(room(one.median, one.budget))];
  const sign = one.budget.limit === "at_least" ? "at least" : "at most";
  const verdict = judge(one.median, one.budget);
  return html`<text x="${MARGIN}" y="${y + 8}">${what.replaceAll("`", "")}</text
    ><rect
      class="${verdict === "missed" ? "missed" : "kept"}"
      x="${Math.min(zero, end)}"
      y="${y + 17}"
      width="${Math.max(1, Math.abs(end - zero))}"
      height="16"
      rx="2"
    />${aimMark(one, scale, y)}<text class="value" x="${PLOT.to + 16}" y="${y + 8}"
      >${showFigure(one.median, unit)}</text
    ><text class="small" x="${PLOT.to + 16}" y="${y + 29}"
      >${sign} ${showFigure(one.budget.value, unit)}, ${verdict}</text
    >`;
}

/**
 * What was measured against its budget, as an SVG: a bar begins at the budget and grows to the right by what is better,
 * to the left by what is missing.
 */
export function resultsChart(measured: readonly Measured[], caption: string): string {
  const rows = judgedOnly(measured);
  const scale = scaleFor(rows);
  const bottom = TOP + rows.length * ROW;
  const height = bottom + FOOT;
  const said = rows.map(({ name, median, budget }) => {
    const { what, unit } = figure(name);
    return `${what.replaceAll("`", "")}: ${showFigure(median, unit)}, ${judge(median, budget)}.`;
  });
  return html`<svg
    xmlns="http://www.w3.org/2000/svg"
    viewBox="0 0 ${WIDTH} ${height}"
    width="${WIDTH}"
    height="${height}"
    role="img"
    aria-labelledby="title said"
  >
    <title id="title">Measured against the budgets</title>
    <desc id="said">${said.join(" ")}</desc>
    <style>
      ${trusted(STYLE)}
    </style>
    <rect class="paper" width="${WIDTH}" height="${height}" rx="8" />
    <text class="title" x="${MARGIN}" y="36">Measured against the budgets</text>
    <text class="small" x="${MARGIN}" y="56">${caption}</text>
    <text class="small" x="${MARGIN}" y="74">
      Bars begin at the budget: to the right is better, to the left is missing. Dashed: the aim.
    </text>
    ${grid(scale, bottom)} ${rows.map((one, n) => row(one, scale, TOP + n * ROW))}
  </svg> `.toString();
}
