export interface Timer {
  readonly at: number;
  readonly order: number;
  readonly volatile: boolean;
  readonly run: () => void;
  canceled: boolean;
}

const isSooner = (a: Timer, b: Timer): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

function settleUp(heap: Timer[], from: number): void {
  let at = from;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const [here, above] = [heap[at], heap[parent]];
    if (!here || !above || !isSooner(here, above)) return;
    heap[at] = above;
    heap[parent] = here;
    at = parent;
  }
}

function settleDown(heap: Timer[]): void {
  let at = 0;
  for (;;) {
    const here = heap[at];
    const left = 2 * at + 1;
    const [a, b] = [heap[left], heap[left + 1]];
    const child = a && b && isSooner(b, a) ? left + 1 : left;
    const below = heap[child];
    if (!here || !below || !isSooner(below, here)) return;
    heap[at] = below;
    heap[child] = here;
    at = child;
  }
}

/** What is to be run at a time, the soonest first; those of one time in the order they were added. */
export function timerHeap() {
  let heap: Timer[] = [];
  let order = 0;

  function takeFirst(): Timer | undefined {
    const [first] = heap;
    const last = heap.pop();
    if (last && heap.length > 0) {
      heap[0] = last;
      settleDown(heap);
    }
    return first;
  }

  function dropCanceled(): void {
    while (heap[0]?.canceled) takeFirst();
  }

  return {
    add(at: number, run: () => void, volatile: boolean): Timer {
      const timer = { at, order: ++order, volatile, run, canceled: false };
      heap.push(timer);
      settleUp(heap, heap.length - 1);
      return timer;
    },
    /** Rings the first one that is due. */
    ring(now: number): boolean {
      dropCanceled();
      if (!heap[0] || heap[0].at > now) return false;
      takeFirst()?.run();
      return true;
    },
    nextAt(): number | null {
      dropCanceled();
      return heap[0]?.at ?? null;
    },
    dropVolatile(): void {
      const kept = heap.filter((timer) => !timer.volatile && !timer.canceled);
      heap = [];
      for (const timer of kept) {
        heap.push(timer);
        settleUp(heap, heap.length - 1);
      }
    },
  };
}
