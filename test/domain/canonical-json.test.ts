import * as fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalJson } from "../../domain/canonical-json.ts";

test("keys are sorted at every depth, and nothing is written for undefined members", () => {
  expect(canonicalJson({ b: [1, { d: null, c: "x" }], a: undefined, A: true })).toBe(
    '{"A":true,"b":[1,{"c":"x","d":null}]}',
  );
  expect(canonicalJson([undefined])).toBe("[null]");
});

test("the order in which members were written makes no difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).toReversed());
      expect(canonicalJson(reversed)).toBe(canonicalJson(value));
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
