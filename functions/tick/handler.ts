import { LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { AWS_PATIENCE } from "../../adapters/aws-patience.ts";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readEnv } from "../../adapters/lambda-env.ts";
import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { count, told } from "../../adapters/lambda-log.ts";
import { lambdaWaker } from "../../adapters/lambda-waker.ts";
import { lambdaWorkflow } from "../../adapters/lambda-workflow.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { makeChange } from "../change.ts";
import { tick, type TickDeps } from "./tick.ts";

const MINUTE = 60_000;
/** Of the invocation's time, for what comes after the due work. */
const REST = 1.5 * MINUTE;

async function open() {
  const env = readEnv({ DISPATCH: z.string(), DELIVER: z.string() });
  const workflow = lambdaWorkflow();
  const world = await openLambdaWorld(bucketDocuments());
  const wakeAll = lambdaWaker(new LambdaClient(AWS_PATIENCE), [env.DISPATCH, env.DELIVER]);
  return { ...world, workflow, change: makeChange(world), wakeAll };
}

const onFault: TickDeps["onFault"] = (onboarding, fault) => {
  count("TickFaults");
  told("tick", { onboarding })(fault);
};

export const handler = lambdaHandler(open, async ({ wakeAll, ...deps }, _event: unknown, invocation) => {
  const woken = new Set<OnboardingId>();
  const wake = (id: OnboardingId): void => void woken.add(id);
  const goesOn = (): boolean => invocation.getRemainingTimeInMillis() > REST;
  try {
    await tick({ ...deps, wake, goesOn, funnelEvery: 60 * MINUTE, onFault })();
  } finally {
    await wakeAll([...woken]);
  }
});
