import { GRACE } from "../../domain/certification-rules.ts";
import type { AttemptSheet } from "../../domain/records.ts";
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

function answered(sheet: AttemptSheet, question: string, chosen: readonly string[]): AttemptSheet | null {
  const asked = sheet.questions.find(({ id }) => id === question);
  if (!asked) return null;
  const known = asked.options.filter((option) => chosen.includes(option));
  return { ...sheet, answers: { ...sheet.answers, [question]: known } };
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
  const value = answered(sheet, form.text("question"), form.all("answer"));
  if (value) {
    await deps.onboardings.putRecord(visit.onboarding.id, { kind: "attempt", key: progress.attempt, value });
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
