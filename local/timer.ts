export interface Timer {
  stop(): Promise<void>;
}

/** Does `work` every so many milliseconds, never two at a time; a fault is told and the next time comes all the same. */
export function every(ms: number, work: () => Promise<void>, onFault: (fault: unknown) => void): Timer {
  let running: Promise<void> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch(onFault)
      .finally(() => {
        busy = false;
      });
  }, ms);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
