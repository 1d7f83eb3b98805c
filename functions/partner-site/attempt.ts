import { GRACE } from "../../domain/certification-rules.ts";
import { changeAs, changeThen, goTo, refused } from "./answers.ts";
import { examOf, notYourExam, runningExam, sheetOf } from "./exam-scene.ts";
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

const WHERE = /^(\d{1,3}|review)$/;

/** Saves one answer and goes where the pressed button says. After the time, nothing is saved any more. */
export async function saveAnswer(scene: Scene): Promise<Response> {
  const { c, deps, visit } = scene;
  const running = await runningExam(scene);
  const form = await formOf(c);
  if (!running || running.progress.attempt !== form.text("attempt")) {
    return examOf(scene) ? refused(scene, { kind: "unknown_attempt" }) : notYourExam(scene);
  }
  const { track, progress, sheet } = running;
  if (visit.reader.now > progress.endsAt + GRACE) return goTo(scene, `/exam/${track.id}`);
  const asked = sheet.questions.find(({ id }) => id === form.text("question"));
  if (asked) {
    const chosen = asked.options.filter((option) => form.all("answer").includes(option));
    const answer = { attempt: progress.attempt, question: asked.id, chosen };
    await deps.onboardings.saveAnswer(visit.onboarding.id, answer);
  }
  const go = form.text("go");
  return goTo(scene, `/exam/${track.id}/${WHERE.test(go) ? go : "review"}`);
}

/** Hands in what is saved; a second press gets the same result. */
export async function submitAttempt(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const exam = examOf(scene);
  if (!exam) return notYourExam(scene);
  const attempt = (await formOf(c)).text("attempt");
  if (exam.progress.state !== "in_attempt" || exam.progress.attempt !== attempt) return goTo(scene);
  const sheet = await sheetOf(scene, attempt);
  return changeThen(scene, {
    kind: "submit_attempt",
    contact: visit.contact.id,
    track: exam.track.id,
    attempt,
    answers: sheet.answers,
    sheet,
  });
}
