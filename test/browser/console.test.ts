import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linksIn, signAgreement, visit } from "../../cli/partner-robot.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import type { VendorClient } from "../../cli/vendor-client.ts";
import type { RunningServer } from "../../local/server.ts";
import { until } from "../scenarios/harness.ts";
import { fitsWidth, graveFindings, hasChromium, launchChromium } from "./chromium.ts";
import { serverForBrowser } from "./server-for-browser.ts";

const PARTNER = fileURLToPath(new URL("one-partner.json", import.meta.url));
const WIDE = { viewport: { width: 1440, height: 900 } };

const sizes = [
  { name: "a desk by day", viewport: { width: 1440, height: 900 }, colorScheme: "light" },
  { name: "a tablet by night", viewport: { width: 768, height: 1024 }, colorScheme: "dark" },
  { name: "a phone", viewport: { width: 390, height: 844 }, colorScheme: "light" },
] as const;

describe.skipIf(!hasChromium)("the console in a real browser", () => {
  let browser: Browser;
  let server: RunningServer;
  let vendor: VendorClient;
  let stop: () => Promise<void>;
  let id: string;

  beforeAll(async () => {
    ({ server, stop } = await serverForBrowser());
    browser = await launchChromium();
    if (!server.credentials) throw new Error("no credentials");
    vendor = vendorClient(server.credentials);
    ({ onboardingId: id } = await vendor.start("console-1", await readFile(PARTNER, "utf8")));
    await until("the first mail", async () => (await vendor.mails(id)).length === 1);
    await server.core.tick();
  });
  afterAll(async () => {
    await browser.close();
    await stop();
  });

  async function signedIn(options: BrowserContextOptions = WIDE): Promise<{ page: Page; errors: string[] }> {
    const page = await (await browser.newContext(options)).newPage();
    page.setDefaultTimeout(15_000);
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(error.message));
    await page.goto(`${server.baseUrl}/console/sign-in#${await server.core.localLinks.issue()}`);
    await page.waitForURL(/\/console$/);
    return { page, errors };
  }

  test("opens by its one-time link, once, and keeps to its own content security policy", async () => {
    const { page, errors } = await signedIn();
    const link = `${server.baseUrl}/console/sign-in#${await server.core.localLinks.issue()}`;
    for (const path of [
      "/console",
      "/console/runs",
      `/console/runs/${id}`,
      "/console/effects",
      "/inbox",
      "/docs",
    ]) {
      await page.goto(server.baseUrl + path);
    }
    expect(errors).toEqual([]);

    const stranger = await (await browser.newContext(WIDE)).newPage();
    await stranger.goto(link);
    await stranger.waitForURL(/\/console$/);
    const second = await (await browser.newContext(WIDE)).newPage();
    await second.goto(link);
    await second.getByText("used already").waitFor();
    expect(second.url()).toContain("/console/sign-in");
  });

  test.each(sizes)("has nothing that keeps somebody out, on $name", { timeout: 120_000 }, async (size) => {
    const { viewport, colorScheme } = size;
    const { page } = await signedIn({ viewport, colorScheme, bypassCSP: true });
    const paths = [
      "/console",
      "/console/runs",
      "/console/runs?q=nobody",
      `/console/runs/${id}`,
      "/console/effects",
      "/inbox",
      "/docs",
      "/docs/errors",
    ];
    for (const path of paths) {
      await page.goto(server.baseUrl + path);
      expect(await graveFindings(page), path).toEqual([]);
      expect(await fitsWidth(page), path).toBe(true);
    }
    await page.context().close();
  });

  test("shows what a partner does by itself, and acts by keyboard alone", { timeout: 60_000 }, async () => {
    const { page, errors } = await signedIn();
    await page.goto(`${server.baseUrl}/console/runs/${id}`);
    const [mail] = await vendor.mails(id);
    const [link] = linksIn(mail?.text ?? "");
    if (!link) throw new Error("no link");
    await signAgreement({ ...(await visit(server.baseUrl, link)), link }, "Sabine Vogt");
    await page.getByText("Sabine Vogt signed the agreement").first().waitFor();
    await expect.poll(async () => (await vendor.onboarding(id)).stage).toBe("training");

    await page.reload();
    const summary = page.locator("summary", { hasText: /hold/i }).first();
    await summary.focus();
    await summary.press("Enter");
    const form = page.locator('form[action$="/put_on_hold"]');
    await form.locator('[name="note"]').pressSequentially("Waiting for the works council");
    const requests: string[] = [];
    page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).search}`));
    await form.locator("button").last().press("Enter");
    await page.getByText("Waiting for the works council").first().waitFor();
    expect((await vendor.onboarding(id)).status).toBe("on_hold");
    expect(requests.filter((request) => !request.includes("part="))).toEqual(["POST "]);
    expect(page.url()).toBe(`${server.baseUrl}/console/runs/${id}`);

    // The page that came in its place keeps itself up to date as well.
    const before = requests.length;
    await expect.poll(() => requests.slice(before).join()).toContain("part=now");
    await page.reload();
    await page.getByText("Waiting for the works council").first().waitFor();
    expect(errors).toEqual([]);
  });

  test("keeps what was written when nobody is signed in any more", async () => {
    const { page } = await signedIn();
    await page.goto(`${server.baseUrl}/console/runs/${id}?act=resume`);
    const form = page.locator('form[action$="/resume"]');
    await form.locator('[name="note"]').fill("The works council agreed.");
    await page.context().clearCookies();
    await form.locator("button").last().click();
    await form.getByText("No answer came back").waitFor();
    expect(await form.locator('[name="note"]').inputValue()).toBe("The works council agreed.");
    expect(await form.locator("button[aria-busy]").count()).toBe(0);
  });
});
