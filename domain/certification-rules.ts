import { addMonths, HOUR, later, MINUTE } from "./calendar.ts";
import type { Answers, Context, Refusal } from "./commands.ts";
import type { DomainEvent } from "./events.ts";
import { drawPaper, scorePaper } from "./exam-paper.ts";
import type { ExamProgress } from "./exam.ts";
import { instant } from "./ids.ts";
import type { Instant } from "./ids.ts";
import type { Onboarding } from "./onboarding.ts";
import { isCertified } from "./participants.ts";
import { trackOf } from "./program.ts";
import type { Exam, Program } from "./program.ts";
import type { AttemptSheet } from "./records.ts";
import { refuse } from "./result.ts";
import { closedFor, happened, noted, nothing, notForOps, statusWhenClosed } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

type CertificationCommand =
  | "start_attempt"
  | "submit_attempt"
  | "grant_attempt"
  | "waive_certification"
  | "revoke_certification";

export type Running = Extract<ExamProgress, { state: "in_attempt" }>;

/** Answers on their way when the time ended still count. */
export const GRACE = instant(30_000);

const examOf = (o: Onboarding, contact: string, track: string): ExamProgress | undefined =>
  o.exams.find((item) => item.contact === contact && item.track === track);

/** The stage ends when this one makes enough certified people. */
function stageEnd(o: Onboarding, program: Program, finished: ExamProgress): readonly DomainEvent[] {
  if (o.stages.certification.state !== "open") return [];
  const { contact, track, attempts, allowed } = finished;
  const passed: ExamProgress = {
    state: "passed",
    contact,
    track,
    attempts,
    allowed,
    at: o.startedAt,
    score: 0,
  };
  const after = { ...o, exams: o.exams.map((item) => (item === finished ? passed : item)) };
  return isCertified(after, program) ? [{ type: "stage.completed", stage: "certification" }] : [];
}

/** Why no attempt can begin now. */
function notReady(exam: ExamProgress, now: Instant): Refusal | null {
  switch (exam.state) {
    case "ready":
      return null;
    case "cooling_down":
      return now < exam.until ? { kind: "cooling_down", until: exam.until } : null;
    case "in_attempt":
      return { kind: "attempt_running", attempt: exam.attempt };
    case "exhausted":
      return { kind: "no_attempts_left" };
    case "passed":
    case "waived":
      return { kind: "already_passed" };
  }
}

const startAttempt: Rule<"start_attempt"> = (o, command, { program, now }) => {
  const { contact, attempt, random } = command;
  const progress = examOf(o, contact, command.track);
  if (progress?.state === "in_attempt" && progress.attempt === attempt) return nothing;
  const closed = closedFor(o, "certification");
  if (closed) return refuse(closed);
  if (!progress) return refuse({ kind: "not_yours" });
  const refusal = notReady(progress, now);
  if (refusal) return refuse(refusal);
  const exam = trackOf(program, progress.track)?.exam;
  if (!exam) return refuse({ kind: "unknown_track" });

  const endsAt = later(now, exam.timeLimitMinutes * MINUTE);
  return noted(
    "",
    [{ type: "certification.attempt_started", contact, track: progress.track, attempt, endsAt }],
    [{ kind: "attempt", key: attempt, value: drawPaper(exam, random) }],
  );
};

function failed(running: Running, exam: Exam, { score, now }: { score: number; now: Instant }): DomainEvent {
  const { contact, track, attempt, attempts, allowed } = running;
  const { afterFirst, afterLater } = exam.coolDownHours;
  const hours = attempts === 1 ? afterFirst : afterLater;
  const coolDownUntil = attempts >= allowed ? null : later(now, hours * HOUR);
  return { type: "certification.failed", contact, track, attempt, score, coolDownUntil };
}

/** Scores a running attempt: with `answers` on top of the saved ones when they came in time. */
export function handIn(
  o: Onboarding,
  running: Running,
  { sheet, answers, context }: { sheet: AttemptSheet; answers: Answers; context: Context },
): readonly DomainEvent[] {
  const { program, now } = context;
  const exam = trackOf(program, running.track)?.exam;
  if (!exam) return [];
  const inTime = now <= later(running.endsAt, GRACE);
  const score = scorePaper(exam, sheet, inTime ? { ...sheet.answers, ...answers } : sheet.answers);
  if (score < exam.passMark) return [failed(running, exam, { score, now })];

  const { contact, track, attempt } = running;
  return [
    { type: "certification.passed", contact, track, attempt, score },
    {
      type: "certification.issued",
      contact,
      track,
      certificate: `${o.id}.${attempt}`,
      expiresAt: addMonths(now, exam.validMonths),
    },
    ...stageEnd(o, program, running),
  ];
}

/** An attempt that runs may finish, also when the stage was closed meanwhile: it certifies the person. */
const submitAttempt: Rule<"submit_attempt"> = (o, command, context) => {
  const { contact, track, attempt, sheet, answers } = command;
  const progress = examOf(o, contact, track);
  if (!progress) return refuse({ kind: "not_yours" });
  if (progress.attempts === 0) return refuse({ kind: "unknown_attempt" });
  if (progress.state !== "in_attempt" || progress.attempt !== attempt) return nothing;
  const status = statusWhenClosed(o);
  if (status && status !== "completed") return refuse({ kind: "onboarding_closed", status });
  return happened(...handIn(o, progress, { sheet, answers, context }));
};

const grantAttempt: Rule<"grant_attempt"> = (o, { contact, track, note }) => {
  const refusal = notForOps(o, note) ?? closedFor(o, "certification");
  if (refusal) return refuse(refusal);
  const progress = examOf(o, contact, track);
  if (!progress) return refuse({ kind: "unknown_track" });
  return progress.state === "exhausted"
    ? noted(note, [{ type: "certification.attempt_granted", contact, track }])
    : refuse({ kind: "attempts_left" });
};

const waiveCertification: Rule<"waive_certification"> = (o, command, { program }) => {
  const { contact, track, reason, note } = command;
  const progress = examOf(o, contact, track);
  if (progress?.state === "waived") return nothing;
  const refusal = notForOps(o, note) ?? closedFor(o, "certification");
  if (refusal) return refuse(refusal);
  if (!progress) return refuse({ kind: "unknown_track" });
  if (progress.state === "passed") return refuse({ kind: "already_passed" });
  return noted(note, [
    { type: "certification.waived", contact, track, reason },
    ...stageEnd(o, program, progress),
  ]);
};

/** Also long after the onboarding has ended. */
const revokeCertification: Rule<"revoke_certification"> = (o, { certificate, note }) => {
  const found = o.certifications.find((item) => item.id === certificate);
  if (!found) return refuse({ kind: "unknown_certificate" });
  if (found.state === "revoked") return nothing;
  if (!note.trim()) return refuse({ kind: "reason_missing" });
  return noted(note, [{ type: "certification.revoked", certificate }]);
};

export const certificationRules: Rules<CertificationCommand> = {
  start_attempt: startAttempt,
  submit_attempt: submitAttempt,
  grant_attempt: grantAttempt,
  waive_certification: waiveCertification,
  revoke_certification: revokeCertification,
};
