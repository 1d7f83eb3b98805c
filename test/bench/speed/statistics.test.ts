import { describe, expect, test } from "vitest";
import { median, quantile } from "../../../bench/speed/statistics.ts";

describe("the median", () => {
  test("is the middle one of an odd number of values, in whatever order they come", () => {
    expect(median([9, 1, 5])).toBe(5);
  });

  test("lies halfway between the two in the middle of an even number", () => {
    expect(median([10, 1, 2, 4])).toBe(3);
  });

  test("sorts as numbers, not as text", () => {
    expect(median([100, 9, 20])).toBe(20);
  });

  test("leaves the values as they were", () => {
    const values = [3, 1, 2];
    median(values);
    expect(values).toEqual([3, 1, 2]);
  });

  test("of nothing is a fault", () => {
    expect(() => median([])).toThrow("no values");
  });
});

describe("a quantile", () => {
  const hundred = Array.from({ length: 100 }, (_, n) => 100 - n);

  test("is the value that this share does not exceed", () => {
    expect(quantile(hundred, 0.5)).toBe(50);
    expect(quantile(hundred, 0.95)).toBe(95);
    expect(quantile(hundred, 0.99)).toBe(99);
  });

  test("reaches from the least to the greatest value", () => {
    expect(quantile(hundred, 0)).toBe(1);
    expect(quantile(hundred, 1)).toBe(100);
  });

  test("of nothing is a fault", () => {
    expect(() => quantile([], 0.5)).toThrow("no values");
  });
});
