import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axeFindings, fitsWidth, hasChromium } from "../../browser/chromium.ts";
import type { Program, Question } from "../../../domain/program.ts";
import { ANNA } from "../../make.ts";
import { makeProgram } from "../../make-program.ts";
import { atExam } from "./learning.ts";
import type { Site } from "./site.ts";
import { useBrowser } from "./use-browser.ts";
import type { OpenOptions } from "./use-browser.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SAVE = "POST /exam/sales/answers";

/** From here on nothing that the page asks for gets through, also not on its way out. */
const OUT_OF_REACH = "window.fetch = () => Promise.reject(new Error('out of reach'))";

const hide = (page: Page): Promise<void> =>
  page.evaluate(`
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
    document.dispatchEvent(new Event("visibilitychange"));
    delete document.visibilityState;
  `);

async function answered(site: Site): Promise<number> {
  const exam = (await site.state()).exams[0];
  if (exam?.state !== "in_attempt") throw new Error(`the exam is ${exam?.state}`);
  const sheet = await site.store.onboardings.record(site.id, "attempt", exam.attempt);
  return Object.values(sheet?.answers ?? {}).filter((chosen) => chosen.length > 0).length;
}

const twoRight = (question: Question): Question => ({
  ...question,
  options: question.options.map((option) => ({ ...option, correct: option.id !== "c" })),
});

/** Each question of the exam has two right answers: boxes to tick. */
function manyRight(): Program {
  const program = makeProgram();
  const tracks = program.tracks.map((track) => ({
    ...track,
    exam: { ...track.exam, bank: track.exam.bank.map(twoRight) },
  }));
  return { ...program, tracks };
}

const examOf = async (site: Site) => (await site.state()).exams[0];

