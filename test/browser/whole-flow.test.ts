import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linksIn } from "../../cli/partner-robot.ts";
import type { MailLink } from "../../cli/partner-robot.ts";
import { readProgramFolder } from "../../cli/read-program-folder.ts";
import { vendorClient } from "../../cli/vendor-client.ts";
import type { Program, Question } from "../../domain/program.ts";
import type { RunningServer } from "../../local/server.ts";
import { fitsWidth, graveFindings, hasChromium, launchChromium } from "./chromium.ts";
import { serverForBrowser } from "./server-for-browser.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const PARTNER = fileURLToPath(new URL("one-partner.json", import.meta.url));

const right = (question: Question | undefined): readonly string[] =>
  question?.options.filter(({ correct }) => correct).map(({ id }) => id) ?? [];

/** Every page of the way, from the mail's link to the first deal, on a phone. */
describe.skipIf(!hasChromium)("a partner with a phone", () => {
  let browser: Browser;
  let server: RunningServer;
  let program: Program;
  let page: Page;
  let stop: () => Promise<void>;
  const seen = new Set<string>();

  beforeAll(async () => {
    const loaded = await readProgramFolder(
      fileURLToPath(new URL("../../programs/reseller", import.meta.url)),
    );
    if (!loaded.ok) throw new Error(loaded.error.join("\n"));
    program = loaded.value;
    ({ server, stop } = await serverForBrowser());
    browser = await launchChromium();
    page = await (await browser.newContext({ ...PHONE, locale: "de", bypassCSP: true })).newPage();
    page.setDefaultTimeout(15_000);
  });
  afterAll(async () => {
    await browser.close();
    await stop();
  });

  const vendor = () => {
    if (!server.credentials) throw new Error("no credentials");
    return vendorClient(server.credentials);
  };

  /** The link of the mail for this stage, as soon as it is there. */
  async function mailed(id: string, stage: string): Promise<MailLink> {
    const find = async () =>
      (await vendor().mails(id)).flatMap(({ text }) => linksIn(text)).find((link) => link.stage === stage);
    await expect.poll(find).toBeDefined();
    const link = await find();
    if (!link) throw new Error("the mail is gone");
    return link;
  }

  /** Each kind of page is looked at once. */
  async function looksRight(name: string): Promise<void> {
    if (seen.has(name)) return;
    seen.add(name);
    expect(await graveFindings(page), name).toEqual([]);
    expect(await fitsWidth(page), name).toBe(true);
  }

  const open = async (link: MailLink): Promise<void> => {
    await page.goto(`${server.baseUrl}${link.path}#${link.secret}`);
    await page.locator(".rail").waitFor();
  };

  async function answer(questions: readonly Question[]): Promise<void> {
    for (const question of questions) {
      for (const option of right(question)) {
        await page.locator(`input[name="q-${question.id}"][value="${option}"]`).check();
      }
    }
  }

  async function signContract(id: string): Promise<void> {
    await open(await mailed(id, "contract"));
    await looksRight("contract");
    await page.getByRole("button", { name: "Vertrag lesen" }).tap();
    await page.getByRole("checkbox").first().check();
    await looksRight("agreement");
    await page.getByLabel("Ihr vollständiger Name").fill("Sabine Vogt");
    await page.getByRole("checkbox").last().check();
    await page.getByRole("button", { name: "Verbindlich unterschreiben" }).tap();
    await page.getByRole("heading", { name: "Danke, Sie haben unterschrieben" }).waitFor();
    await looksRight("signed");
  }

  /** Each lesson leads to the next one. */
  async function takeTracks(id: string): Promise<void> {
    await open(await mailed(id, "training"));
    await looksRight("training");
    await page.getByRole("link", { name: /^Beginnen:/ }).tap();
    for (const { modules } of program.tracks) {
      for (const module of modules) {
        await page.getByRole("heading", { name: module.title.de }).first().waitFor();
        await looksRight(module === modules[0] ? "first module" : "next module");
        await answer(module.check);
        await page.getByRole("button", { name: "Antworten prüfen" }).tap();
      }
    }
    await page.getByRole("heading", { name: "Ihre Schulung ist abgeschlossen" }).waitFor();
    await looksRight("trained");
  }

  /** Leaves one question open at first, and is told so. */
  async function passExam(link: MailLink, track: Program["tracks"][number]): Promise<void> {
    await page.goto(server.baseUrl + link.path);
    await page.locator(`form[action$="/exam/${track.id}/start"] button`).tap();
    await page.getByRole("timer").waitFor();
    await looksRight("exam");
    const names: readonly string[] = await page.evaluate(
      `[...document.querySelectorAll('input[name^="q-"]')].map(({ name }) => name)`,
    );
    const drawn = track.exam.bank.filter((question) => names.includes(`q-${question.id}`));
    await answer(drawn.slice(1));
    await page.getByRole("button", { name: "Prüfung abgeben" }).tap();
    await page.getByText("Eine Frage ist noch offen").waitFor();
    await looksRight("exam, one open");
    await answer(drawn.slice(0, 1));
    await page.getByRole("button", { name: "Prüfung abgeben" }).tap();
    await page.getByRole("heading", { name: "Bestanden" }).first().waitFor();
    await looksRight("passed");
  }

  async function passExams(id: string): Promise<void> {
    const link = await mailed(id, "certification");
    await open(link);
    await looksRight("certification");
    for (const track of program.tracks) await passExam(link, track);
    await page.getByRole("link", { name: "Zertifikat ansehen" }).first().tap();
    await page.getByText("Sabine Vogt").first().waitFor();
    await looksRight("certificate");
  }

  async function registerDeal(id: string): Promise<void> {
    const link = await mailed(id, "first_deal");
    await open(link);
    if ((await page.locator("#customerName").count()) === 0) {
      await page.goto(`${server.baseUrl}${link.path}/deal/new`);
    }
    await looksRight("deal form");
    await page.locator("#customerName").fill("Stahlbau Weber GmbH");
    await page.locator("#customerDomain").fill("https://www.stahlbau-weber.example/kontakt");
    await page.locator("#customerCountry").selectOption("DE");
    await page.locator("#need").fill("Der Innendienst beantwortet täglich dieselben Fragen am Telefon.");
    await page.locator("#value").fill("48.000");
    await page.locator("#targetCloseDate").fill("2099-06-30");
    await page.locator("form button.button").last().tap();
    await page.getByText("Stahlbau Weber GmbH").first().waitFor();
    await looksRight("deal");
  }

  async function approve(id: string): Promise<void> {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const desk = await context.newPage();
    desk.setDefaultTimeout(15_000);
    await desk.goto(server.consoleUrl ?? "");
    await desk.waitForURL(/\/console$/);
    await desk.goto(`${server.baseUrl}/console/runs/${id}`);
    await desk.getByRole("button", { name: "Open the registration" }).first().click();
    await desk.getByText("Stahlbau Weber GmbH").first().waitFor();
    const form = desk.locator('form[action$="/review_deal"]');
    await form.locator('[name="decision"]').selectOption("approve");
    await form.locator('[name="note"]').fill("Known customer.");
    await form.locator("button").last().click();
    await desk.getByText("Approved").first().waitFor();
    await context.close();
  }

  test("goes from the mail's link to the first joint deal", { timeout: 240_000 }, async () => {
    const { onboardingId: id } = await vendor().start("phone-1", await readFile(PARTNER, "utf8"));
    await signContract(id);
    await takeTracks(id);
    await passExams(id);
    await registerDeal(id);
    await approve(id);
    await expect.poll(async () => (await vendor().onboarding(id)).status).toBe("completed");
    await page.reload();
    await page.getByText("Willkommen").first().waitFor();
    await looksRight("completed");
  });
});
