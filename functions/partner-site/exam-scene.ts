import type { Answers } from "../../domain/commands.ts";
import type { ExamProgress } from "../../domain/exam.ts";
import { trackOf } from "../../domain/program.ts";
import type { Track } from "../../domain/program.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import type { RunningExam } from "../../views/partner/exam-page.ts";
import { refusalPage } from "../../views/partner/refusal-page.ts";
import type { Form } from "./form.ts";
import type { Scene } from "./scene.ts";

/** The visitor's own exam in the path's track. */
export function examOf({ c, visit }: Scene): { track: Track; progress: ExamProgress } | null {
  const track = trackOf(visit.program, c.req.param("track") ?? "");
  const progress = visit.onboarding.exams.find(
    (exam) => exam.contact === visit.contact.id && exam.track === track?.id,
  );
  return track && progress ? { track, progress } : null;
}

export const notYourExam = ({ c, visit }: Scene): Response | Promise<Response> =>
  c.html(refusalPage(visit, "not_yours"), 404);

async function sheetOf({ deps, visit }: Scene, attempt: string): Promise<AttemptSheet> {
  const sheet = await deps.onboardings.record(visit.onboarding.id, "attempt", attempt);
  if (!sheet) throw new Error(`${visit.onboarding.id}: the sheet of attempt ${attempt} is gone`);
  return sheet;
}

/** The attempt that runs, with its sheet; `null` when none runs. */
export async function runningExam(scene: Scene): Promise<RunningExam | null> {
  const exam = examOf(scene);
  if (exam?.progress.state !== "in_attempt") return null;
  const { track, progress } = exam;
  return { track, progress, sheet: await sheetOf(scene, progress.attempt) };
}

/**
 * What a form says about the questions that were drawn. Those it leaves empty stay as they were saved, unless `had` names
 * them: an answer was taken back there. So a tab opened earlier takes nothing away from another.
 */
export const answersIn = ({ questions }: AttemptSheet, form: Form): Answers =>
  Object.fromEntries(
    questions.flatMap(({ id, options }) => {
      const sent = form.all(`q-${id}`);
      const chosen = options.filter((option) => sent.includes(option));
      return chosen.length > 0 || form.all("had").includes(id) ? [[id, chosen]] : [];
    }),
  );
