import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";
import type { Browser, Page } from "playwright-core";

const CHROMIUM = "/usr/bin/chromium";

/** Debian's Chromium; the tests that need it are listed as skipped without it. */
export const hasChromium = existsSync(CHROMIUM);
if (!hasChromium) process.stderr.write(`${CHROMIUM} is not there: the browser tests are skipped.\n`);

export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: CHROMIUM,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Finding {
  readonly id: string;
  readonly impact: string | null;
  readonly where: string;
}

/** What axe-core finds wrong on a page. The page's context must bypass the CSP, so that axe can be put in. */
export async function axeFindings(page: Page): Promise<readonly Finding[]> {
  await page.addScriptTag({ content: axe });
  const found: { violations: { id: string; impact: string | null; nodes: { html: string }[] }[] } =
    await page.evaluate("axe.run(document)");
  return found.violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes[0]?.html ?? "" }));
}

/** Those that keep somebody out. */
export const graveFindings = async (page: Page): Promise<readonly Finding[]> =>
  (await axeFindings(page)).filter(({ impact }) => impact === "serious" || impact === "critical");

/** Whether nothing sticks out sideways. */
export const fitsWidth = (page: Page): Promise<boolean> =>
  page.evaluate("document.documentElement.scrollWidth <= innerWidth");
