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
import { makeChange } from "../change.ts";
import { tick, type TickDeps, type TickPart } from "./tick.ts";

const MINUTE = 60_000;
/** How much of its 15 minutes each part leaves. Ticks overlap: what is due and not reached is the next one's as well. */
const LEFT: Readonly<Record<TickPart, number>> = {
  due: 11 * MINUTE,
  successors: 7 * MINUTE,
  funnels: MINUTE,
};

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

export const handler = lambdaHandler(open, async (deps, _event: unknown, invocation) => {
  const goesOn = (part: TickPart): boolean => invocation.getRemainingTimeInMillis() > LEFT[part];
  await tick({ ...deps, goesOn, funnelEvery: 60 * MINUTE, onFault })();
});
