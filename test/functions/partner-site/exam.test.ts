import { describe, expect, test } from "vitest";
import { ANNA, BEN, HOUR } from "../../make.ts";
import { atExam } from "./learning.ts";
import { enter } from "./site.ts";
import type { Site } from "./site.ts";

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

/** The same option for the first `count` questions, as the form sends them. */
async function filled(site: Site, { option, count = 4 }: { option: string; count?: number }) {
  const attempt = await attemptOf(site);
  const { questions } = await sheetOf(site, attempt);
  const answers = questions.slice(0, count).map(({ id }) => [`q-${id}`, option]);
  return { attempt, ...Object.fromEntries(answers) };
}

async function started() {
  const site = await atExam();
  const anna = await enter(site, ANNA, "certification");
  await anna.post("/exam/sales/start");
  return { site, anna };
}

describe("starting", () => {
  test("takes one deliberate press on the page of the step, beside the rules", async () => {
    const site = await atExam();
    const anna = await enter(site, ANNA, "certification");
    const page = await anna.page();
    expect(page).toContain("Mit dem Start beginnen Ihre 30 Minuten.");
    expect(page).toContain("75\u00a0%, also 3 richtige Antworten");
    expect(page).toContain("noch 3 von 3");
    expect(page).toContain(`method="post" action="${anna.path}/exam/sales/start"`);
    expect((await anna.get("/exam/sales")).headers.get("Location")).toBe(anna.path);
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
  test("all questions are on one page, and what is saved survives a reload", async () => {
    const { site, anna } = await started();
    const saved = await anna.post("/exam/sales/answers", await filled(site, { option: "b", count: 1 }));
    expect(saved.headers.get("Location")).toBe(`${anna.path}/exam/sales`);
    site.pass(5 * MINUTE);
    const page = await anna.page("/exam/sales");
    expect(page.match(/<legend>/g)).toHaveLength(4);
    expect(page.match(/value="b"\s+checked/g)).toHaveLength(1);
    expect(page).toContain(">1 von 4 beantwortet<");
    expect(page).toContain("Gespeichert: 1 von 4 Antworten.");
    expect(page).toContain(">25:00<");
  });

  test("what was not asked, or is no option, is not saved", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const { questions } = await sheetOf(site, attempt);
    const wrong = { [`q-${questions[0]?.id}`]: "zzz", "q-technical-q1": "a", had: "technical-q2" };
    await anna.post("/exam/sales/answers", { attempt, ...wrong });
    expect((await sheetOf(site, attempt)).answers).toEqual({});
  });

  test("answers sent from two tabs at once are both saved, and an emptier form takes none away", async () => {
    const { site, anna } = await started();
    const attempt = await attemptOf(site);
    const [first = "", second = ""] = (await sheetOf(site, attempt)).questions.map(({ id }) => id);
    const tabs = [first, second].map((id) => anna.post("/exam/sales/answers", { attempt, [`q-${id}`]: "a" }));
    await Promise.all(tabs);
    await anna.post("/exam/sales/answers", { attempt });
    expect((await sheetOf(site, attempt)).answers).toEqual({ [first]: ["a"], [second]: ["a"] });
  });

  test("an answer that is taken back is taken back", async () => {
    const { site, anna } = await started();
    const sent = await filled(site, { option: "a", count: 2 });
    await anna.post("/exam/sales/answers", sent);
    const [first = ""] = (await sheetOf(site, sent.attempt)).questions.map(({ id }) => id);
    expect(await anna.page("/exam/sales")).toContain(`name="had" value="${first}"`);
    await anna.post("/exam/sales/answers", { attempt: sent.attempt, had: first });
    expect((await sheetOf(site, sent.attempt)).answers[first]).toEqual([]);
    expect(await anna.page("/exam/sales")).toContain(">1 von 4 beantwortet<");
  });

  test("another person's attempt cannot be written to", async () => {
    const { site } = await started();
    const attempt = await attemptOf(site);
    const ben = await enter(site, BEN, "certification");
    expect((await ben.post("/exam/sales/answers", { attempt, "q-sales-q1": "a" })).status).toBe(404);
    expect((await ben.post("/exam/technical/answers", { attempt, "q-sales-q1": "a" })).status).toBe(409);
    await ben.post("/exam/technical/submit", { attempt, "q-sales-q1": "a", sure: "yes" });
    expect((await sheetOf(site, attempt)).answers).toEqual({});
    expect((await site.state()).exams[0]?.state).toBe("in_attempt");
  });

  test("the session lasts until its end, also when nothing is sent before", async () => {
    const { site, anna } = await started();
    await anna.get("/exam/sales");
    site.pass(30 * MINUTE);
    const sent = await anna.post("/exam/sales/submit", await filled(site, { option: "a" }));
    expect(sent.headers.get("Location")).toBe(anna.path);
    expect((await site.state()).exams[0]).toMatchObject({ state: "passed", score: 100 });
  });
});

describe("handing in", () => {
  test("passed, shows the score and the certificate; a second press changes nothing", async () => {
    const { site, anna } = await started();
    const sent = await filled(site, { option: "a" });
    await anna.post("/exam/sales/submit", sent);
    await anna.post("/exam/sales/submit", sent);
    const { exams, certifications } = await site.state();
    expect(exams[0]).toMatchObject({ state: "passed", score: 100 });
    expect(certifications).toHaveLength(1);
    const page = await anna.page();
    expect(page).toContain("Bestanden");
    expect(page).toContain(`/certificates/${certifications[0]?.id}`);
  });

  test("counts what was saved before where the form says nothing", async () => {
    const { site, anna } = await started();
    const { attempt, ...rest } = await filled(site, { option: "a" });
    const [first = ["", ""], ...others] = Object.entries(rest);
    await anna.post("/exam/sales/answers", { attempt, [first[0]]: "a" });
    await anna.post("/exam/sales/submit", { attempt, ...Object.fromEntries(others) });
    expect((await site.state()).exams[0]).toMatchObject({ state: "passed", score: 100 });
  });

  test("with a question open is asked about first, keeps the answers, and is done once confirmed", async () => {
    const { site, anna } = await started();
    const sent = await filled(site, { option: "a", count: 3 });
    const asked = await anna.post("/exam/sales/submit", sent);
    expect(asked.status).toBe(422);
    const page = await asked.text();
    expect(page).toContain("Eine Frage ist noch offen");
    expect(page.match(/value="a"\s+checked/g)).toHaveLength(3);
    expect((await site.state()).exams[0]?.state).toBe("in_attempt");
    expect(Object.keys((await sheetOf(site, sent.attempt)).answers)).toHaveLength(3);
    await anna.post("/exam/sales/submit", { ...sent, sure: "yes" });
    expect((await site.state()).exams[0]).toMatchObject({ state: "passed", score: 75 });
  });

  test("failed, says until when to wait, and no attempt begins before", async () => {
    const { site, anna } = await started();
    await anna.post("/exam/sales/submit", await filled(site, { option: "b" }));
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
    await anna.post("/exam/sales/answers", await filled(site, { option: "a", count: 3 }));
    site.pass(31 * MINUTE);
    const late = await enter(site, ANNA, "certification");
    const sent = await filled(site, { option: "a" });
    const saved = await late.post("/exam/sales/answers", sent);
    expect(saved.headers.get("Location")).toBe(`${late.path}/exam/sales`);
    expect(await late.page("/exam/sales")).toContain("Die Prüfungszeit ist vorbei");
    await late.post("/exam/sales/submit", sent);
    expect((await site.state()).exams[0]).toMatchObject({ state: "passed", score: 75 });
  });
});
