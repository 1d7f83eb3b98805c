import type { OnboardingId } from "../../domain/ids.ts";
import type { Tasks, Workflow } from "../../domain/ports.ts";

/** After so many executions of one onboarding something is broken that another one will not mend. */
const EXECUTIONS = 20;

/**
 * Starts the next execution where none runs. It passes through the stages that are done and opens the next one, so it
 * takes the place of one that ended, timed out or was lost. `known` is one that there was: executions are forgotten 90
 * days after their end, and an earlier one must not begin anew beside a later one. Throws when this has been tried too
 * often.
 */
export async function keepRunning(
  { workflow, tasks }: { readonly workflow: Workflow; readonly tasks: Tasks },
  id: OnboardingId,
  known = 0,
): Promise<void> {
  const task = await tasks.get(id);
  let last = Math.max(known, task?.n ?? 0);
  for (let n = Math.max(last, 1); n <= EXECUTIONS; n++) {
    const running = await workflow.isRunning(id, n);
    if (running === true) return;
    if (running === false) last = n;
    else if (last > 0 && n > last) break;
  }
  if (last < EXECUTIONS) return workflow.start(id, last + 1);
  throw new Error(`${id}: ${EXECUTIONS} executions ended while it is open; look at their histories`);
}
