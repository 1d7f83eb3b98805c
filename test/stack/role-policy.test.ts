import { expect, test } from "vitest";
import { allows } from "./role-policy.ts";
import type { Statement } from "./role-policy.ts";

const TABLE = "arn:aws:dynamodb:eu-central-1:111122223333:table/t";

const statement = (given: Partial<Statement>): Statement => ({
  Effect: "Allow",
  Action: ["dynamodb:GetItem"],
  Resource: [TABLE],
  ...given,
});

test("what no statement allows is not allowed", () => {
  expect(allows([], { action: "dynamodb:GetItem", resource: TABLE })).toBe(false);
  expect(allows([statement({})], { action: "dynamodb:GetItem", resource: TABLE })).toBe(true);
  expect(allows([statement({})], { action: "dynamodb:PutItem", resource: TABLE })).toBe(false);
});

test("a table's index is another resource, unless a wildcard covers it", () => {
  const query = { action: "dynamodb:Query", resource: `${TABLE}/index/due` };
  expect(allows([statement({ Action: ["dynamodb:Query"] })], query)).toBe(false);
  expect(allows([statement({ Action: ["dynamodb:Q*"], Resource: [`${TABLE}/index/*`] })], query)).toBe(true);
});

test("what is forbidden stays so, whatever else allows it", () => {
  const forbids = statement({ Effect: "Deny", Action: ["dynamodb:*"], Resource: ["*"] });
  expect(allows([statement({}), forbids], { action: "dynamodb:GetItem", resource: TABLE })).toBe(false);
});

test("a condition must hold, and one that is not known is refused by name", () => {
  const resource = "arn:aws:kms:eu-central-1:111122223333:key/k";
  const viaTable = statement({
    Action: ["kms:Decrypt"],
    Resource: [resource],
    Condition: { StringEquals: { "kms:ViaService": "dynamodb.eu-central-1.amazonaws.com" } },
  });
  const via = (service: string) => ({
    action: "kms:Decrypt",
    resource,
    context: { "kms:ViaService": `${service}.eu-central-1.amazonaws.com` },
  });
  expect(allows([viaTable], via("dynamodb"))).toBe(true);
  expect(allows([viaTable], via("s3"))).toBe(false);
  const odd = statement({ Condition: { DateLessThan: { "aws:CurrentTime": "2030" } } });
  expect(() => allows([odd], { action: "dynamodb:GetItem", resource: TABLE })).toThrow("DateLessThan");
});
