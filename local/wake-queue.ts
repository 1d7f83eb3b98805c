import type { OnboardingId } from "../domain/ids.ts";

export interface WakeQueue {
  /** Asks for a run soon. Several asks before it begins are one. */
  wake(id: OnboardingId): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Takes no more and waits for what runs. */
  close(): Promise<void>;
}

const AT_ONCE = 8;

/** Runs `work` for each onboarding that was woken: one run at a time for each, a few onboardings at once. */
export function wakeQueue(
  work: (id: OnboardingId) => Promise<void>,
  onFault: (id: OnboardingId, fault: unknown) => void,
): WakeQueue {
  const waiting = new Set<OnboardingId>();
  const running = new Set<OnboardingId>();
  const watchers = new Set<() => void>();
  let open = true;

  async function run(id: OnboardingId): Promise<void> {
    running.add(id);
    try {
      await work(id);
    } catch (fault) {
      onFault(id, fault);
    }
    running.delete(id);
    next();
  }

  function next(): void {
    for (const id of waiting) {
      if (running.size >= AT_ONCE) return;
      if (running.has(id)) continue;
      waiting.delete(id);
      void run(id);
    }
    if (waiting.size + running.size > 0) return;
    for (const watcher of watchers) watcher();
    watchers.clear();
  }

  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.size + running.size === 0) resolve();
      else watchers.add(resolve);
    });

  return {
    wake(id) {
      if (!open) return;
      waiting.add(id);
      // Not within the writer's own turn.
      setImmediate(next);
    },
    idle,
    async close() {
      open = false;
      waiting.clear();
      await idle();
    },
  };
}
