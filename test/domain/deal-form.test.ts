import { describe, expect, test } from "vitest";
import { changedFields, invalidFields } from "../../domain/deal-form.ts";
import { after, DAY, makeDealForm, T0 } from "../make.ts";
import { makeProgram } from "../make-program.ts";

const rule = makeProgram().firstDeal;
const invalid = (changes: Partial<ReturnType<typeof makeDealForm>>, now = T0) =>
  invalidFields(makeDealForm(changes), rule, now);

describe("a deal's form", () => {
  test("as it should be has no invalid field, also without a domain", () => {
    expect(invalid({})).toEqual([]);
    expect(invalid({ customerDomain: "", customerContact: "", nextSteps: "" })).toEqual([]);
  });

  test.each([
    [{ customerName: "X" }, "customerName"],
    [{ customerName: "X".repeat(201) }, "customerName"],
    [{ customerDomain: "no domain" }, "customerDomain"],
    [{ customerDomain: "localhost" }, "customerDomain"],
    [{ customerCountry: "Germany" }, "customerCountry"],
    [{ customerContact: "X".repeat(201) }, "customerContact"],
    [{ need: `short${" ".repeat(30)}` }, "need"],
    [{ value: 0 }, "value"],
    [{ value: 1.5 }, "value"],
    [{ value: 1e10 }, "value"],
    [{ value: Number.NaN }, "value"],
    [{ currency: "CHF" }, "currency"],
    [{ targetCloseDate: "31.03.2027" }, "targetCloseDate"],
    [{ targetCloseDate: "2027-02-30" }, "targetCloseDate"],
    [{ targetCloseDate: "2027-13-01" }, "targetCloseDate"],
    [{ targetCloseDate: "2026-08-20" }, "targetCloseDate"],
    [{ nextSteps: "X".repeat(2001) }, "nextSteps"],
  ])("with %o is refused in that field", (changes, field) => {
    expect(invalid(changes)).toEqual([field]);
  });

  test("may close today, wherever today is", () => {
    expect(invalid({ targetCloseDate: "2026-09-01" }, after(DAY))).toEqual([]);
  });

  test("shows in which fields it was changed", () => {
    expect(changedFields(makeDealForm(), makeDealForm({ value: 1, need: "?" }))).toEqual(["need", "value"]);
  });
});
