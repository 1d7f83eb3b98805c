import { App } from "aws-cdk-lib";
import { AppStack } from "./app-stack.ts";
import { bundleFunctions } from "./bundle-functions.ts";
import { refuseFindings } from "./checks.ts";
import { readSettings } from "./settings.ts";
import { StateStack } from "./state-stack.ts";

const app = new App({
  analyticsReporting: false,
  // Here rather than in cdk.json, so that it is the same template without the CDK's command line.
  context: {
    "@aws-cdk/aws-s3:createDefaultLoggingPolicy": true,
    "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy": true,
    "@aws-cdk/aws-events:eventsTargetQueueSameAccount": true,
    "@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard": true,
    "@aws-cdk/core:checkSecretUsage": true,
    "@aws-cdk/core:validateAgainstDefaultRules": true,
    "@aws-cdk/core:defaultCrossStackReferences": "strong",
  },
});
refuseFindings(app);

const settings = readSettings(app.node);
const name = `PartnerOnboarding-${settings.stage}`;
const state = new StateStack(app, `${name}-State`, { settings, terminationProtection: true });
new AppStack(app, `${name}-App`, { settings, state, bundles: await bundleFunctions() });
app.synth();
