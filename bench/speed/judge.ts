import type { Budget } from "./figures.ts";

export type Verdict = "aim met" | "within budget" | "missed";

/** How many times better than the limit: below 1 it is missed. */
export const room = (measured: number, { limit, value }: Budget): number =>
  limit === "at_least" ? measured / value : value / measured;

export function judge(measured: number, budget: Budget): Verdict {
  if (room(measured, budget) < 1) return "missed";
  const { aim } = budget;
  return aim !== undefined && room(measured, { ...budget, value: aim }) >= 1 ? "aim met" : "within budget";
}
