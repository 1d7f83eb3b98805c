import type { Clock } from "../domain/world.ts";

/** What was published or changed counts after this at the latest (docs/aws.md), so little may be remembered longer. */
export const A_SECOND = 1000;

export interface Briefly<K, V> {
  (key: K): Promise<V | null>;
  /** Looks again whatever is remembered. */
  fresh(key: K): Promise<V | null>;
}

/** Remembers what a look-up found for `ms`. What it did not find is looked for every time, so guesses fill nothing. */
export function briefly<K, V>(find: (key: K) => Promise<V | null>, clock: Clock, ms: number): Briefly<K, V> {
  const found = new Map<K, { readonly value: V; readonly until: number }>();
  const fresh = async (key: K): Promise<V | null> => {
    const value = await find(key);
    if (value === null) found.delete(key);
    else found.set(key, { value, until: clock() + ms });
    return value;
  };
  const look = async (key: K): Promise<V | null> => {
    const known = found.get(key);
    // A clock that was set back must not keep anything longer.
    return known && known.until > clock() && known.until - ms <= clock() ? known.value : fresh(key);
  };
  return Object.assign(look, { fresh });
}
