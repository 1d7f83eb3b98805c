import { App, Stack } from "aws-cdk-lib";
import { LogGroup, RetentionDays } from "aws-cdk-lib/aws-logs";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import { expect, test } from "vitest";
import { refuseFindings } from "../../infra/checks.ts";
import { temporaryFolder } from "../temporary-folder.ts";

function synthesizeWith(make: (scope: Construct) => void): () => unknown {
  const app = new App({ analyticsReporting: false, outdir: temporaryFolder() });
  refuseFindings(app);
  make(new Stack(app, "Stack"));
  return () => app.synth();
}

test("a finding of AwsSolutions ends the synthesis", () => {
  expect(synthesizeWith((scope) => new Bucket(scope, "Open"))).toThrow("AwsSolutions-S10");
});

test("a finding of Serverless ends the synthesis", () => {
  const queue = synthesizeWith((scope) => new Queue(scope, "Queue", { enforceSSL: true }));
  expect(queue).toThrow("Serverless-SQSRedrivePolicy");
});

test("without a finding there is a template", () => {
  const log = synthesizeWith((scope) => new LogGroup(scope, "Log", { retention: RetentionDays.ONE_DAY }));
  expect(log).not.toThrow();
});
