import { beforeAll, expect, test } from "vitest";
import { expectPage, formTo, sitExam } from "../../cli/partner-robot.ts";
import type { Program } from "../../domain/program.ts";
import { HOUR, MINUTE, time, useWorld } from "./harness.ts";
import type { World } from "./harness.ts";
import {
  act,
  begin,
  happened,
  INES,
  log,
  look,
  openStep,
  receives,
  receivesAgain,
  SABINE,
  sampleProgram,
  sees,
  skipTo,
  standsAt,
  TOM,
} from "./story.ts";
import type { Run } from "./story.ts";

const world = useWorld();
let program: Program;
beforeAll(async () => {
  program = await sampleProgram();
});

async function beforeTheExam(where: World): Promise<Run> {
  const run = await begin(where);
  await skipTo(run, "certification");
  return run;
}

async function fail(run: Run): Promise<number> {
  const before = await happened(run, "certification.failed");
  const visited = await openStep(run, SABINE, "certification");
  expectPage(await sitExam(visited, { track: "sales", program, wrongly: true }));
  const { at, data } = await sees(run, "certification.failed", before.length + 1);
  return data["coolDownUntil"] === null ? 0 : (Number(data["coolDownUntil"]) - Date.parse(at)) / HOUR;
}

const examState = async (run: Run) => (await look(run)).people[0]?.exams[0];

test("who fails waits, sees until when, and passes after that", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await beforeTheExam(world());
  expect(await fail(run)).toBe(1);

  const waiting = await openStep(run, SABINE, "certification");
  const path = `${waiting.link.path}/exam/sales`;
  expect((await waiting.client.get(path)).url).toBe(world().baseUrl + waiting.link.path);
  expect((await waiting.client.post(`${path}/start`, {})).status).toBe(409);
  expect(await happened(run, "certification.attempt_started")).toHaveLength(1);

  await pass(HOUR);
  expectPage(await sitExam(await openStep(run, SABINE, "certification"), { track: "sales", program }));
  await sees(run, "certification.issued");
  await receives(run, SABINE, "certificate_issued");
  expect(await examState(run)).toMatchObject({ state: "passed", attempts: 2 });
});

test("the second wait is longer, and after the last attempt ops grant one more", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await beforeTheExam(world());
  const waits = [await fail(run)];
  await pass(HOUR);
  waits.push(await fail(run));
  await pass(24 * HOUR);
  waits.push(await fail(run));
  expect(waits).toEqual([1, 24, 0]);

  await receives(run, INES, "attempts_exhausted");
  expect(await examState(run)).toMatchObject({ state: "exhausted", attempts: 3 });
  await standsAt(run, { status: "action_required" });
  const { client, link } = await openStep(run, SABINE, "certification");
  expect((await client.post(`${link.path}/exam/sales/start`, {})).status).toBe(409);

  expectPage(await act(run, "grant_attempt", { target: "c1/sales" }));
  await receivesAgain(run, SABINE, { kind: "certification_step", count: 2 });
  expectPage(await sitExam(await openStep(run, SABINE, "certification"), { track: "sales", program }));
  expect(await examState(run)).toMatchObject({ state: "passed", attempts: 4 });
  await standsAt(run, { status: "in_progress", stage: "certification" });
});

/** Answers the first questions rightly, and goes no further. */
async function answerSome(run: Run, count: number): Promise<void> {
  const { client, link } = await openStep(run, SABINE, "certification");
  const bank = program.tracks.find(({ id }) => id === "sales")?.exam.bank ?? [];
  const intro = expectPage(await client.get(`${link.path}/exam/sales`));
  let page = expectPage(await client.submit(intro, formTo(intro, /start$/)));
  for (let done = 0; done < count; done++) {
    const form = page.forms.find(({ fields }) => fields.some(({ name }) => name === "question"));
    if (!form) throw new Error(`${page.url} asks no question`);
    const asked = form.fields.find(({ name }) => name === "question")?.value;
    const right = bank.find(({ id }) => id === asked)?.options.filter(({ correct }) => correct) ?? [];
    const go = form.fields.find(({ name, type }) => name === "go" && type === "submit")?.value ?? "review";
    page = expectPage(await client.submit(page, form, { answer: right.map(({ id }) => id), go }));
  }
}

test("an exam whose time runs out is scored from the answers that were saved", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await beforeTheExam(world());
  await answerSome(run, 8);
  await pass(31 * MINUTE);
  const { data } = await sees(run, "certification.passed");
  expect(data["score"]).toBe(80);
  await receives(run, SABINE, "certificate_issued");
});

test("answers that come after the time do not count", async ({ skip }) => {
  const pass = time(world(), skip);
  const run = await beforeTheExam(world());
  const { client, link } = await openStep(run, SABINE, "certification");
  const intro = expectPage(await client.get(`${link.path}/exam/sales`));
  const question = expectPage(await client.submit(intro, formTo(intro, /start$/)));
  const form = question.forms.find(({ fields }) => fields.some(({ name }) => name === "question"));
  if (!form) throw new Error("no question is asked");
  const attempt = form.fields.find(({ name }) => name === "attempt")?.value ?? "";

  await pass(31 * MINUTE);
  expect((await sees(run, "certification.failed")).data["score"]).toBe(0);
  const late = await openStep(run, SABINE, "certification");
  const before = await log(run);
  const answer = await late.client.submit(question, form, { answer: "a", go: "2" });
  expect(answer.status).toBe(409);
  expect((await late.client.post(`${link.path}/exam/sales/submit`, { attempt })).status).toBe(200);
  expect(await log(run)).toEqual(before);
});

test("the stage ends when both tracks have their certified person", async () => {
  const run = await beforeTheExam(world());
  expectPage(await sitExam(await openStep(run, SABINE, "certification"), { track: "sales", program }));
  await standsAt(run, { stage: "certification" });
  expectPage(await sitExam(await openStep(run, TOM, "certification"), { track: "technical", program }));
  const { certificates } = await standsAt(run, { stage: "first_deal" });
  expect(certificates).toHaveLength(2);
});
