/** The value that `share` of the values do not exceed (nearest rank). Throws when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error("no values");
  return found;
}

/** The middle value, or halfway between the two in the middle. Throws when there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  const [low, high = low] = middle;
  if (low === undefined || high === undefined) throw new Error("no values");
  return (low + high) / 2;
}
