import type { AttemptSheet } from "../../domain/records.ts";
import {
  examOverPage,
  examQuestionPage,
  examReviewPage,
  examStartPage,
} from "../../views/partner/exam-pages.ts";
import type { RunningExam } from "../../views/partner/exam-pages.ts";
import { isReadOnly } from "../../views/partner/visit.ts";
import { goTo } from "./answers.ts";
import { examOf, notYourExam, runningExam } from "./exam-scene.ts";
import type { Scene } from "./scene.ts";

const firstOpen = ({ questions, answers }: AttemptSheet): number =>
  questions.findIndex(({ id }) => (answers[id] ?? []).length === 0) + 1;

/** Asks before the start; goes to where one left off; says when the time is over. */
export async function showExam(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const exam = examOf(scene);
  if (!exam) return notYourExam(scene);
  const running = await runningExam(scene);
  if (running?.isOver) return c.html(examOverPage(visit, running));
  if (running) {
    const position = firstOpen(running.sheet);
    return goTo(scene, `/exam/${exam.track.id}/${position > 0 ? position : "review"}`);
  }
  const { progress } = exam;
  const mayStart =
    progress.state === "ready" || (progress.state === "cooling_down" && visit.reader.now >= progress.until);
  return mayStart && !isReadOnly(visit) ? c.html(examStartPage(visit, exam)) : goTo(scene);
}

type Show = (scene: Scene, running: RunningExam) => Response | Promise<Response>;

/** Shows a page of a running attempt; else goes to where the exam stands. */
const whileRunning =
  (show: Show) =>
  async (scene: Scene): Promise<Response> => {
    const exam = examOf(scene);
    if (!exam) return notYourExam(scene);
    const running = await runningExam(scene);
    return running && !running.isOver ? show(scene, running) : goTo(scene, `/exam/${exam.track.id}`);
  };

export const showQuestion = whileRunning((scene, running) => {
  const { c, visit } = scene;
  const { sheet, track } = running;
  const position = Number(c.req.param("position"));
  const asked = sheet.questions[position - 1];
  const question = track.exam.bank.find(({ id }) => id === asked?.id);
  if (!question) return goTo(scene, `/exam/${track.id}/review`);
  return c.html(examQuestionPage(visit, running, { position, question }));
});

export const showReview = whileRunning(({ c, visit }, running) => c.html(examReviewPage(visit, running)));
