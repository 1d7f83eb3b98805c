import { expect, test } from "vitest";
import type { Deployment, Resource } from "./deployment.ts";
import { mayUseQueue } from "./queue-policy.ts";

const QUEUE = "arn:aws:sqs:eu-central-1:111122223333:queue";
const RULE = "arn:aws:events:eu-central-1:111122223333:rule/ours";

const resource = (type: string, given: Partial<Resource>): Resource => ({
  stack: "App",
  logicalId: type,
  type,
  ref: type,
  attributes: {},
  properties: {},
  ...given,
});

const SSL = {
  Effect: "Deny",
  Principal: { AWS: "*" },
  Action: "sqs:*",
  Resource: QUEUE,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
};
const SEND = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: ["sqs:SendMessage"],
  Resource: QUEUE,
  Condition: { ArnEquals: { "aws:SourceArn": RULE } },
};

/** A deployment of one queue with this policy. */
function deployment(...Statement: readonly object[]): Deployment {
  const queue = resource("AWS::SQS::Queue", { ref: "https://queue", attributes: { Arn: QUEUE } });
  const properties = { Queues: ["https://queue"], PolicyDocument: { Statement } };
  const resources = [queue, resource("AWS::SQS::QueuePolicy", { properties })];
  return {
    resources,
    ofType: (...types) => resources.filter(({ type }) => types.includes(type)),
    byId: (id) => resources.find(({ attributes }) => attributes["Arn"] === id),
    output: () => undefined,
    assetFolder: () => "",
  };
}

const rule = { service: "events.amazonaws.com", sourceArn: RULE };

test("a rule sends where a statement names it, and the demand for TLS does not keep it out", () => {
  expect(mayUseQueue(deployment(SSL, SEND), QUEUE, rule)).toBe(true);
});

test.each([
  ["there is no such statement", deployment(SSL), rule],
  ["it names another rule", deployment(SSL, SEND), { ...rule, sourceArn: `${RULE}-other` }],
  ["it names another service", deployment(SSL, SEND), { ...rule, service: "sns.amazonaws.com" }],
  ["it allows something else", deployment({ ...SEND, Action: "sqs:ReceiveMessage" }), rule],
  ["another one forbids it", deployment({ ...SSL, Condition: {} }, SEND), rule],
])("it does not where %s", (_, given, sender) => {
  expect(mayUseQueue(given, QUEUE, sender)).toBe(false);
});
