import { examPage } from "../../views/partner/exam-page.ts";
import { examOverPage, examStartPage } from "../../views/partner/exam-edges.ts";
import { isReadOnly } from "../../views/partner/visit.ts";
import { goTo } from "./answers.ts";
import { examOf, notYourExam, runningExam } from "./exam-scene.ts";
import type { Scene } from "./scene.ts";

/** Asks before the start; then all questions, with what was saved; says when the time is over. */
export async function showExam(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  const exam = examOf(scene);
  if (!exam) return notYourExam(scene);
  const running = await runningExam(scene);
  if (running) {
    const isOver = visit.reader.now > running.progress.endsAt;
    return c.html(isOver ? examOverPage(visit, running) : examPage(visit, running));
  }
  const { progress } = exam;
  const mayStart =
    progress.state === "ready" || (progress.state === "cooling_down" && visit.reader.now >= progress.until);
  return mayStart && !isReadOnly(visit) ? c.html(examStartPage(visit, exam)) : goTo(scene);
}
