import { SFNClient } from "@aws-sdk/client-sfn";
import * as z from "zod/mini";
import type { Workflow } from "../domain/ports.ts";
import { AWS_PATIENCE } from "./aws-patience.ts";
import { readEnv } from "./lambda-env.ts";
import { sfnWorkflow } from "./sfn-workflow.ts";

/** The state machine that the environment names. */
export const lambdaWorkflow = (): Workflow =>
  sfnWorkflow(
    new SFNClient(AWS_PATIENCE),
    readEnv({ STATE_MACHINE: z.string().check(z.startsWith("arn:")) }).STATE_MACHINE,
  );
