import { readFile } from "node:fs/promises";
import { deployWorkflow } from "../../local/engine-workflow.ts";
import { openEngine } from "../../local/engine/engine.ts";
import type { Engine } from "../../local/engine/engine.ts";

const DEFINITION = new URL("../../workflows/onboarding.asl.json", import.meta.url);

// By hand, and not with zod: the time that takes to load would be counted as the engine's.
function tokenIn(payload: unknown): string {
  const token = typeof payload === "object" && payload !== null && "token" in payload ? payload.token : null;
  if (typeof token !== "string") throw new Error("a stage without a token");
  return token;
}

/** The product's own workflow on an engine of its own; its functions do nothing but tell of the stage's token. */
export async function openBareEngine(file: string, onStage: (token: string) => void): Promise<Engine> {
  const engine = openEngine({
    file,
    clock: Date.now,
    resources: {
      "open-stage": (payload) => onStage(tokenIn(payload)),
      finish: () => null,
    },
    onFault: (fault) => process.stderr.write(`engine: ${String(fault)}\n`),
  });
  await deployWorkflow(engine, await readFile(DEFINITION, "utf8"));
  engine.start();
  return engine;
}

/** Starts the n-th execution. */
export const start = (engine: Engine, n: number) =>
  engine.startExecution({
    stateMachine: "onboarding",
    name: `bench.${n}-1`,
    input: JSON.stringify({ onboardingId: `bench.${n}`, n: 1 }),
  });

export const succeed = (engine: Engine, taskToken: string) =>
  engine.sendTaskSuccess({ taskToken, output: '{"outcome":"completed"}' });
