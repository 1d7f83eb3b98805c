import { beforeAll, expect, test } from "vitest";
import { examAnswers, expectPage, formTo, sitExam, startExam } from "../../cli/partner-robot.ts";
import { webClient } from "../../cli/web-client.ts";
import type { Program } from "../../domain/program.ts";
import { HOUR, MINUTE, time, useWorld } from "./harness.ts";
import type { World } from "./harness.ts";
import {
  act,
  begin,
  happened,
  INES,
  linkOf,
  log,
  look,
  open,
  openStep,
  receives,
  receivesAgain,
  SABINE,
  sampleProgram,
  sees,
  skipTo,
  standsAt,
  TOM,
  wordsOf,
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

/** Answers the first questions rightly, saves, and goes no further. */
async function answerSome(run: Run, count: number): Promise<void> {
  const visited = await openStep(run, SABINE, "certification");
  const form = formTo(await startExam(visited, "sales"), /submit$/);
  const answers = examAnswers(form, { track: "sales", program }).slice(0, count);
  const attempt = form.fields.find(({ name }) => name === "attempt")?.value ?? "";
  const path = `${visited.link.path}/exam/sales/answers`;
  const saved = expectPage(await visited.client.post(path, { attempt, ...Object.fromEntries(answers) }));
  expect(wordsOf(saved)).toContain(`${count} von 10 beantwortet`);
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
  const visited = await openStep(run, SABINE, "certification");
  const page = await startExam(visited, "sales");
  const form = formTo(page, /submit$/);

  await pass(31 * MINUTE);
  expect((await sees(run, "certification.failed")).data["score"]).toBe(0);
  const late = await openStep(run, SABINE, "certification");
  const before = await log(run);
  const attempt = form.fields.find(({ name }) => name === "attempt")?.value ?? "";
  const answers = Object.fromEntries(examAnswers(form, { track: "sales", program }));
  const path = `${late.link.path}/exam/sales`;
  expect((await late.client.post(`${path}/answers`, { attempt, ...answers })).status).toBe(409);
  expect((await late.client.submit(page, form, answers)).status).toBe(200);
  expect(await log(run)).toEqual(before);
});

test("the stage ends when both tracks have their certified person", async () => {
  const run = await beforeTheExam(world());
  expectPage(await sitExam(await openStep(run, SABINE, "certification"), { track: "sales", program }));
  await standsAt(run, { stage: "certification" });
  // Tom's browser runs no script.
  const plain = webClient(world().baseUrl, { script: false });
  const tom = await open(run, await linkOf(run, TOM, "certification"), plain);
  expectPage(await sitExam(tom, { track: "technical", program }));
  const { certificates } = await standsAt(run, { stage: "first_deal" });
  expect(certificates).toHaveLength(2);
});
