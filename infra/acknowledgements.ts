import { Stack, Validations } from "aws-cdk-lib";
import type { IConstruct } from "constructs";
import { z } from "zod";

/** The rules of cdk-nag we do not follow, and why. test/infra names the test of what stands in for each. */
const REASONS = {
  "AwsSolutions-APIG4":
    "Each face checks its caller itself: webhooks by signature, the API by key, partners by link, operators by session. What is public (documentation, keys, status lists, certificates, assets) can only be read.",
  "AwsSolutions-COG8":
    "The Plus plan costs 40 times as much per operator; the second factor is required and nobody signs up alone.",
  "AwsSolutions-IAM5":
    "X-Ray, delivery of logs, and mail to whom it may concern have no narrower name; objects and executions are named when they are made.",
  "AwsSolutions-SMG4":
    "A new master key ends every link and session and leaves the logs unverifiable, so it never rotates; the key it lies under does.",
  "Serverless-LambdaDLQ":
    "Only invoked synchronously: whoever called gets the error, and nothing is queued that could be lost.",
  "Serverless-SQSRedrivePolicy":
    "These are the dead-letter queues: there is nowhere further to send to, and each has an alarm.",
} as const;

/** Takes a finding as it is, with its reason. */
export function acknowledge(scope: IConstruct, rule: keyof typeof REASONS): void {
  Validations.of(scope).acknowledge({ id: rule, reason: REASONS[rule] });
}

/** Lets a role's policy name these resources, those of them with a wildcard. */
export function acknowledgeWildcards(role: IConstruct, resources: readonly string[]): void {
  const stack = Stack.of(role);
  const ids = resources
    .map((resource) => asReported(stack.resolve(resource)))
    .filter((resource) => resource.includes("*"))
    .map((resource) => `AwsSolutions-IAM5[Resource::${resource}]`);
  if (ids.length === 0) return;
  const reason = REASONS["AwsSolutions-IAM5"];
  Validations.of(role).acknowledge(...ids.map((id) => ({ id, reason })));
}

const partSchema: z.ZodType<string> = z.lazy(() =>
  z.union([
    z.string(),
    z.object({ Ref: z.string() }).transform(({ Ref }) => `<${Ref}>`),
    z
      .object({ "Fn::GetAtt": z.tuple([z.string(), z.string()]) })
      .transform(({ "Fn::GetAtt": [id, attribute] }) => `<${id}.${attribute}>`),
    z.object({ "Fn::ImportValue": z.string() }).transform((value) => value["Fn::ImportValue"]),
    z
      .object({ "Fn::Join": z.tuple([z.string(), z.array(partSchema)]) })
      .transform(({ "Fn::Join": [by, parts] }) => parts.join(by)),
  ]),
);

/** A resolved ARN as cdk-nag writes it in a finding. */
const asReported = (arn: unknown): string => partSchema.parse(arn);
