import { readFileSync } from "node:fs";
import { onTestFinished } from "vitest";
import type { Workflow } from "../domain/ports.ts";
import { deployWorkflow, engineWorkflow } from "../local/engine-workflow.ts";
import { executionArn } from "../local/engine/arn.ts";
import { openEngine, type Engine } from "../local/engine/engine.ts";
import type { OpenWorkflow } from "./contracts/workflow-contract.ts";
import { T0 } from "./make.ts";

const DEFINITION = readFileSync(new URL("../workflows/onboarding.asl.json", import.meta.url), "utf8");

/** Our definition in the engine, on a clock that the test moves, behind the port that `adapterFor` makes of it. */
export async function openWorkflow(
  adapterFor: (engine: Engine) => Promise<Workflow> | Workflow = engineWorkflow,
): Promise<OpenWorkflow> {
  const entered: string[] = [];
  let now: number = T0;
  let token = "";
  let finished = 0;
  const engine = openEngine({
    file: ":memory:",
    clock: () => now,
    resources: {
      "open-stage"(payload) {
        const called: { stage: string; n: number; token: string } = Object(payload);
        entered.push(`${called.stage} ${called.n}`);
        ({ token } = called);
      },
      finish() {
        finished += 1;
        return {};
      },
    },
  });
  onTestFinished(() => engine.close());
  await deployWorkflow(engine, DEFINITION);
  return {
    workflow: await adapterFor(engine),
    entered: () => entered,
    token: () => token,
    finished: () => finished,
    async pass(ms) {
      now += ms;
      await engine.run();
    },
    async stop(id, n) {
      await engine.stopExecution({ executionArn: executionArn("onboarding", `${id}-${n}`) });
    },
  };
}
