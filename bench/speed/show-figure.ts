import type { Figure } from "./figures.ts";

const SUFFIX: Readonly<Record<Figure["unit"], string>> = {
  per_second: "/s",
  ms: " ms",
  s: " s",
  mb: " MB",
  ratio: "",
  commits: " commits",
  count: "",
};

const three = new Intl.NumberFormat("en", { maximumSignificantDigits: 3 });

/** Three digits that matter, with the unit. */
export const showFigure = (value: number, unit: Figure["unit"]): string =>
  `${three.format(value)}${SUFFIX[unit]}`;
