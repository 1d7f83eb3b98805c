import type { Instant } from "../../domain/ids.ts";

const MOST_KEYS = 10_000;

/** Counts per key in a window. Kept in memory: it spares work, and no safety depends on it. */
export interface Limiter {
  /** Counts one more. `false`: that is more than allowed. */
  take(key: string, now: Instant): boolean;
}

export function limiter({ max, windowMs }: { readonly max: number; readonly windowMs: number }): Limiter {
  const windows = new Map<string, { readonly since: Instant; count: number }>();
  return {
    take(key, now) {
      const known = windows.get(key);
      if (known && now < known.since + windowMs) {
        known.count += 1;
        return known.count <= max;
      }
      windows.delete(key);
      const [oldest] = windows.keys();
      if (windows.size >= MOST_KEYS && oldest !== undefined) windows.delete(oldest);
      windows.set(key, { since: now, count: 1 });
      return true;
    },
  };
}
