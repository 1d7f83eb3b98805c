import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { lambdaHandler } from "../../adapters/lambda-handler.ts";
import { lambdaWorkflow } from "../../adapters/lambda-workflow.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { makeChange } from "../change.ts";
import { resumeWorkflow } from "../resume-workflow.ts";
import { openStage } from "./open-stage.ts";
import { parseStageEntered } from "./stage-entered.ts";

async function open() {
  const workflow = lambdaWorkflow();
  const world = await openLambdaWorld(bucketDocuments());
  return openStage({ ...world, change: makeChange(world), resume: resumeWorkflow({ ...world, workflow }) });
}

export const handler = lambdaHandler(open, async (enter, event: unknown) => enter(parseStageEntered(event)));
