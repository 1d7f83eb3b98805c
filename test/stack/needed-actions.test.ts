import { expect, test } from "vitest";
import type { Deployment, Resource } from "./deployment.ts";
import { neededActions } from "./needed-actions.ts";
import { readSdkCall } from "./sdk-call.ts";

const TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/t";
const KEY = "arn:aws:kms:eu-central-1:111122223333:key/k";

const table: Resource = {
  stack: "State",
  logicalId: "Table",
  type: "AWS::DynamoDB::Table",
  properties: { SSESpecification: { KMSMasterKeyId: KEY } },
  ref: "t",
  attributes: { Arn: TABLE },
};

const deployment: Deployment = {
  resources: [table],
  ofType: () => [],
  byId: (id) => (id === TABLE ? table : undefined),
  output: () => undefined,
  assetFolder: () => "",
};

function needs(target: string, body: object): readonly string[] {
  const call = readSdkCall({
    method: "POST",
    path: "/",
    headers: {
      authorization:
        "AWS4-HMAC-SHA256 Credential=tick.0/20261123/eu-central-1/dynamodb/aws4_request, Signature=x",
      "x-amz-target": `DynamoDB_20120810.${target}`,
    },
    body: Buffer.from(JSON.stringify(body)),
  });
  if (!call) throw new Error("no call");
  expect(call.caller).toBe("tick.0");
  return neededActions(call, deployment).map(({ action, resource }) => `${action} ${resource}`);
}

test("a query of an index needs the index", () => {
  expect(needs("Query", { TableName: "t", IndexName: "due" })).toEqual([
    `dynamodb:Query ${TABLE}/index/due`,
    `kms:Decrypt ${KEY}`,
  ]);
});

test("a transaction needs what each of its parts needs", () => {
  const TransactItems = [
    { Put: { TableName: "t" } },
    { Update: { TableName: "t" } },
    { Delete: { TableName: "t" } },
    { ConditionCheck: { TableName: "t" } },
  ];
  const actions = needs("TransactWriteItems", { TransactItems }).filter((need) =>
    need.startsWith("dynamodb"),
  );
  expect(actions.map((need) => need.split(" ")[0])).toEqual([
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
  ]);
});
