import { accentFor, textOn } from "./contrast.ts";
import { customProperties, DARK, LIGHT } from "./tokens.ts";

// On the darkest light ground and the lightest dark one it reads on the others too.
const light = (accent: string): string => accentFor(accent, LIGHT.sunken);
const dark = (accent: string): string => accentFor(accent, DARK.sunken);

const rule = (accent: string): string => `:root{${customProperties({ accent, onAccent: textOn(accent) })}}`;

/** The stylesheet of one vendor: its accent, readable in both schemes, and nothing else. */
export const brandSheet = (accent: string): string =>
  `${rule(light(accent))}@media screen and (prefers-color-scheme:dark){${rule(dark(accent))}}`;
