import { LambdaClient } from "@aws-sdk/client-lambda";
import * as z from "zod/mini";
import { bucketDocuments } from "../../adapters/lambda-documents.ts";
import { readBaseUrl, readEnv } from "../../adapters/lambda-env.ts";
import { lambdaPdfMaker } from "../../adapters/lambda-pdf-maker.ts";
import { lambdaSigner } from "../../adapters/lambda-signer.ts";
import { wakeHandler } from "../../adapters/lambda-wakes.ts";
import { lambdaWorkflow } from "../../adapters/lambda-workflow.ts";
import { openLambdaWorld } from "../../adapters/lambda-world.ts";
import { sesClient, sesMailer } from "../../adapters/ses-mailer.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { makeChange } from "../change.ts";
import { rememberedVendors } from "../remembered-vendors.ts";
import { resumeWorkflow } from "../resume-workflow.ts";
import { noting } from "../troubles.ts";
import { tryEffects } from "../try-effects.ts";
import { dispatchLanes } from "./dispatch-lanes.ts";
import { untilUnchanged } from "./until-unchanged.ts";

export const handler = wakeHandler(async () => {
  const env = readEnv({ MAKE_PDF: z.string(), CONFIGURATION_SET: z.optional(z.string()) });
  const baseUrl = readBaseUrl();
  const workflow = lambdaWorkflow();
  const changed = new Set<OnboardingId>();
  const goesOn = (id: OnboardingId) => void changed.add(id);
  const world = rememberedVendors(await openLambdaWorld(bucketDocuments(), { entersTerms: true, goesOn }));
  const lanes = dispatchLanes({
    ...world,
    workflow,
    mailer: sesMailer({ client: sesClient(), configurationSet: env.CONFIGURATION_SET ?? null }),
    pdfMaker: lambdaPdfMaker(new LambdaClient(), env.MAKE_PDF),
    credentials: lambdaSigner(world),
    change: makeChange(world),
    resume: resumeWorkflow({ ...world, workflow }),
    baseUrl,
  });
  return noting(world, untilUnchanged(changed, tryEffects(world, lanes)));
});
