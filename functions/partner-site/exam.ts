import { examPage } from "../../views/partner/exam-page.ts";
import { examOverPage } from "../../views/partner/exam-edges.ts";
import { goTo } from "./answers.ts";
import { examOf, notYourExam, runningExam } from "./exam-scene.ts";
import type { Scene } from "./scene.ts";

/** All questions of the attempt that runs, with what was saved; says when the time is over. Else the page of the step. */
export async function showExam(scene: Scene): Promise<Response> {
  const { c, visit } = scene;
  if (!examOf(scene)) return notYourExam(scene);
  const running = await runningExam(scene);
  if (!running) return goTo(scene);
  const isOver = visit.reader.now > running.progress.endsAt;
  return c.html(isOver ? examOverPage(visit, running) : examPage(visit, running));
}
