import type { OnboardingId } from "../../domain/ids.ts";
import type { Tasks, Workflow } from "../../domain/ports.ts";

/** After so many executions of one onboarding something is broken that another one will not mend. */
const EXECUTIONS = 20;

/**
 * Starts the next execution where none runs. It passes through the stages that are done and opens the next one, so it
 * takes the place of one that ended, timed out or was lost. `known` is one that there was: executions are forgotten 90
 * days after their end, and the first must not begin anew behind a later one. Throws when this has been tried too often.
 */
export async function keepRunning(
  { workflow, tasks }: { readonly workflow: Workflow; readonly tasks: Tasks },
  id: OnboardingId,
  known = 1,
): Promise<void> {
  const task = await tasks.get(id);
  for (let n = Math.max(known, task?.n ?? 1); n <= EXECUTIONS; n++) {
    const running = await workflow.isRunning(id, n);
    if (running === true) return;
    if (running === null) return workflow.start(id, n);
  }
  throw new Error(`${id}: ${EXECUTIONS} executions ended while it is open; look at their histories`);
}
