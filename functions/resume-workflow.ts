import type { OnboardingId } from "../domain/ids.ts";
import type { Onboarding } from "../domain/onboarding.ts";
import type { Onboardings, Tasks, Workflow } from "../domain/ports.ts";
import type { Stage } from "../domain/program.ts";

/** The error the workflow catches into its state Closed. */
export const ONBOARDING_CLOSED = "OnboardingClosed";

type Outcome =
  | { readonly kind: "done"; readonly how: string }
  | { readonly kind: "closed"; readonly status: string };

/** What the workflow is to be told about a stage; `null`: it goes on waiting. */
export function outcomeOf({ progress, stages }: Onboarding, stage: Stage): Outcome | null {
  const { state } = stages[stage];
  if (state === "completed" || state === "waived") return { kind: "done", how: state };
  if (progress.state === "open" || progress.state === "on_hold") return null;
  return { kind: "closed", status: progress.state };
}

/**
 * Compares the stage that waits with its outcome, and when both are there tells the workflow and forgets the task.
 * May be done any number of times.
 */
export const resumeWorkflow =
  ({ onboardings, tasks, workflow }: { onboardings: Onboardings; tasks: Tasks; workflow: Workflow }) =>
  async (id: OnboardingId): Promise<string> => {
    const [task, stored] = await Promise.all([tasks.get(id), onboardings.load(id)]);
    if (!task || !stored) return "nothing waits";
    const outcome = outcomeOf(stored.onboarding, task.stage);
    if (!outcome) return `${task.stage} goes on`;
    if (outcome.kind === "done")
      await workflow.succeed(task.token, { stage: task.stage, outcome: outcome.how });
    else await workflow.fail(task.token, ONBOARDING_CLOSED, outcome.status);
    await tasks.drop(id, task.token);
    return `${task.stage} ${outcome.kind}`;
  };