describe.skipIf(!hasChromium)("an exam in a real browser", () => {
  const open = useBrowser();

  async function started(options: OpenOptions = {}) {
    const site = await atExam();
    const opened = await open(site, { contact: ANNA, stage: "certification" }, options);
    const { page, sent } = opened;
    await page.getByRole("button", { name: "Prüfung jetzt starten" }).click();
    await page.getByRole("timer").waitFor();
    sent();
    const right = page.getByLabel("Option a (de)");
    return { site, ...opened, right };
  }

  test("is handed in with one request, and by keyboard alone", async () => {
    const { site, page, sent, right, errors } = await started();
    for (const option of await right.all()) await option.press("Space");
    await page.getByText("4 von 4 beantwortet").waitFor();
    await page.getByRole("button", { name: "Prüfung abgeben" }).press("Enter");
    await page.getByRole("heading", { name: "Bestanden" }).waitFor();
    expect(sent()).toEqual(["POST /exam/sales/submit"]);
    expect(await examOf(site)).toMatchObject({ state: "passed", score: 100 });
    expect(errors).toEqual([]);
  });

  test("the Enter key in an answer saves, and does not hand in", async () => {
    const { site, page, right } = await started();
    for (const option of await right.all()) await option.press("Space");
    await right.last().press("Enter");
    await page.getByText("Gespeichert: 4 von 4 Antworten.").waitFor();
    expect((await examOf(site))?.state).toBe("in_attempt");
  });

  test("open questions are pointed out first, each a step away, and can be handed in all the same", async () => {
    const { site, page, sent, right } = await started();
    for (const option of (await right.all()).slice(0, 2)) await option.check();
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    const warning = page.getByRole("alert").filter({ hasText: "2 Fragen sind noch offen" });
    await warning.waitFor();
    expect(await page.evaluate("document.activeElement?.id")).toBe("unanswered");
    expect(await warning.getByRole("link").allInnerTexts()).toEqual(["3", "4"]);
    await right.nth(2).check();
    await page.getByRole("alert").filter({ hasText: "Eine Frage ist noch offen" }).waitFor();
    expect(sent()).toEqual([]);
    await page.getByRole("button", { name: "Trotzdem abgeben" }).click();
    await page.getByRole("heading", { name: "Bestanden" }).waitFor();
    expect(await examOf(site)).toMatchObject({ state: "passed", score: 75 });
  });

  test("what changes is saved in the background, every five minutes, and when the page is hidden", async () => {
    const { site, page, sent, right } = await started({ stopClock: true });
    await right.nth(0).check();
    await right.nth(1).check();
    await page.getByText("Auf diesem Gerät gemerkt.").waitFor();
    await page.clock.fastForward(5 * MINUTE - SECOND);
    expect(sent()).toEqual([]);
    await page.clock.fastForward(SECOND);
    await page.getByText("Gespeichert: 2 von 4 Antworten.").waitFor();
    expect(await answered(site)).toBe(2);
    await page.clock.fastForward(10 * MINUTE);
    expect(sent()).toEqual([SAVE]);
    await right.nth(2).check();
    await hide(page);
    await page.getByText("Gespeichert: 3 von 4 Antworten.").waitFor();
    expect(await answered(site)).toBe(3);
    await hide(page);
    expect(sent()).toEqual([SAVE]);
  });

  test("what is not saved yet survives a reload without a connection to save it", async () => {
    const { site, page, sent, right } = await started();
    await page.evaluate(OUT_OF_REACH);
    await right.nth(0).check();
    await right.nth(2).check();
    await page.reload();
    await page.getByText("2 von 4 beantwortet").waitFor();
    expect(await right.nth(0).isChecked()).toBe(true);
    expect(await right.nth(1).isChecked()).toBe(false);
    expect(await answered(site)).toBe(0);
    await right.nth(1).check();
    await right.nth(3).check();
    sent();
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    await page.getByRole("heading", { name: "Bestanden" }).waitFor();
    expect(await examOf(site)).toMatchObject({ state: "passed", score: 100 });
    expect(await page.evaluate("localStorage.length")).toBe(0);
  });

  test("an answer that was taken back stays taken back after a reload", async () => {
    const site = await atExam(manyRight());
    const { page } = await open(site, { contact: ANNA, stage: "certification" });
    await page.getByRole("button", { name: "Prüfung jetzt starten" }).click();
    const box = page.getByRole("checkbox").first();
    await box.check();
    await page.getByRole("button", { name: "Antworten speichern" }).click();
    await page.getByText("Gespeichert: 1 von").waitFor();
    await page.evaluate(OUT_OF_REACH);
    await box.uncheck();
    await page.reload();
    await page.getByText("0 von").waitFor();
    expect(await box.isChecked()).toBe(false);
    await page.getByRole("button", { name: "Antworten speichern" }).click();
    await page.getByText("Gespeichert: 0 von").waitFor();
    expect(await answered(site)).toBe(0);
  });

  test("leaving the page saves: it goes on at another device, and back here with what was chosen there", async () => {
    const { site, page, right } = await started();
    const here = page.url();
    await right.nth(0).check();
    await right.nth(1).check();
    await page.goto("about:blank");
    await expect.poll(() => answered(site)).toBe(2);
    const other = await open(site, { contact: ANNA, stage: "certification" });
    await other.page.getByRole("link", { name: "Prüfung fortsetzen" }).click();
    await other.page.getByText("2 von 4 beantwortet").waitFor();
    await other.page.getByLabel("Option b (de)").first().check();
    await other.page.getByRole("button", { name: "Antworten speichern" }).click();
    await other.page.getByText("Gespeichert: 2 von 4 Antworten.").waitFor();
    await page.goto(here);
    await page.getByText("2 von 4 beantwortet").waitFor();
    expect(await right.nth(0).isChecked()).toBe(false);
    expect(await page.getByLabel("Option b (de)").first().isChecked()).toBe(true);
    expect(await page.evaluate("localStorage.length")).toBe(0);
  });

  test("what was kept of an exam goes once its time is over", async () => {
    const { site, page, link, right } = await started({ stopClock: true });
    await page.evaluate(OUT_OF_REACH);
    await right.first().check();
    await expect.poll(() => page.evaluate("localStorage.length")).toBe(1);
    await page.goto("about:blank");
    site.pass(31 * MINUTE);
    await page.clock.fastForward(31 * MINUTE);
    await page.goto(link.href);
    await expect.poll(() => page.evaluate("localStorage.length")).toBe(0);
  });

  test("where the browser keeps nothing, it is saved once a minute", async () => {
    const { page, sent, right } = await started({ stopClock: true });
    await page.evaluate("Storage.prototype.setItem = () => { throw new Error('full'); }");
    await right.first().check();
    await page.clock.fastForward(MINUTE);
    await page.getByText("Gespeichert: 1 von 4 Antworten.").waitFor();
    expect(sent()).toEqual([SAVE]);
  });

  test("what could not be saved is said, and saved a minute later", async () => {
    const { site, page, right } = await started({ stopClock: true });
    await page.route("**/answers", (route) => route.abort());
    await right.first().check();
    await page.clock.fastForward(5 * MINUTE);
    await page.getByText("noch nicht gespeichert").waitFor();
    await page.unroute("**/answers");
    await page.clock.fastForward(MINUTE);
    await page.getByText("Gespeichert: 1 von 4 Antworten.").waitFor();
    expect(await answered(site)).toBe(1);
  });

  test("what could not be saved is saved when the connection is back", async () => {
    const { site, page, right } = await started({ stopClock: true });
    await page.context().setOffline(true);
    await right.first().check();
    await page.clock.fastForward(5 * MINUTE);
    await page.getByText("noch nicht gespeichert").waitFor();
    await page.context().setOffline(false);
    await page.getByText("Gespeichert: 1 von 4 Antworten.").waitFor();
    expect(await answered(site)).toBe(1);
  });

  test("when the time ends, what is filled in is handed in by itself", async () => {
    const { site, page, right } = await started({ stopClock: true });
    for (const option of (await right.all()).slice(0, 3)) await option.check();
    site.pass(30 * MINUTE);
    await page.clock.fastForward(29 * MINUTE);
    await page.getByText("Noch zwei Minuten.").waitFor();
    await page.clock.fastForward(MINUTE + SECOND);
    await page.getByRole("heading", { name: "Bestanden" }).waitFor();
    expect(await examOf(site)).toMatchObject({ state: "passed", score: 75 });
  });

  const looks = [
    { locale: "de", colorScheme: "light", viewport: { width: 390, height: 844 } },
    { locale: "de", colorScheme: "dark", viewport: { width: 1440, height: 900 } },
  ] as const;

  test.each(looks)("axe finds nothing in it, before, during and after: $colorScheme", async (look) => {
    const { page, right } = await started({ ...look, bypassCSP: true });
    expect((await page.content()).length).toBeLessThan(60_000);
    expect(await axeFindings(page)).toEqual([]);
    await right.first().check();
    await page.getByRole("button", { name: "Prüfung abgeben" }).click();
    await page.getByText("3 Fragen sind noch offen").waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(await fitsWidth(page)).toBe(true);
    await page.getByRole("button", { name: "Trotzdem abgeben" }).click();
    await page.getByRole("heading", { name: "Noch nicht bestanden" }).waitFor();
    expect(await axeFindings(page)).toEqual([]);
  });
});
