import { brandSheet } from "./brand-sheet.ts";
import { fingerprint } from "./fingerprint.ts";

/** A style sheet of ours in any vendor's color, `#0b5cad`; `null` is our own. Its address changes with its text. */
export interface Sheet {
  readonly textIn: (accent: string | null) => string;
  readonly versionIn: (accent: string | null) => string;
  readonly hrefIn: (accent: string | null) => string;
}

const HEX = /^[0-9a-f]{3}(?:[0-9a-f]{3})?$/i;

/** The color in an address; `null` for what is none. */
export const accentNamed = (name: string): string | null => (HEX.test(name) ? `#${name}` : null);

const nameOf = (accent: string | null): string => {
  const name = (accent ?? "").replace("#", "");
  return accentNamed(name) ? `&accent=${name}` : "";
};

const brand = (accent: string | null): string => (accent === null ? "" : brandSheet(accent));

export function sheetAt(path: string, text: string): Sheet {
  const own = fingerprint(text);
  const versionIn = (accent: string | null): string =>
    accent === null ? own : fingerprint(own + brand(accent));
  return {
    textIn: (accent) => text + brand(accent),
    versionIn,
    hrefIn(accent) {
      const name = nameOf(accent);
      return `${path}?v=${versionIn(name ? accent : null)}${name}`;
    },
  };
}
