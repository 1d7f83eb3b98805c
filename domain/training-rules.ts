import { wrongAnswers } from "./exam-paper.ts";
import type { DomainEvent } from "./events.ts";
import type { Onboarding } from "./onboarding.ts";
import { trackOf } from "./program.ts";
import type { Track } from "./program.ts";
import { refuse } from "./result.ts";
import { closedFor, happened, noted, nothing, notForOps } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";
import { isOver } from "./training.ts";
import type { Enrollment } from "./training.ts";

const enrollmentOf = (o: Onboarding, contact: string, track: string): Enrollment | undefined =>
  o.enrollments.find((item) => item.contact === contact && item.track === track);

/** The stage ends with the last enrollment. */
const stageEnd = (o: Onboarding, finished: Enrollment): readonly DomainEvent[] =>
  o.enrollments.every((item) => item === finished || isOver(item))
    ? [{ type: "stage.completed", stage: "training" }]
    : [];

const isDone = (enrollment: Enrollment, module: string): boolean =>
  isOver(enrollment) || (enrollment.state === "in_progress" && enrollment.modules.includes(module));

const isLast = (enrollment: Enrollment, track: Track, module: string): boolean =>
  track.modules.every(({ id }) => id === module || isDone(enrollment, id));

const trackEnd = (o: Onboarding, enrollment: Enrollment): readonly DomainEvent[] => [
  { type: "training.completed", contact: enrollment.contact, track: enrollment.track },
  ...stageEnd(o, enrollment),
];

const completeModule: Rule<"complete_module"> = (o, command, { program }) => {
  const { contact, answers } = command;
  const enrollment = enrollmentOf(o, contact, command.track);
  if (enrollment && isDone(enrollment, command.module)) return nothing;

  const closed = closedFor(o, "training");
  if (closed) return refuse(closed);
  if (!enrollment) return refuse({ kind: "not_yours" });
  const track = trackOf(program, enrollment.track);
  const module = track?.modules.find(({ id }) => id === command.module);
  if (!track || !module) return refuse({ kind: "unknown_module" });
  const wrong = wrongAnswers(module.check, answers);
  if (wrong.length > 0) return refuse({ kind: "check_failed", wrong });

  return happened(
    { type: "training.module_completed", contact, track: track.id, module: module.id },
    ...(isLast(enrollment, track, module.id) ? trackEnd(o, enrollment) : []),
  );
};

const waiveTraining: Rule<"waive_training"> = (o, { contact, track, reason, note }) => {
  const enrollment = enrollmentOf(o, contact, track);
  if (enrollment && isOver(enrollment)) return nothing;
  const refusal = notForOps(o, note) ?? closedFor(o, "training");
  if (refusal) return refuse(refusal);
  if (!enrollment) return refuse({ kind: "unknown_track" });
  return noted(note, [{ type: "training.waived", contact, track, reason }, ...stageEnd(o, enrollment)]);
};

export const trainingRules: Rules<"complete_module" | "waive_training"> = {
  complete_module: completeModule,
  waive_training: waiveTraining,
};
