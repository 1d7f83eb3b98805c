import type { ExamProgress } from "../../domain/exam.ts";
import { trackOf } from "../../domain/program.ts";
import type { Track } from "../../domain/program.ts";
import type { AttemptSheet } from "../../domain/records.ts";
import type { RunningExam } from "../../views/partner/exam-pages.ts";
import { refusalPage } from "../../views/partner/message-page.ts";
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

export async function sheetOf({ deps, visit }: Scene, attempt: string): Promise<AttemptSheet> {
  const sheet = await deps.onboardings.record(visit.onboarding.id, "attempt", attempt);
  if (!sheet) throw new Error(`${visit.onboarding.id}: the sheet of attempt ${attempt} is gone`);
  return sheet;
}

/** The attempt that runs, with its sheet; `null` when none runs. `isOver`: its time has run out. */
export async function runningExam(
  scene: Scene,
): Promise<(RunningExam & { readonly isOver: boolean }) | null> {
  const exam = examOf(scene);
  if (exam?.progress.state !== "in_attempt") return null;
  const { track, progress } = exam;
  const isOver = scene.visit.reader.now > progress.endsAt;
  return { track, progress, sheet: await sheetOf(scene, progress.attempt), isOver };
}
