import { baseStyle } from "./style/base.ts";
import { controlStyle } from "./style/controls.ts";
import { letterStyle } from "./style/letter.ts";
import { partStyle } from "./style/parts.ts";
import { printStyle } from "./style/print.ts";

/** The one stylesheet, served at /assets/style.css: tokens, base, controls, shared parts, partner pages, print. */
export const styleSheet = [baseStyle, controlStyle, partStyle, letterStyle, printStyle].join("\n");
