import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { ContactId } from "../../../domain/ids.ts";
import type { Stage } from "../../../domain/program.ts";
import { axeFindings, hasChromium, launchChromium } from "../../browser/chromium.ts";
import { ANNA, makeOnboarding, withStageOpen } from "../../make.ts";
import { atExam, atTraining } from "./learning.ts";
import { openSite } from "./site.ts";
import type { Site } from "./site.ts";

const PHONE = { viewport: { width: 390, height: 844 }, locale: "de" };
const atDeal = (): Promise<Site> => openSite({ onboarding: withStageOpen(makeOnboarding(), "first_deal") });

async function atContract(): Promise<Site> {
  const site = await openSite();
  await site.open("contract");
  await site.sendAgreement();
  return site;
}

// Without Chromium vitest lists these as skipped.
describe.skipIf(!hasChromium)("in a real browser", () => {
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

  async function served(site: Site): Promise<string> {
    const address = await new Promise<AddressInfo>((resolve) => {
      const server = serve({ fetch: site.app.fetch, port: 0, hostname: "127.0.0.1" }, resolve);
      closing.push(() => void server.close());
    });
    return `http://127.0.0.1:${address.port}`;
  }

  async function open(
    site: Site,
    at: { contact: ContactId; stage: Stage },
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; link: URL; errors: string[] }> {
    const link = new URL(await site.link(at.contact, at.stage));
    const context = await browser.newContext({ ...PHONE, ...options });
    context.setDefaultTimeout(8_000);
    const page = await context.newPage();
    const errors: string[] = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const here = new URL(`${link.pathname}${link.hash}`, await served(site));
    await page.goto(here.href);
    return { page, link: here, errors };
  }

  test("the link opens its page, and its secret leaves the address bar and the history", async () => {
    const { page, errors } = await open(await atContract(), { contact: ANNA, stage: "contract" });
    await page.getByRole("heading", { name: "Ihr Partnervertrag" }).waitFor();
    expect(new URL(page.url()).hash).toBe("");
    await page.goBack();
    expect(new URL(page.url()).hash).toBe("");
    expect(errors).toEqual([]);
  });

  test("the agreement is read and signed by keyboard alone", async () => {
    const site = await atContract();
    const { page } = await open(site, { contact: ANNA, stage: "contract" });
    await page.getByRole("button", { name: "Vertrag lesen" }).press("Enter");
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).press("Enter");
    await expect.poll(() => page.evaluate("document.activeElement?.id")).toBe("error-summary");
    await page.getByRole("checkbox").first().press("Space");
    await page.getByLabel("Ihr vollständiger Name").pressSequentially("Anna Schmidt");
    await page.getByRole("checkbox").last().press("Space");
    await page.getByLabel("Ihr vollständiger Name").press("Enter");
    await page.getByRole("heading", { name: "Danke, Sie haben unterschrieben" }).waitFor();
    expect((await site.state()).agreement.state).toBe("signed");
  });

  test("without JavaScript the pasted link opens the page, and the exam can be taken", async () => {
    const site = await atExam();
    const { page, link } = await open(
      site,
      { contact: ANNA, stage: "certification" },
      { javaScriptEnabled: false },
    );
    await page.locator("#secret").fill(link.href);
    await page.getByRole("button", { name: "Seite öffnen" }).click();
    await page.getByRole("link", { name: "Zur Prüfung" }).click();
    await page.getByRole("button", { name: "Prüfung jetzt starten" }).click();
    for (let position = 1; position <= 4; position++) {
      await page.getByLabel("Option a (de)").check();
      await page.locator("form button.button").first().click();
    }
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    expect(await page.getByRole("link", { name: "Zertifikat ansehen" }).count()).toBe(1);
    expect((await site.state()).exams[0]?.state).toBe("passed");
  });

  const pages = [
    { name: "the agreement's page", make: atContract, stage: "contract", path: "", scheme: "light" },
    { name: "the hand-over", make: atContract, stage: "contract", path: "/hand-over", scheme: "dark" },
    { name: "the training", make: atTraining, stage: "training", path: "", scheme: "dark" },
    {
      name: "a lesson",
      make: atTraining,
      stage: "training",
      path: "/modules/sales/sales-m1",
      scheme: "light",
    },
    { name: "the exam", make: atExam, stage: "certification", path: "", scheme: "light" },
    { name: "the deal's form", make: atDeal, stage: "first_deal", path: "", scheme: "dark" },
  ] as const;

  test.each(pages)("axe finds nothing in $name, which fits a phone", async (row) => {
    const { make, stage, path, scheme: colorScheme } = row;
    const { page, link } = await open(
      await make(),
      { contact: ANNA, stage },
      { colorScheme, bypassCSP: true },
    );
    await page.locator(".rail").waitFor();
    if (path) await page.goto(new URL(`${link.pathname}${path}`, link).href);
    expect(await page.evaluate("document.documentElement.scrollWidth <= innerWidth")).toBe(true);
    expect((await page.content()).length).toBeLessThan(60_000);
    expect(await axeFindings(page)).toEqual([]);
  });
});
