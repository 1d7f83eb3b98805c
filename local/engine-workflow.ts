import {
  executionInput,
  executionName,
  readExecutionName,
  SETTLED_TOKEN,
} from "../adapters/execution-name.ts";
import { instant } from "../domain/ids.ts";
import type { ClosedExecution, Workflow } from "../domain/ports.ts";
import { executionArn } from "./engine/arn.ts";
import { EngineError } from "./engine/engine-error.ts";
import type { Engine } from "./engine/engine.ts";

const MACHINE = "onboarding";

async function unless(names: readonly string[], work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (fault) {
    if (!(fault instanceof EngineError) || !names.includes(fault.name)) throw fault;
  }
}

/** The workflow port on our own engine. */
export function engineWorkflow(engine: Engine): Workflow {
  return {
    start: (id, n) =>
      unless(
        ["ExecutionAlreadyExists"],
        engine.startExecution({
          stateMachine: MACHINE,
          name: executionName(id, n),
          input: executionInput(id, n),
        }),
      ),
    async isRunning(id, n) {
      try {
        return engine.describeExecution(executionArn(MACHINE, executionName(id, n))).status === "RUNNING";
      } catch (fault) {
        if (fault instanceof EngineError && fault.name === "ExecutionDoesNotExist") return null;
        throw fault;
      }
    },
    succeed: (taskToken, output) =>
      unless(SETTLED_TOKEN, engine.sendTaskSuccess({ taskToken, output: JSON.stringify(output) })),
    fail: (taskToken, error, cause) =>
      unless(SETTLED_TOKEN, engine.sendTaskFailure({ taskToken, error, cause })),
    async closedSince(since) {
      const closed: ClosedExecution[] = [];
      let nextToken: string | undefined;
      do {
        const page = engine.listExecutions({
          stateMachine: MACHINE,
          stoppedFrom: since,
          maxResults: 1000,
          ...(nextToken === undefined ? {} : { nextToken }),
        });
        for (const { name, status, stoppedAt } of page.executions) {
          const execution = readExecutionName(name);
          if (!execution || stoppedAt === undefined) continue;
          if (status === "RUNNING" || status === "SUCCEEDED") continue;
          closed.push({ ...execution, status, stoppedAt: instant(stoppedAt) });
        }
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return closed;
    },
  };
}

/** Puts the definition into the engine, its functions named as the resources are. */
export const deployWorkflow = (engine: Engine, definition: string) =>
  engine.createStateMachine({
    name: MACHINE,
    definition,
    substitutions: { OpenStage: "open-stage", Finish: "finish" },
  });
