import { describe, expect, test } from "vitest";
import { axeFindings, hasChromium } from "../../browser/chromium.ts";
import { ANNA, HOUR, makeOnboarding, withStageOpen } from "../../make.ts";
import { atExam, atTraining } from "./learning.ts";
import { openSite } from "./site.ts";
import type { Site } from "./site.ts";
import { useBrowser } from "./use-browser.ts";

const atDeal = (): Promise<Site> => openSite({ onboarding: withStageOpen(makeOnboarding(), "first_deal") });

async function atContract(): Promise<Site> {
  const site = await openSite();
  await site.open("contract");
  await site.sendAgreement();
  return site;
}

// Without Chromium vitest lists these as skipped.
describe.skipIf(!hasChromium)("in a real browser", () => {
  const open = useBrowser();

  test("the link opens its page, and its secret leaves the address bar and the history", async () => {
    const { page, errors, sent } = await open(await atContract(), { contact: ANNA, stage: "contract" });
    await page.getByRole("heading", { name: "Ihr Partnervertrag" }).waitFor();
    expect(new URL(page.url()).hash).toBe("");
    expect(sent()).toEqual(["GET ", "POST /session"]);
    await page.goBack();
    expect(new URL(page.url()).hash).toBe("");
    expect(errors).toEqual([]);
  });

  test("opened again where it is open already, the link's secret leaves the address too", async () => {
    const site = await atContract();
    const { page, link } = await open(site, { contact: ANNA, stage: "contract" });
    await page.getByRole("button", { name: "Vertrag lesen" }).waitFor();
    await page.goto(link.href);
    await expect.poll(() => page.url()).toBe(link.origin + link.pathname);
    site.pass(HOUR);
    await page.goto(link.href);
    await page.getByRole("button", { name: "Vertrag lesen" }).waitFor();
    expect(page.url()).toBe(link.origin + link.pathname);
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
    await page.getByRole("button", { name: "Prüfung jetzt starten" }).click();
    const options = await page.getByLabel("Option a (de)").all();
    for (const option of options.slice(0, 3)) await option.check();
    await page.getByRole("button", { name: "Antworten speichern" }).click();
    await page.getByText("Gespeichert: 3 von 4 Antworten.").waitFor();
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    await page.getByRole("link", { name: "Frage 4" }).click();
    await page.getByLabel("Option a (de)").last().check();
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    expect(await page.getByRole("link", { name: "Zertifikat ansehen" }).count()).toBe(1);
    expect((await site.state()).exams[0]?.state).toBe("passed");
  });

  test("a form is one request, and the address, reload, back and forward are as after a redirect", async () => {
    const { page, link, errors, sent } = await open(await atContract(), { contact: ANNA, stage: "contract" });
    await page.getByRole("button", { name: "Vertrag lesen" }).click();
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).waitFor();
    expect(sent()).toEqual(["GET ", "POST /session", "POST /agreement/open"]);
    expect(new URL(page.url()).pathname).toBe(`${link.pathname}/agreement`);
    expect(await page.evaluate("document.activeElement?.tagName")).toBe("H1");
    await page.reload();
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).waitFor();
    await page.goBack();
    await page.waitForURL(link.origin + link.pathname);
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).waitFor();
    await page.goForward();
    await page.waitForURL(`${link.origin}${link.pathname}/agreement`);
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).waitFor();
    expect(errors).toEqual([]);
  });

  test("a refusal is shown, and the way back leads to the form", async () => {
    const site = await atContract();
    const { page } = await open(site, { contact: ANNA, stage: "contract" });
    await page.getByRole("link", { name: "Vertrag ablehnen" }).click();
    await site.act({ kind: "put_on_hold", note: "A pause." });
    await page.getByRole("textbox").fill("Doch nicht.");
    await page.locator("form button").first().click();
    await page.getByRole("link", { name: "Zu Ihrer aktuellen Seite" }).waitFor();
    expect((await site.state()).agreement.state).toBe("sent");
    await page.goBack();
    await page.getByRole("textbox").waitFor();
  });

  test("without a connection it is said so, and what was typed stays", async () => {
    const { page } = await open(await atContract(), { contact: ANNA, stage: "contract" });
    await page.getByRole("link", { name: "Vertrag ablehnen" }).click();
    await page.getByRole("textbox").fill("Doch nicht.");
    await page.context().setOffline(true);
    await page.locator("form button").first().click();
    await page.getByText("Das ist nicht angekommen.").waitFor();
    expect(await page.getByRole("textbox").inputValue()).toBe("Doch nicht.");
    await page.context().setOffline(false);
    await page.locator("form button").first().click();
    await page.getByText("Das ist nicht angekommen.").waitFor({ state: "hidden" });
    await page.getByRole("textbox").waitFor({ state: "detached" });
  });

  test("a lesson answered rightly makes place for the next one", async () => {
    const { page, link, sent } = await open(await atTraining(), { contact: ANNA, stage: "training" });
    await page.getByRole("link", { name: "Beginnen: Module sales-m1 (de)" }).click();
    const top = () => page.evaluate("document.querySelector('#lesson').getBoundingClientRect().top");
    await expect.poll(top).toBeLessThan(200);
    await page.getByLabel("Option a (de)").first().check();
    expect(sent()).toEqual(["GET ", "POST /session"]);
    await page.getByRole("button", { name: "Antworten prüfen" }).click();
    await page.getByRole("heading", { name: "Module sales-m2 (de)" }).waitFor();
    await page.getByText("„Module sales-m1 (de)“ ist erledigt").waitFor();
    expect(sent()).toEqual(["POST /modules/sales/sales-m1"]);
    expect(new URL(page.url()).pathname).toBe(`${link.pathname}/modules/sales/sales-m2`);
    expect(await page.evaluate("scrollY")).toBe(0);
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
