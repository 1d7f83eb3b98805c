import { GRACE } from "../../domain/certification-rules.ts";
import type { Answers } from "../../domain/commands.ts";
import { examPage, openQuestions } from "../../views/partner/exam-page.ts";
import type { RunningExam } from "../../views/partner/exam-page.ts";
import { changeAs, changeThen, goTo, refused } from "./answers.ts";
import { answersIn, examOf, notYourExam, runningExam } from "./exam-scene.ts";
import { formOf } from "./form.ts";
import type { Scene } from "./scene.ts";

/** Starts the clock. With one running already, goes on with that one. */
export async function startAttempt(scene: Scene): Promise<Response> {
  const { deps, visit } = scene;
  const exam = examOf(scene);
  if (!exam) return notYourExam(scene);
  const { track } = exam;
  const started = await changeAs(scene, {
    kind: "start_attempt",
    contact: visit.contact.id,
    track: track.id,
    attempt: deps.randomId(16),
    random: Array.from({ length: 2 * track.exam.bank.length }, () => deps.random()),
  });
  if (started.ok || started.error.kind === "attempt_running") return goTo(scene, `/exam/${track.id}`);
  return refused(scene, started.error);
}

const isOver = ({ visit }: Scene, { progress }: RunningExam): boolean =>
  visit.reader.now > progress.endsAt + GRACE;

async function save({ deps, visit }: Scene, { progress }: RunningExam, answers: Answers): Promise<void> {
  if (Object.keys(answers).length === 0) return;
  await deps.onboardings.saveAnswers(visit.onboarding.id, { attempt: progress.attempt, answers });
}

/** Saves what is filled in so far. After the time, nothing is saved any more. */
export async function saveAnswers(scene: Scene): Promise<Response> {
  const running = await runningExam(scene);
  const form = await formOf(scene.c);
  if (!running || running.progress.attempt !== form.text("attempt")) {
    return examOf(scene) ? refused(scene, { kind: "unknown_attempt" }) : notYourExam(scene);
  }
  if (!isOver(scene, running)) await save(scene, running, answersIn(running.sheet, form));
  return goTo(scene, `/exam/${running.track.id}`);
}

/**
 * Hands in what is filled in, over what was saved; a second press gets the same result. With questions still open it asks
 * first, and saves the rest meanwhile.
 */
export async function submitAttempt(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const exam = examOf(scene);
  if (!exam) return notYourExam(scene);
  const running = await runningExam(scene);
  const form = await formOf(c);
  if (running?.progress.attempt !== form.text("attempt")) return goTo(scene);
  const { track, progress, sheet } = running;
  const answers = answersIn(sheet, form);
  const filled = { ...sheet, answers: { ...sheet.answers, ...answers } };
  if (openQuestions(filled).length > 0 && form.text("sure") !== "yes" && !isOver(scene, running)) {
    await save(scene, running, answers);
    return c.html(examPage(visit, { ...running, sheet: filled }, "ask"), 422);
  }
  const { attempt } = progress;
  const contact = visit.contact.id;
  return changeThen(scene, { kind: "submit_attempt", contact, track: track.id, attempt, answers, sheet });
}
