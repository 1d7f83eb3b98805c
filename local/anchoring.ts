import type { Anchor, Anchors } from "../adapters/anchor-file.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Head } from "../domain/ports.ts";
import type { Clock } from "../domain/world.ts";

export interface Anchoring {
  /** This onboarding has a new head. */
  note(id: OnboardingId, head: Head): void;
  /** Writes the heads noted since the last time. */
  flush(): Promise<void>;
}

/** Keeps the heads of the logs in a place of their own, so that `verify` sees a log that was cut short. */
export function anchoring(anchors: Anchors, clock: Clock): Anchoring {
  let noted = new Map<OnboardingId, Head>();

  return {
    note(id, head) {
      noted.set(id, head);
    },
    async flush() {
      const heads = noted;
      noted = new Map();
      const at = clock();
      try {
        await anchors.append(
          [...heads].map(([onboarding, { rev, head }]): Anchor => ({ at, onboarding, rev, head })),
        );
      } catch (fault) {
        // The next flush writes them, but for those that have moved on.
        noted = new Map([...heads, ...noted]);
        throw fault;
      }
    },
  };
}
