import type { OnboardingId } from "../domain/ids.ts";

export interface WakeQueue {
  /** Asks for a run soon. Several asks before it begins are one. `last`: behind all who did not say so. */
  wake(id: OnboardingId, how?: { readonly last: boolean }): void;
  /** Resolves when nothing runs and nothing waits. */
  idle(): Promise<void>;
  /** Takes no more and waits for what runs. */
  close(): Promise<void>;
}

const AT_ONCE = 8;
/** While requests keep coming, for each moment of work so many of rest, but never longer than this at a time. */
const REST = 49;
const LONGEST_REST_MS = 5000;
/** How soon the end of a flood is seen. */
const LOOK_MS = 50;

export interface WakeQueueOptions {
  readonly work: (id: OnboardingId) => Promise<void>;
  readonly onFault: (id: OnboardingId, fault: unknown) => void;
  /** Whether many wait for an answer right now: they come first. */
  readonly isBusy?: (() => boolean) | undefined;
  /** How many at once while nobody waits. */
  readonly atOnce?: number;
}

/**
 * Runs `work` for each onboarding that was woken: one run at a time for each, a few onboardings at once. While the
 * process is busy answering, one at a time and with rests, so that a flood of webhooks is taken in before it is worked on.
 */
export function wakeQueue({
  work,
  onFault,
  isBusy = () => false,
  atOnce = AT_ONCE,
}: WakeQueueOptions): WakeQueue {
  const waiting = twoLines();
  const running = new Set<OnboardingId>();
  const watchers = new Set<() => void>();
  const pace = paceOf({ isBusy, atOnce }, () => next());
  let open = true;
  const goOnSoon = nextTurn(next);

  async function run(id: OnboardingId): Promise<void> {
    running.add(id);
    const begun = performance.now();
    try {
      await work(id);
    } catch (fault) {
      onFault(id, fault);
    }
    running.delete(id);
    pace.worked(performance.now() - begun);
    next();
  }

  function next(): void {
    for (const id of waiting) {
      if (!pace.allows(running.size)) return;
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
    wake(id, { last } = { last: false }) {
      if (!open) return;
      waiting.add(id, last);
      goOnSoon();
    },
    idle,
    async close() {
      open = false;
      waiting.clear();
      pace.stop();
      await idle();
    },
  };
}

/** Who waits, each in one line: those of the second come when the first is empty. */
function twoLines() {
  const [first, second] = [new Set<OnboardingId>(), new Set<OnboardingId>()];
  return {
    add(id: OnboardingId, last: boolean): void {
      if (!last) second.delete(id);
      if (!first.has(id)) (last ? second : first).add(id);
    },
    delete: (id: OnboardingId): boolean => first.delete(id) || second.delete(id),
    clear(): void {
      first.clear();
      second.clear();
    },
    get size(): number {
      return first.size + second.size;
    },
    *[Symbol.iterator]() {
      yield* first;
      yield* second;
    },
  };
}

/** Not within the caller's own turn, and once for all who ask in it. */
function nextTurn(run: () => void): () => void {
  let soon: NodeJS.Immediate | null = null;
  return () => {
    soon ??= setImmediate(() => {
      soon = null;
      run();
    });
  };
}

/** How much may run at once: while the process is busy one at a time, with rests, after which it calls `goOn`. */
function paceOf(
  { isBusy, atOnce }: Required<Pick<WakeQueueOptions, "atOnce">> & { readonly isBusy: () => boolean },
  goOn: () => void,
) {
  let restUntil = 0;
  let alarm: NodeJS.Timeout | null = null;

  function lookAgainIn(ms: number): void {
    alarm ??= setTimeout(() => {
      alarm = null;
      goOn();
    }, ms);
  }

  return {
    worked(ms: number): void {
      if (isBusy()) restUntil = performance.now() + Math.min(REST * ms, LONGEST_REST_MS);
    },
    allows(running: number): boolean {
      const busy = isBusy();
      const left = busy ? restUntil - performance.now() : 0;
      if (left > 0) lookAgainIn(Math.min(left, LOOK_MS));
      return left <= 0 && running < (busy ? 1 : atOnce);
    },
    stop(): void {
      if (alarm) clearTimeout(alarm);
    },
  };
}
