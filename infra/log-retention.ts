import { RetentionDays } from "aws-cdk-lib/aws-logs";
import type { Settings } from "./settings.ts";

/** The functions' logs hold the anchors of the onboardings' own logs, so in production they outlive an execution. */
export const logRetention = ({ stage }: Settings): RetentionDays =>
  stage === "prod" ? RetentionDays.THIRTEEN_MONTHS : RetentionDays.ONE_MONTH;
