import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import { allows, oneOrMore, statementSchema } from "./role-policy.ts";
import type { Statement } from "./role-policy.ts";

const policySchema = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.object({
    Statement: z.array(
      statementSchema.extend({
        Principal: z.union([
          z.literal("*"),
          z.strictObject({ AWS: oneOrMore }),
          z.strictObject({ Service: oneOrMore }),
        ]),
      }),
    ),
  }),
});

type Principal = z.infer<typeof policySchema>["PolicyDocument"]["Statement"][number]["Principal"];

/** A service of AWS that does something for a resource of the template. */
export interface Sender {
  readonly service: string;
  readonly sourceArn: string;
}

function isAbout(principal: Principal, { service }: Sender): boolean {
  if (principal === "*") return true;
  return "AWS" in principal ? principal.AWS.includes("*") : principal.Service.includes(service);
}

/** Whether the policies of a queue let a service send to it: one allows it, and none forbids it. */
export function mayUseQueue(deployment: Deployment, arn: string, sender: Sender): boolean {
  const url = deployment.byId(arn)?.ref;
  const statements: readonly Statement[] = deployment
    .ofType("AWS::SQS::QueuePolicy")
    .map(({ properties }) => policySchema.parse(properties))
    .filter(({ Queues }) => Queues.some((queue) => queue === url))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .filter(({ Principal }) => isAbout(Principal, sender));
  const context = { "aws:SecureTransport": "true", "aws:SourceArn": sender.sourceArn };
  return allows(statements, { action: "sqs:SendMessage", resource: arn, context });
}
