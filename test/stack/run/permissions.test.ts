import { beforeAll, describe, expect, inject, test } from "vitest";
import type { Proof } from "../proof.ts";
import { tellStack } from "../stack-control.ts";
import { EXPLAINED } from "./explained-grants.ts";

/** Routes that no story takes. */
const NOT_TAKEN: Readonly<Record<string, string>> = {};

let proof: Proof;

beforeAll(async () => {
  proof = await tellStack(inject("stack"), { do: "proof" });
});

/** What the list does not explain, and what in the list explains nothing any more. */
const unexplained = (grants: readonly string[]) => ({
  grants: grants.filter((grant) => !EXPLAINED.some((each) => each.grant.test(grant))),
  reasons: EXPLAINED.filter((each) => !grants.some((grant) => each.grant.test(grant))).map(({ why }) => why),
});

describe("after all stories", () => {
  test("no function was denied anything it asked for", () => {
    expect(proof.denied).toEqual([]);
  });

  test("every action a role allows was used, or is explained", () => {
    expect(unexplained(proof.unusedGrants)).toEqual({ grants: [], reasons: [] });
  });

  test("every variable a function is given is mentioned in its bundle", () => {
    expect(proof.unusedVariables).toEqual([]);
  });

  test("every route was taken, or is explained", () => {
    expect(proof.unusedRoutes).toEqual(Object.keys(NOT_TAKEN).toSorted());
  });
});
