import { figure } from "./figures.ts";
import { judge } from "./judge.ts";
import type { Measured } from "./rounds.ts";
import { showFigure } from "./show-figure.ts";

const HEAD = ["what", "measured", "from – to", "budget", "aim", "verdict"];
const ALIGN = ["---", "--:", "--:", "--:", "--:", "---"];

function cells({ name, median, lowest, highest }: Measured): readonly string[] {
  const { what, unit, budget } = figure(name);
  const range = `${showFigure(lowest, unit)} – ${showFigure(highest, unit)}`;
  const shown = [what, showFigure(median, unit), range];
  if (!budget) return [...shown, "", "", ""];
  const sign = budget.limit === "at_least" ? "≥" : "≤";
  const aim = budget.aim === undefined ? "" : `${sign} ${showFigure(budget.aim, unit)}`;
  return [...shown, `${sign} ${showFigure(budget.value, unit)}`, aim, judge(median, budget)];
}

/** A table in Markdown, its columns padded so that it reads well as text too. */
export function resultsTable(measured: readonly Measured[]): string {
  const rows = [HEAD, ...measured.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string => {
    const padded = row.map((cell, column) => {
      const width = widths[column] ?? 0;
      return ALIGN[column] === "--:" ? cell.padStart(width) : cell.padEnd(width);
    });
    return `| ${padded.join(" | ")} |`;
  };
  const rule = widths.map((width, column) =>
    ALIGN[column] === "--:" ? `${"-".repeat(width - 1)}:` : "-".repeat(width),
  );
  const [head = [], ...body] = rows;
  return [line(head), `| ${rule.join(" | ")} |`, ...body.map(line)].join("\n");
}
