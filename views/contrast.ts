import { LIGHT } from "./tokens.ts";

type Rgb = readonly [number, number, number];

const READABLE = 4.5;

function rgbOf(hex: string): Rgb | null {
  const long = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.test(hex) ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(long);
  if (!match) return null;
  const part = (at: number): number => Number.parseInt(match[at] ?? "0", 16);
  return [part(1), part(2), part(3)];
}

const hexOf = (rgb: Rgb): string =>
  `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;

/** WCAG 2.2, relative luminance. */
function luminance(rgb: Rgb): number {
  const linear = rgb.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (linear[0] ?? 0) + 0.7152 * (linear[1] ?? 0) + 0.0722 * (linear[2] ?? 0);
}

const ratioOf = (one: Rgb, other: Rgb): number => {
  const [dark, light] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
};

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** 1 to 21; 1 when either is no color. */
export function contrast(one: string, other: string): number {
  const [a, b] = [rgbOf(one), rgbOf(other)];
  return a && b ? ratioOf(a, b) : 1;
}

/** The accent as `#rrggbb`, moved toward black or white until it reads (4.5:1) on the background. */
export function accentFor(accent: string, background: string): string {
  const wanted = rgbOf(accent) ?? rgbOf(LIGHT.accent) ?? BLACK;
  const ground = rgbOf(background) ?? WHITE;
  const toward = ratioOf(ground, BLACK) > ratioOf(ground, WHITE) ? BLACK : WHITE;
  for (let step = 0; step <= 20; step += 1) {
    const share = step / 20;
    const mix = (at: 0 | 1 | 2): number => Math.round(wanted[at] * (1 - share) + toward[at] * share);
    const tried: Rgb = [mix(0), mix(1), mix(2)];
    if (ratioOf(tried, ground) >= READABLE) return hexOf(tried);
  }
  return hexOf(toward);
}

/** Black or white, whichever reads better on it: always at least 4.5:1. */
export function textOn(background: string): string {
  const ground = rgbOf(background) ?? WHITE;
  return ratioOf(ground, WHITE) >= READABLE ? "#ffffff" : "#000000";
}
