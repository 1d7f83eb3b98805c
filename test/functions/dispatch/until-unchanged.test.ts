import { expect, test } from "vitest";
import type { OnboardingId } from "../../../domain/ids.ts";
import { onboardingId } from "../../../domain/ids.ts";
import { untilUnchanged } from "../../../functions/dispatch/until-unchanged.ts";
import { ACME } from "../../make.ts";

const own = onboardingId(ACME, "partner001");
const other = onboardingId(ACME, "partner002");

/** Work that changes an onboarding so many times. */
function changing(id: OnboardingId, times: number) {
  const changed = new Set<OnboardingId>();
  const done: OnboardingId[] = [];
  const work = untilUnchanged(changed, async (one) => {
    done.push(one);
    if (done.length <= times) changed.add(id);
  });
  return { work, done };
}

test("work is done again as long as it changes the onboarding itself", async () => {
  const { work, done } = changing(own, 2);
  await work(own);
  expect(done).toEqual([own, own, own]);
});

test("work that changed another onboarding, or none, is done once", async () => {
  const { work, done } = changing(other, 1);
  await work(own);
  expect(done).toEqual([own]);
});
