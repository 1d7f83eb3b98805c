/** The palette. Mails need the values themselves, pages use the custom properties of the same names. */
export interface Palette {
  readonly paper: string;
  readonly surface: string;
  readonly sunken: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly edge: string;
  readonly accent: string;
  readonly onAccent: string;
  readonly good: string;
  readonly goodSoft: string;
  readonly warn: string;
  readonly warnSoft: string;
  readonly bad: string;
  readonly badSoft: string;
}

export const LIGHT: Palette = {
  paper: "#f8f6f1",
  surface: "#ffffff",
  sunken: "#f1ede5",
  ink: "#231f1a",
  muted: "#635b50",
  line: "#e2dbcf",
  edge: "#8d8375",
  accent: "#1d5c5a",
  onAccent: "#ffffff",
  good: "#24653b",
  goodSoft: "#e6f1e6",
  warn: "#7d5000",
  warnSoft: "#fbf0d8",
  bad: "#a12c1c",
  badSoft: "#fbe9e4",
};

export const DARK: Palette = {
  paper: "#181613",
  surface: "#221f1b",
  sunken: "#2b2722",
  ink: "#f2ede5",
  muted: "#b8ae9f",
  line: "#3d372f",
  edge: "#8f8577",
  accent: "#7fc4bd",
  onAccent: "#12201f",
  good: "#8fcf9f",
  goodSoft: "#20301f",
  warn: "#e8bd6a",
  warnSoft: "#362a12",
  bad: "#f2a08f",
  badSoft: "#3c1f18",
};

export const FONTS = {
  sans: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  serif:
    'ui-serif, "Iowan Old Style", "Palatino Linotype", Palatino, "Book Antiqua", Georgia, "Noto Serif", serif',
  mono: 'ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `--paper: …; --on-accent: …;` */
export const customProperties = (palette: Partial<Palette>): string =>
  Object.entries(palette)
    .map(([name, value]) => `--${kebab(name)}:${value};`)
    .join("");
