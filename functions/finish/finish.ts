import type { OnboardingId } from "../../domain/ids.ts";
import type { Change } from "../change.ts";

/** The last state: marks the onboarding completed. One that was closed meanwhile stays closed. */
export const finish =
  (change: Change) =>
  async (id: OnboardingId): Promise<void> => {
    const done = await change(id, { kind: "finish" }, { kind: "system", name: "workflow" });
    if (!done.ok && done.error.kind !== "onboarding_closed") {
      throw new Error(`${id}: cannot finish: ${JSON.stringify(done.error)}`);
    }
  };
