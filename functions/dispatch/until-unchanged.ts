import type { OnboardingId } from "../../domain/ids.ts";

type Work = (id: OnboardingId) => Promise<void>;

/** Works on an onboarding again as long as the work has `changed` it: what it commits wakes nobody else. */
export const untilUnchanged =
  (changed: Set<OnboardingId>, work: Work): Work =>
  async (id) => {
    do {
      changed.delete(id);
      await work(id);
    } while (changed.has(id));
  };
