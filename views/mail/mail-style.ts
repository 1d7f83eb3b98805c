import { accentFor } from "../contrast.ts";
import { DARK, FONTS, LIGHT } from "../tokens.ts";

const FONT = `font-family:${FONTS.sans.replaceAll('"', "'")}`;

/** Most mail programs keep only what stands in the `style` attribute. */
export const INLINE = {
  body: `margin:0;padding:0;background:${LIGHT.paper};${FONT}`,
  hidden: "display:none;max-height:0;overflow:hidden;mso-hide:all",
  card: `background:${LIGHT.surface};border:1px solid ${LIGHT.line};border-radius:8px`,
  brand: `${FONT};font-size:16px;line-height:24px;font-weight:600;color:${LIGHT.ink};padding:24px 32px 12px`,
  title: `${FONT};margin:0 0 16px;font-size:24px;line-height:32px;font-weight:600;color:${LIGHT.ink}`,
  text: `${FONT};margin:0 0 16px;font-size:16px;line-height:25px;color:${LIGHT.ink}`,
  small: `${FONT};margin:0 0 8px;font-size:14px;line-height:21px;color:${LIGHT.muted};word-break:break-word`,
  label: `${FONT};font-size:14px;line-height:21px;color:${LIGHT.muted};padding:4px 16px 4px 0;vertical-align:top`,
  value: `${FONT};font-size:16px;line-height:21px;color:${LIGHT.ink};padding:4px 0;vertical-align:top;word-break:break-word`,
  quote: `${FONT};margin:0;padding:12px 16px;font-size:16px;line-height:25px;color:${LIGHT.ink};background:${LIGHT.sunken};border-left:3px solid ${LIGHT.edge};white-space:pre-line;word-break:break-word`,
  rail: `${FONT};margin:0 0 6px;font-size:14px;line-height:21px;color:${LIGHT.ink}`,
  foot: `${FONT};margin:0 0 10px;font-size:13px;line-height:20px;color:${LIGHT.muted};word-break:break-word`,
  link: `color:${LIGHT.ink};text-decoration:underline`,
  rule: `border-top:1px solid ${LIGHT.line}`,
} as const;

/** The button's ground in the vendor's color, dark enough for white letters. */
export const buttonColor = (accent: string): string => accentFor(accent, "#ffffff");

export const buttonStyle = (accent: string): string =>
  `${FONT};display:inline-block;padding:14px 24px;font-size:16px;line-height:20px;font-weight:600;color:#ffffff;background:${buttonColor(accent)};border-radius:6px;text-decoration:none`;

const DARK_RULES = [
  `.ground{background:${DARK.paper}!important}`,
  `.card{background:${DARK.surface}!important;border-color:${DARK.line}!important}`,
  `.ink{color:${DARK.ink}!important}`,
  `.muted{color:${DARK.muted}!important}`,
  `.quote{background:${DARK.sunken}!important;border-color:${DARK.edge}!important}`,
  `.rule{border-color:${DARK.line}!important}`,
];

/** For those that read a style sheet: dark mode (and Outlook's own way of saying so), and small screens. */
export const MAIL_SHEET = [
  ":root{color-scheme:light dark;supported-color-schemes:light dark}",
  `@media (prefers-color-scheme:dark){${DARK_RULES.join("")}}`,
  DARK_RULES.map((rule) => `[data-ogsc] ${rule}`).join(""),
  "@media (max-width:620px){.pad{padding-left:20px!important;padding-right:20px!important}.fact{display:block!important;width:auto!important}}",
].join("\n");
