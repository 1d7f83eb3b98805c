import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dealKeys, duplicatesOf, normalizedName, similarity } from "../../domain/duplicate.ts";
import { makeDealForm } from "../make.ts";
import { ID } from "./run.ts";

const other = (changes: Partial<ReturnType<typeof makeDealForm>> = {}, record = "acme.aaaaaaaa#1") => {
  const { customerName, customerDomain, customerCountry } = makeDealForm(changes);
  return { record, customerName, customerDomain, customerCountry };
};
const rules = (candidate: ReturnType<typeof other>, form = makeDealForm()) =>
  duplicatesOf(form, [candidate], ID).map(({ rule }) => rule);

describe("a company's name", () => {
  test.each([
    ["Müller & Söhne GmbH & Co. KG", "muller sohne"],
    ["MÜLLER   Söhne", "muller sohne"],
    ["Straßenbau AG", "strassenbau"],
    ["Acme, Inc.", "acme"],
    ["GmbH", "gmbh"],
    ["søag", "søag"],
    ["株式会社 例", "株式会社 例"],
    ["☃ ☃", "☃ ☃"],
  ])("%s is compared as %s", (name, normalized) => {
    expect(normalizedName(name)).toBe(normalized);
  });
});

describe("a registration is a duplicate", () => {
  test("by domain, the strongest rule", () => {
    expect(rules(other({ customerDomain: "BERGMANN.example" }))).toEqual(["same_domain"]);
  });

  test("by name and country", () => {
    expect(rules(other({ customerDomain: "other.example" }))).toEqual(["same_name_and_country"]);
    expect(rules(other({ customerDomain: "" }), makeDealForm({ customerDomain: "" }))).toEqual([
      "same_name_and_country",
    ]);
  });

  test("by a similar name that begins alike, also in another country", () => {
    expect(rules(other({ customerDomain: "", customerCountry: "AT" }))).toEqual(["similar_name"]);
    expect(rules(other({ customerDomain: "", customerName: "Bergman Maschinenbau" }))).toEqual([
      "similar_name",
    ]);
    expect(rules(other({ customerDomain: "", customerName: "Berg Mann Maschinenbau" }))).toEqual([
      "similar_name",
    ]);
  });

  test("not by a name that only sounds a little like it", () => {
    expect(rules(other({ customerDomain: "", customerName: "Bergmann Logistik" }))).toEqual([]);
  });

  test("not of one's own earlier registration", () => {
    expect(rules(other({}, `${ID}#1`))).toEqual([]);
  });
});

test("a form without name and domain is found by nothing", () => {
  expect(dealKeys({ customerName: " ", customerDomain: "" })).toEqual([]);
});

describe("similarity", () => {
  const name = fc.string({ maxLength: 12, unit: fc.constantFrom("a", "b", "c", " ", "ü") });

  test("is symmetric, between 0 and 1, and 1 for the same", () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(similarity(a, b)).toBe(similarity(b, a));
        expect(similarity(a, b)).toBeGreaterThanOrEqual(0);
        expect(similarity(a, b)).toBeLessThanOrEqual(1);
        expect(similarity(a, a)).toBe(1);
      }),
    );
  });

  test("of single letters is all or nothing", () => {
    expect(similarity("a", "a")).toBe(1);
    expect(similarity("a", "b")).toBe(0);
  });
});

test("two registrations that any rule finds share a key", () => {
  const word = fc.constantFrom(
    "berg",
    "bergmann",
    "bau",
    "Bau",
    "GmbH",
    "ag",
    "ß",
    "ss",
    "é",
    "☃",
    "&",
    "s.",
    "x",
  );
  const named = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(" "));
  const varied = fc
    .tuple(named, fc.nat(12), fc.constantFrom("", "x", " ", "-"))
    .map(([text, at, more]) => text.slice(0, at) + more + text.slice(at));
  const customer = fc.record({
    customerName: fc.oneof(named, varied, fc.string({ minLength: 2 })),
    customerDomain: fc.constantFrom("", "a.example", "A.example", "b.example"),
    customerCountry: fc.constantFrom("DE", "AT"),
  });
  let found = 0;
  fc.assert(
    fc.property(customer, customer, (mine, theirs) => {
      const form = makeDealForm(mine);
      const reasons = duplicatesOf(form, [{ record: "acme.aaaaaaaa#1", ...theirs }], ID);
      if (reasons.length === 0) return;
      found++;
      expect(dealKeys(form).filter((key) => dealKeys(theirs).includes(key))).not.toEqual([]);
    }),
    { numRuns: 1500 },
  );
  expect(found).toBeGreaterThan(100);
});
