const LONGEST_SLEEP = 60_000;

/** One timer, for the earliest time it was set to. It sleeps a minute at most, since a clock may be moved. */
export function alarm(clock: () => number, ring: () => void) {
  let set: { at: number; timer: NodeJS.Timeout } | undefined;

  function clear(): void {
    clearTimeout(set?.timer);
    set = undefined;
  }

  return {
    clear,
    /** Rings at `at`, or earlier if it was set to an earlier time already. */
    set(at: number): void {
      if (set && set.at <= at) return;
      clear();
      const sleep = Math.min(Math.max(at - clock(), 0), LONGEST_SLEEP);
      const timer = setTimeout(() => {
        set = undefined;
        ring();
      }, sleep);
      set = { at, timer };
    },
  };
}
