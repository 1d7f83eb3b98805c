import type { Onboarding, StageState } from "../../domain/onboarding.ts";
import { currentStage, isClosed } from "../../domain/onboarding.ts";
import type { Instant } from "../../domain/ids.ts";
import type { Stage } from "../../domain/program.ts";
import { STAGES } from "../../domain/program.ts";
import { shortDate } from "../format.ts";
import { html } from "../markup.ts";
import type { Markup } from "../markup.ts";
import { workflowPicture } from "../workflow-picture.ts";
import type { StateMark } from "../workflow-picture.ts";
import type { RunView } from "./run-view.ts";
import { readerAt, span } from "./when.ts";
import { STAGE_WORDS, STATUS_WORDS } from "./words.ts";

/** The state of the workflow that stands for a stage. */
const STATE_OF: Record<Stage, string> = {
  contract: "Contract",
  training: "Training",
  certification: "Certification",
  first_deal: "FirstDeal",
};

const TO_COME: StateMark = { look: "to_come", note: "to come" };

function openMark(state: Extract<StageState, { state: "open" }>, now: Instant): StateMark {
  const since = span(state.openedAt, now);
  return state.overdueAt === null && state.deadline >= now
    ? { look: "here", note: `${since} · due ${shortDate(state.deadline, readerAt(now))}` }
    : { look: "late", note: `${since} · late` };
}

function markOf(state: StageState, here: boolean, now: Instant): StateMark {
  switch (state.state) {
    case "pending":
      return here ? { look: "here", note: "about to open" } : TO_COME;
    case "open":
      return openMark(state, now);
    case "completed":
      return { look: "done", note: `done in ${span(state.openedAt, state.at)}` };
    case "waived":
      return {
        look: "waived",
        note: state.openedAt ? `waived after ${span(state.openedAt, state.at)}` : "waived",
      };
  }
}

function finishMark({ progress }: Onboarding, stage: Stage | null, now: Instant): StateMark {
  if (progress.state === "completed")
    return { look: "done", note: `onboarded ${shortDate(progress.at, readerAt(now))}` };
  return stage === null && progress.state === "open" ? { look: "here", note: "being completed" } : TO_COME;
}

/** How each state of the workflow stands in this run. */
function marksOf(onboarding: Onboarding, now: Instant): Record<string, StateMark> {
  const { progress } = onboarding;
  const stage = currentStage(onboarding);
  const ended = isClosed(onboarding) && progress.state !== "completed";
  const stages = STAGES.map((name): [string, StateMark] => {
    const isHere = name === stage && !ended;
    const made = markOf(onboarding.stages[name], isHere, now);
    if (ended && name === stage) return [STATE_OF[name], { look: "ended", note: "ended here" }];
    return [STATE_OF[name], ended && made === TO_COME ? { look: "to_come", note: "not reached" } : made];
  });
  return {
    ...Object.fromEntries(stages),
    Finish: ended ? { look: "to_come", note: "not reached" } : finishMark(onboarding, stage, now),
    Closed:
      ended && "at" in progress
        ? {
            look: "ended",
            note: `${STATUS_WORDS[progress.state].toLowerCase()} ${shortDate(progress.at, readerAt(now))}`,
          }
        : { look: "to_come", note: "" },
  };
}

/** The workflow with the way this run took, drawn wide and, for narrow screens, tall. */
export function runPicture({ stored, definition, desk }: RunView): Markup {
  const { onboarding } = stored;
  const marks = marksOf(onboarding, desk.now);
  const said = STAGES.map((stage) => `${STAGE_WORDS[stage]}: ${marks[STATE_OF[stage]]?.note ?? ""}`);
  const label = `Workflow. ${said.join("; ")}.`;
  return html`<section class="sheet" aria-label="Workflow">
    <div class="picture" tabindex="0" role="group" aria-label="The way through the workflow">
      ${workflowPicture({ definition, marks, direction: "right", label })}
      ${workflowPicture({ definition, marks, direction: "down", label })}
    </div>
  </section>`;
}
