import { describe, expect, test } from "vitest";
import type { Budget } from "../../../bench/speed/figures.ts";
import { judge, room } from "../../../bench/speed/judge.ts";

const atLeast: Budget = { limit: "at_least", value: 0.25, aim: 0.5 };
const atMost: Budget = { limit: "at_most", value: 150 };

describe("judging by a budget", () => {
  test("what must not fall below it is missed below, and kept at it", () => {
    expect(judge(0.249, atLeast)).toBe("missed");
    expect(judge(0.25, atLeast)).toBe("within budget");
  });

  test("the aim is met from the aim on", () => {
    expect(judge(0.499, atLeast)).toBe("within budget");
    expect(judge(0.5, atLeast)).toBe("aim met");
  });

  test("what must not rise above it is missed above, and kept at it", () => {
    expect(judge(151, atMost)).toBe("missed");
    expect(judge(150, atMost)).toBe("within budget");
  });

  test("an aim below what is allowed at most is met from there down", () => {
    expect(judge(120, { ...atMost, aim: 100 })).toBe("within budget");
    expect(judge(100, { ...atMost, aim: 100 })).toBe("aim met");
  });
});

test("room is how many times better than the limit, whichever way better lies", () => {
  expect(room(0.5, atLeast)).toBe(2);
  expect(room(75, atMost)).toBe(2);
  expect(room(300, atMost)).toBe(0.5);
});
