import type { OnboardingId } from "../../domain/ids.ts";
import { parseFinishInput } from "../../functions/finish/finish-input.ts";
import type { StageEntered } from "../../functions/open-stage/open-stage.ts";
import { parseStageEntered } from "../../functions/open-stage/stage-entered.ts";
import type { Resource } from "../../local/engine/invoker.ts";
import type { Faults } from "./faults.ts";
import { InjectedFault } from "./scheduler.ts";
import type { Scheduler } from "./scheduler.ts";

/** What the workflow runs; `ended` hears with which fault or `null`, and nothing of one that died. */
export interface WorkflowFunctions {
  openStage(payload: StageEntered, ended: (fault: unknown) => void): void;
  finish(id: OnboardingId, ended: (fault: unknown) => void): void;
}

interface Parts {
  readonly scheduler: Scheduler;
  readonly faults: Faults;
  readonly functions: WorkflowFunctions;
}

type Begin = (ended: (fault: unknown) => void) => void;

const SECOND = 1000;
/** How long a function may take before it counts as dead. */
const FUNCTION_TIMEOUT = 30 * SECOND;

function named(name: string): InjectedFault {
  return Object.assign(new InjectedFault("the function was given up"), { name });
}

/** Runs a function as Lambda does for Step Functions: late, twice, or given up although it runs. */
function invoke({ scheduler, faults }: Parts, begin: Begin): Promise<null> {
  const { promise, resolve, reject } = Promise.withResolvers<null>();
  const late = faults.strikes("task invocation delayed")
    ? scheduler.between(SECOND, 90 * SECOND)
    : scheduler.between(1, 50);
  const givenUp = faults.strikes("task attempt given up and made again");
  const ended = (fault: unknown): void => {
    if (fault) reject(fault);
    else if (!givenUp) resolve(null);
  };
  const run = (): void => begin(ended);
  scheduler.after(late, run, true);
  if (faults.strikes("task invoked twice"))
    scheduler.after(late + scheduler.between(1, 20 * SECOND), run, true);
  if (givenUp)
    scheduler.after(late + scheduler.between(1, 3 * SECOND), () => reject(named("Lambda.Unknown")), true);
  scheduler.after(late + FUNCTION_TIMEOUT, () => reject(named("Sandbox.Timedout")), true);
  return promise;
}

/** The workflow's functions by the names the engine knows them by. */
export function invocations(parts: Parts): Readonly<Record<string, Resource>> {
  const { functions } = parts;
  return {
    "open-stage": (payload) =>
      invoke(parts, (ended) => functions.openStage(parseStageEntered(payload), ended)),
    finish: (payload) => invoke(parts, (ended) => functions.finish(parseFinishInput(payload), ended)),
  };
}
