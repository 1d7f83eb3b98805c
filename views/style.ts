import { sheetAt } from "./sheet.ts";
import { baseStyle } from "./style/base.ts";
import { controlStyle } from "./style/controls.ts";
import { letterStyle } from "./style/letter.ts";
import { partStyle } from "./style/parts.ts";
import { printStyle } from "./style/print.ts";

/** What all surfaces share: tokens, base, controls, shared parts, partner pages, print. */
export const styleSheet = [baseStyle, controlStyle, partStyle, letterStyle, printStyle].join("\n");

/** The style sheet of partners' and public pages. */
export const SHARED_SHEET = sheetAt("/assets/style.css", styleSheet);
