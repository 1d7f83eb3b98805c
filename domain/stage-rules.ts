import { DAY, later } from "./calendar.ts";
import type { Context } from "./commands.ts";
import type { DomainEvent } from "./events.ts";
import type { Onboarding } from "./onboarding.ts";
import { currentStage, isClosed } from "./onboarding.ts";
import { candidatesFor, holders, isCertified } from "./participants.ts";
import type { Program, Stage } from "./program.ts";
import { refuse } from "./result.ts";
import { closedFor, happened, noted, nothing, notForOps, statusWhenClosed } from "./rule.ts";
import type { Rule, Rules } from "./rule.ts";

type StageCommand = "open_stage" | "finish" | "waive_stage" | "extend_deadline";

const enrolled = (o: Onboarding, program: Program): readonly DomainEvent[] =>
  program.tracks.flatMap((track) =>
    holders(o, track.role).map(
      (contact) => ({ type: "training.enrolled", contact, track: track.id }) as const,
    ),
  );

const admitted = (o: Onboarding, program: Program): readonly DomainEvent[] =>
  program.tracks.flatMap((track) =>
    candidatesFor(o, track).map(
      (contact) =>
        ({
          type: "certification.admitted",
          contact,
          track: track.id,
          allowed: track.exam.attempts,
        }) as const,
    ),
  );

/** What happens as a stage opens; one that asks nothing of anybody is completed at once. */
function opening(o: Onboarding, stage: Stage, program: Program): readonly DomainEvent[] {
  const completed: DomainEvent = { type: "stage.completed", stage };
  switch (stage) {
    case "contract":
    case "first_deal":
      return [];
    case "training":
      return program.tracks.length > 0 ? enrolled(o, program) : [completed];
    case "certification":
      return isCertified({ ...o, exams: [] }, program) ? [completed] : admitted(o, program);
  }
}

/** Asked by the workflow, perhaps twice, perhaps late: a stage that is open or over stays as it is. */
const openStage: Rule<"open_stage"> = (o, { stage }, { program, now }: Context) => {
  if (isClosed(o) || o.stages[stage].state !== "pending") return nothing;
  const current = currentStage(o);
  if (current !== null && current !== stage) return refuse({ kind: "stages_left", stage: current });
  const deadline = later(now, program.stages[stage].deadlineDays * DAY);
  return happened({ type: "stage.opened", stage, deadline }, ...opening(o, stage, program));
};

const finish: Rule<"finish"> = (o) => {
  const status = statusWhenClosed(o);
  if (status === "completed") return nothing;
  if (status) return refuse({ kind: "onboarding_closed", status });
  const left = currentStage(o);
  return left ? refuse({ kind: "stages_left", stage: left }) : happened({ type: "onboarding.completed" });
};

/** Also before it opens: then the workflow passes through it without a mail. */
const waiveStage: Rule<"waive_stage"> = (o, { stage, reason, note }) => {
  const { state } = o.stages[stage];
  if (state === "waived") return nothing;
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  if (state === "completed") return refuse({ kind: "stage_not_open", stage, open: currentStage(o) });
  return noted(note, [{ type: "stage.waived", stage, reason }]);
};

const extendDeadline: Rule<"extend_deadline"> = (o, { deadline, note }, { now }) => {
  const refusal = notForOps(o, note);
  if (refusal) return refuse(refusal);
  const stage = currentStage(o);
  if (!stage) return nothing;
  const closed = closedFor(o, stage);
  if (closed) return refuse(closed);
  if (deadline <= now) return refuse({ kind: "deadline_in_past" });
  const state = o.stages[stage];
  if (state.state === "open" && state.deadline === deadline) return nothing;
  return noted(note, [{ type: "stage.deadline_extended", stage, deadline, cause: "operator" }]);
};

export const stageRules: Rules<StageCommand> = {
  open_stage: openStage,
  finish,
  waive_stage: waiveStage,
  extend_deadline: extendDeadline,
};
