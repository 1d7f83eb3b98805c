import { expect, test } from "vitest";
import { onboardingId } from "../../../domain/ids.ts";
import type { Instant } from "../../../domain/ids.ts";
import type { ClosedExecution } from "../../../domain/ports.ts";
import { ACME, after } from "../../make.ts";
import { openWork } from "../open-work.ts";

const SECOND = 1000;

/** As when somebody stops all executions by hand: one each second. */
const closed: readonly ClosedExecution[] = Array.from({ length: 45 }, (_, n) => ({
  onboarding: onboardingId(ACME, `stopped${String(n).padStart(5, "0")}`),
  n: 1,
  status: "ABORTED",
  stoppedAt: after(n * SECOND),
}));

/** `turns` is how many times there is time to go on. */
async function afterMassStop() {
  const asked: Instant[] = [];
  const time = { turns: 0 };
  const work = await openWork({
    goesOn: (part) => part !== "successors" || time.turns-- > 0,
    workflow: {
      start: async () => {},
      isRunning: async () => false,
      succeed: async () => {},
      fail: async () => {},
      async closedSince(since) {
        asked.push(since);
        return closed.filter(({ stoppedAt }) => stoppedAt >= since);
      },
    },
  });
  work.pass(closed.length * SECOND);
  const tick = async (turns: number): Promise<Instant | undefined> => {
    time.turns = turns;
    await work.tick();
    return asked.at(-1);
  };
  return { tick, work };
}

test("what there is no time for is left to the next tick, which goes on there", async () => {
  const { tick } = await afterMassStop();
  await tick(2);
  expect(await tick(1)).toBe(after(20 * SECOND));
  expect(await tick(9)).toBe(after(30 * SECOND));
  expect(await tick(9)).toBe(after(45 * SECOND - 10 * 60 * SECOND));
});

test("who waits for a try is woken before, however much there is to do", async () => {
  const { tick, work } = await afterMassStop();
  await tick(0);
  expect(work.woken).toEqual([work.id]);
});
