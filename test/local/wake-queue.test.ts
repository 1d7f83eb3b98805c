import { describe, expect, test } from "vitest";
import { type OnboardingId, onboardingId } from "../../domain/ids.ts";
import { wakeQueue } from "../../local/wake-queue.ts";
import { ACME } from "../make.ts";

const ids = Array.from({ length: 20 }, (_, index) =>
  onboardingId(ACME, `partner${String(index).padStart(3, "0")}`),
);

const first = onboardingId(ACME, "partner000");

/** A queue whose work takes one turn of the event loop, and what it did. */
function openQueue(isBusy?: () => boolean) {
  const done: OnboardingId[] = [];
  const faults: string[] = [];
  const seen = { now: 0, most: 0 };
  const queue = wakeQueue({
    async work(id) {
      seen.now += 1;
      seen.most = Math.max(seen.most, seen.now);
      await new Promise((resolve) => void setImmediate(resolve));
      seen.now -= 1;
      done.push(id);
      if (id === ids[3]) throw new Error("cannot be done");
    },
    onFault: (id, fault) => faults.push(`${id}: ${String(fault)}`),
    isBusy,
  });
  return { queue, done, faults, seen };
}

describe("the wake queue", () => {
  test("works for each that was woken, several at once, and a fault keeps nobody back", async () => {
    const { queue, done, faults, seen } = openQueue();
    for (const id of ids) queue.wake(id);
    for (const id of ids) queue.wake(id);
    await queue.idle();
    expect(done.toSorted()).toEqual(ids.toSorted());
    expect(faults).toEqual([`${ids[3]}: Error: cannot be done`]);
    expect(seen.most).toBe(8);
  });

  test("goes one by one while many wait for an answer, and is through all the same", async () => {
    const { queue, done, seen } = openQueue(() => true);
    for (const id of ids) queue.wake(id);
    await queue.idle();
    expect(done).toHaveLength(ids.length);
    expect(seen.most).toBe(1);
  });

  test("goes on at its full pace once they have been answered", async () => {
    const { queue, done, seen } = openQueue(() => done.length < 5);
    for (const id of ids) queue.wake(id);
    await queue.idle();
    expect(done).toHaveLength(ids.length);
    expect(seen.most).toBe(8);
  });

  test("lets those who came last wait for all others, also for one of them who is asked for again", async () => {
    const { queue, done } = openQueue();
    const [early, late] = [ids.slice(0, 10), ids.slice(10)];
    for (const id of late) queue.wake(id, { last: true });
    for (const id of early) queue.wake(id);
    const urgent = late.at(-1) ?? first;
    queue.wake(urgent);
    queue.wake(urgent, { last: true });
    await queue.idle();
    expect(done.slice(0, 11).toSorted()).toEqual([...early, urgent].toSorted());
    expect(done).toHaveLength(ids.length);
  });

  test("takes up nothing new once it closes", async () => {
    const { queue, done } = openQueue(() => true);
    for (const id of ids) queue.wake(id);
    await queue.close();
    queue.wake(onboardingId(ACME, "another1"));
    await queue.idle();
    expect(done.length).toBeLessThan(ids.length);
  });
});
