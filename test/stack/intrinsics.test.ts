import { expect, test } from "vitest";
import { resolverFor, UnknownInTemplate } from "./intrinsics.ts";

const resolve = resolverFor({
  ref: (id) => ({ Table: "table-1", "AWS::Region": "eu-central-1" })[id],
  attribute: (id, name) => `${id}!${name}`,
  imported: (name) => `of ${name}`,
  condition: (name) => name === "Yes",
});

test("works out references inside texts, lists and objects", () => {
  expect(
    resolve({
      Name: { Ref: "Table" },
      Arn: { "Fn::GetAtt": ["Table", "Arn"] },
      Joined: { "Fn::Join": ["", ["arn:", { Ref: "AWS::Region" }, ":", { "Fn::ImportValue": "Other" }]] },
      Sub: { "Fn::Sub": "${AWS::Region}/${Table.Arn}/${!Kept}" },
      SubWith: { "Fn::Sub": ["${A}-b", { A: { Ref: "Table" } }] },
      Second: { "Fn::Select": [1, { "Fn::Split": ["-", { Ref: "Table" }] }] },
      List: [{ "Fn::If": ["Yes", 1, 2] }, { "Fn::If": ["No", 1, { Ref: "AWS::NoValue" }] }],
      Missing: { Ref: "AWS::NoValue" },
    }),
  ).toEqual({
    Name: "table-1",
    Arn: "Table!Arn",
    Joined: "arn:eu-central-1:of Other",
    Sub: "eu-central-1/Table!Arn/${Kept}",
    SubWith: "table-1-b",
    Second: "1",
    List: [1],
  });
});

test("a policy's condition is no intrinsic", () => {
  const policy = { Condition: { StringEquals: { a: { Ref: "Table" } } } };
  expect(resolve(policy)).toEqual({ Condition: { StringEquals: { a: "table-1" } } });
});

test("refuses by name what it does not know", () => {
  expect(() => resolve({ "Fn::Cidr": ["10.0.0.0/8", 2] })).toThrow(UnknownInTemplate);
  expect(() => resolve({ "Fn::Cidr": ["10.0.0.0/8", 2] })).toThrow("Fn::Cidr");
});
