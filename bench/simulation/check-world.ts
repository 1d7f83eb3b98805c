import { canonicalJson } from "../../domain/canonical-json.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { isClosed, openStage } from "../../domain/onboarding.ts";
import { summarize } from "../../domain/summarize.ts";
import { verifyLog } from "../../functions/verify-log.ts";
import type { Execution } from "./executions.ts";
import { mustHold } from "./failure.ts";
import { isUnsettled } from "./memory-rows.ts";
import type { Rows } from "./memory-rows.ts";
import type { SimulatedWorld } from "./simulated-world.ts";
import { quickHmac } from "./system.ts";

async function checkLog(
  { store, auditor, program }: SimulatedWorld,
  id: OnboardingId,
  rows: Rows,
): Promise<void> {
  const broken = await verifyLog(
    { onboardings: store.onboardings, hmac: quickHmac, anchor: async () => null },
    id,
  );
  mustHold(broken === null, () => `I8: ${id}: ${broken}`);
  const heads = rows.commits.map(({ hash }) => hash).join();
  mustHold(heads === auditor.headsOf(id).join(), () => `I8: ${id}: the log is not what was written`);
  const summary = canonicalJson(summarize(rows.stored.onboarding, program));
  mustHold(
    summary === canonicalJson(rows.summary),
    () => `${id}: the lists show something else than the state`,
  );
}

const failedIn = ({ effects }: Rows): boolean =>
  [...effects.values()].some(({ state }) => state === "failed");

/** An open onboarding in which nothing failed waits for a person, and the workflow for its stage. */
function checkWaiting(
  executions: readonly Execution[],
  id: OnboardingId,
  { stored, task, effects }: Rows,
): void {
  const { onboarding } = stored;
  for (const row of effects.values()) {
    mustHold(
      !isUnsettled(row),
      () => `I9: ${id}: ${row.effect.kind} ${row.key} is still ${row.state} (${row.lastError})`,
    );
  }
  const mine = executions.filter((execution) => execution.id === id);
  const running = mine.filter(({ status }) => status === "RUNNING");
  if (isClosed(onboarding)) {
    mustHold(
      running.length === 0,
      () => `I9: ${id} is ${onboarding.progress.state} and its workflow runs on`,
    );
    return;
  }
  const all = mine.map(({ n, status, state }) => `${n} ${status} in ${state}`);
  const told = `its executions: ${all.join(", ")}; its task: ${JSON.stringify(task)}`;
  mustHold(running.length === 1, () => `I9: ${id} is open, nothing runs; ${told}`);
  const open = openStage(onboarding);
  mustHold(open !== null, () => `I9: ${id} is open, no stage is, and nothing is left to do; ${told}`);
  mustHold(
    task !== null && task.stage === open,
    () => `I9: ${id}: ${open} is open without its task; ${told}`,
  );
  mustHold(
    task !== null && running[0]?.token === task.token,
    () => `I9: ${id}: nobody waits for the task; ${told}`,
  );
}

/** What must hold once faults have stopped and time has passed. */
export async function checkQuiet(world: SimulatedWorld): Promise<void> {
  const { store, auditor } = world;
  const executions = world.engine.checked();
  for (const id of auditor.acceptedIds()) {
    mustHold(store.tables.onboardings.has(id), () => `I2: ${id} was accepted and is gone`);
  }
  for (const [id, rows] of store.tables.onboardings) {
    await checkLog(world, id, rows);
    if (!failedIn(rows)) checkWaiting(executions, id, rows);
  }
}

/** What must hold once everybody has done their part. */
export async function checkEnd(world: SimulatedWorld): Promise<void> {
  const executions = world.engine.checked();
  for (const [id, rows] of world.store.tables.onboardings) {
    await checkLog(world, id, rows);
    checkWaiting(executions, id, rows);
    const { progress } = rows.stored.onboarding;
    mustHold(
      isClosed(rows.stored.onboarding),
      () => `I2: ${id} could not be brought to its end: ${progress.state}`,
    );
    // A late invocation that died may leave a task behind whose token is long used: nobody waits for it.
    const waits = executions.some(({ token }) => token !== null && token === rows.task?.token);
    mustHold(!waits, () => `I9: ${id} has ended and the workflow still waits`);
  }
}
