import { instant } from "../../domain/ids.ts";
import type { Instant } from "../../domain/ids.ts";
import { isClosed } from "../../domain/onboarding.ts";
import type { ClosedExecution } from "../../domain/ports.ts";
import { noteTrouble } from "../troubles.ts";
import { keepRunning } from "./keep-running.ts";
import type { TickDeps } from "./tick.ts";

/** Executions ended this long before the last look are looked at again: clocks differ, lists are eventual. */
const OVERLAP = 10 * 60_000;
const AT_ONCE = 10;

/** `false`: it is to be looked at again the next time. */
async function startSuccessor(deps: TickDeps, { onboarding: id, n }: ClosedExecution): Promise<boolean> {
  try {
    const stored = await deps.onboardings.load(id);
    if (stored && !isClosed(stored.onboarding)) await keepRunning(deps, id, n);
    return true;
  } catch (fault) {
    deps.onFault(id, fault);
    await noteTrouble(deps, id, fault);
    return false;
  }
}

/**
 * An execution that ended while its onboarding is open gets a successor. When thousands ended at once, what there is no
 * time for is left to the next tick, which goes on where this one stopped.
 */
export async function startSuccessors(deps: TickDeps, now: Instant): Promise<void> {
  const { workflow, snapshots, goesOn } = deps;
  const mark = Number((await snapshots.mark("executions")) ?? 0);
  const closed = await workflow.closedSince(instant(Math.max(0, mark - OVERLAP)));
  let lookedUntil = now;
  let again = Infinity;
  for (let from = 0; from < closed.length; from += AT_ONCE) {
    const few = closed.slice(from, from + AT_ONCE);
    if (!goesOn("successors")) {
      // Exactly there, without the overlap, or it might never get beyond the first ten minutes.
      lookedUntil = instant((few[0]?.stoppedAt ?? now) + OVERLAP);
      break;
    }
    const looked = await Promise.all(few.map((one) => startSuccessor(deps, one)));
    again = Math.min(again, few.find((_one, index) => looked[index] === false)?.stoppedAt ?? Infinity);
  }
  await snapshots.putMark("executions", String(Math.min(lookedUntil, again)));
}
