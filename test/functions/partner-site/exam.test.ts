import { describe, expect, test } from "vitest";
import { ANNA, BEN, HOUR } from "../../make.ts";
import { atExam } from "./learning.ts";
import { enter } from "./site.ts";
import type { Site, Visitor } from "./site.ts";

const MINUTE = 60_000;

async function attemptOf(site: Site): Promise<string> {
  const exam = (await site.state()).exams[0];
  if (exam?.state !== "in_attempt") throw new Error(`the exam is ${exam?.state}`);
  return exam.attempt;
}

async function sheetOf(site: Site, attempt: string) {
  const sheet = await site.store.onboardings.record(site.id, "attempt", attempt);
  if (!sheet) throw new Error("no sheet");
  return sheet;
}

/** Answers the first `count` questions, one page after the other. */
async function answer(site: Site, anna: Visitor, { option, count = 4 }: { option: string; count?: number }) {
  const attempt = await attemptOf(site);
  const { questions } = await sheetOf(site, attempt);
  for (const [index, { id }] of questions.slice(0, count).entries()) {
    await anna.post(`/exam/sales/${index + 1}`, { attempt, question: id, answer: option, go: "review" });
  }
  return attempt;
}

async function started() {
  const site = await atExam();
  const anna = await enter(site, ANNA, "certification");
  await anna.post("/exam/sales/start");
  return { site, anna };
}

describe("starting", () => {
  test("is asked first, with the rules", async () => {
    const site = await atExam();
    const anna = await enter(site, ANNA, "certification");
    const page = await anna.page("/exam/sales");
    expect(page).toContain("Bereit für die Prüfung?");
    expect(page).toContain("75\u00a0%, also 3 richtige Antworten");
    expect(page).toContain("noch 3 von 3");
    expect((await site.state()).exams[0]?.state).toBe("ready");
  });

  test("twice goes on with the attempt that runs", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const again = await anna.post("/exam/sales/start");
    expect(again.headers.get("Location")).toBe(`${anna.path}/exam/sales`);
    expect(await attemptOf(site)).toBe(attempt);
  });

  test("somebody else's exam is refused", async () => {
    const site = await atExam();
    const anna = await enter(site, ANNA, "certification");
    expect((await anna.get("/exam/technical")).status).toBe(404);
    expect((await anna.post("/exam/technical/start")).status).toBe(404);
    expect((await site.state()).exams.map(({ state }) => state)).toEqual(["ready", "ready"]);
  });
});

describe("during the exam", () => {
  test("an answer survives a reload, and the way back leads to the first open question", async () => {
    const { site, anna } = await started();
    await answer(site, anna, { option: "b", count: 1 });
    site.pass(5 * MINUTE);
    const back = await anna.get("/exam/sales");
    expect(back.headers.get("Location")).toBe(`${anna.path}/exam/sales/2`);
    const page = await anna.page("/exam/sales/1");
    expect(page).toMatch(/value="b"\s+checked/);
    expect(page).toContain("3 offen");
    expect(page).toContain(">25:00<");
  });

  test("what was not asked, or is no option, is not saved", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const before = await sheetOf(site, attempt);
    await anna.post("/exam/sales/1", { attempt, question: "technical-q1", answer: "a", go: "2" });
    await anna.post("/exam/sales/1", {
      attempt,
      question: before.questions[0]?.id ?? "",
      answer: "zzz",
      go: "2",
    });
    const { answers } = await sheetOf(site, attempt);
    expect(Object.values(answers).flat()).toEqual([]);
  });

  test("answers sent from two tabs at once are both saved", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const asked = (await sheetOf(site, attempt)).questions.slice(0, 2);
    const tabs = asked.map(({ id }) => anna.post("/exam/sales/1", { attempt, question: id, answer: "a" }));
    await Promise.all(tabs);
    expect((await sheetOf(site, attempt)).answers).toEqual(
      Object.fromEntries(asked.map(({ id }) => [id, ["a"]])),
    );
  });

  test("another person's attempt cannot be written to", async () => {
    const { site } = await started();
    const attempt = await attemptOf(site);
    const ben = await enter(site, BEN, "certification");
    await ben.post("/exam/sales/1", { attempt, question: "sales-q1", answer: "a", go: "2" });
    await ben.post("/exam/technical/1", { attempt, question: "sales-q1", answer: "a", go: "2" });
    expect((await sheetOf(site, attempt)).answers).toEqual({});
  });

  test("the button leads only to pages of this exam", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const sent = await anna.post("/exam/sales/1", { attempt, go: "//evil.example" });
    expect(sent.headers.get("Location")).toBe(`${anna.path}/exam/sales/review`);
  });

  test("the review names what is open before it is handed in", async () => {
    const { site, anna } = await started();
    await answer(site, anna, { option: "a", count: 3 });
    const page = await anna.page("/exam/sales/review");
    expect(page).toContain("Eine Frage ist noch offen");
    expect((await site.state()).exams[0]?.state).toBe("in_attempt");
  });
});

describe("handing in", () => {
  test("passed, shows the score and the certificate; a second press changes nothing", async () => {
    const { site, anna } = await started();
    const attempt = await answer(site, anna, { option: "a" });
    await anna.post("/exam/sales/submit", { attempt });
    await anna.post("/exam/sales/submit", { attempt });
    const { exams, certifications } = await site.state();
    expect(exams[0]).toMatchObject({ state: "passed", score: 100 });
    expect(certifications).toHaveLength(1);
    const page = await anna.page();
    expect(page).toContain("Bestanden");
    expect(page).toContain(`/certificates/${certifications[0]?.id}`);
  });

  test("failed, says until when to wait, and no attempt begins before", async () => {
    const { site, anna } = await started();
    const attempt = await answer(site, anna, { option: "b" });
    await anna.post("/exam/sales/submit", { attempt });
    expect(await anna.page()).toContain("Der nächste Versuch ist möglich morgen");
    expect((await anna.post("/exam/sales/start")).status).toBe(409);
    site.pass(25 * HOUR);
    const again = await enter(site, ANNA, "certification");
    expect(await again.page()).toContain("Noch einmal antreten");
    await again.post("/exam/sales/start");
    expect((await site.state()).exams[0]?.state).toBe("in_attempt");
  });
});

describe("after the time limit", () => {
  test("nothing more is saved, and what was saved in time is scored", async () => {
    const { site, anna } = await started();
    const attempt = await answer(site, anna, { option: "a", count: 3 });
    site.pass(31 * MINUTE);
    const late = await enter(site, ANNA, "certification");
    const { questions } = await sheetOf(site, attempt);
    const sent = await late.post("/exam/sales/4", { attempt, question: questions[3]?.id ?? "", answer: "a" });
    expect(sent.headers.get("Location")).toBe(`${late.path}/exam/sales`);
    expect(await late.page("/exam/sales")).toContain("Die Prüfungszeit ist vorbei");
    await late.post("/exam/sales/submit", { attempt });
    expect((await site.state()).exams[0]).toMatchObject({ state: "passed", score: 75 });
  });
});
