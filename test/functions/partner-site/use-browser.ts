import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import type { ContactId } from "../../../domain/ids.ts";
import type { Stage } from "../../../domain/program.ts";
import { launchChromium } from "../../browser/chromium.ts";
import type { Site } from "./site.ts";

const PHONE = { viewport: { width: 390, height: 844 }, locale: "de" };

/** A page that a link has opened. */
export interface OpenPage {
  readonly page: Page;
  readonly link: URL;
  /** What the console complained of. */
  readonly errors: readonly string[];
  /** The requests to the link's pages that came in since this was asked last. */
  readonly sent: () => readonly string[];
}

export interface OpenOptions extends BrowserContextOptions {
  /** The browser's clock stands still and is moved by hand. */
  readonly stopClock?: boolean;
}

type Open = (
  site: Site,
  at: { readonly contact: ContactId; readonly stage: Stage },
  options?: OpenOptions,
) => Promise<OpenPage>;

/** One Chromium for all tests of a file; opens a site's link on a phone. */
export function useBrowser(): Open {
  let browser: Browser;
  const closing: (() => void)[] = [];
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
  });
  afterAll(async () => {
    for (const close of closing) close();
    await browser.close();
  });

  /** The site on a port of its own; `seen` gets the requests as they come in. */
  async function served(site: Site, seen: string[]): Promise<string> {
    const fetch = (request: Request, env: object) => {
      seen.push(`${request.method} ${new URL(request.url).pathname}`);
      return site.app.fetch(request, env);
    };
    const address = await new Promise<AddressInfo>((resolve) => {
      const server = serve({ fetch, port: 0, hostname: "127.0.0.1" }, resolve);
      closing.push(() => void server.close());
    });
    return `http://127.0.0.1:${address.port}`;
  }

  return async (site, at, { stopClock = false, ...options } = {}) => {
    const mailed = new URL(await site.link(at.contact, at.stage));
    const context = await browser.newContext({ ...PHONE, ...options });
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    if (stopClock) await page.clock.install();
    const seen: string[] = [];
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const link = new URL(`${mailed.pathname}${mailed.hash}`, await served(site, seen));
    await page.goto(link.href);
    const sent = (): string[] =>
      seen
        .splice(0)
        .filter((line) => line.includes(link.pathname))
        .map((line) => line.replace(link.pathname, ""));
    return { page, link, errors, sent };
  };
}
