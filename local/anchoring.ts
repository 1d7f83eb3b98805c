import type { Anchor, Anchors } from "../adapters/anchor-file.ts";
import type { OnboardingId } from "../domain/ids.ts";
import type { Onboardings } from "../domain/ports.ts";
import type { Clock } from "../domain/world.ts";

export interface Anchoring {
  /** This onboarding has a new head. */
  note(id: OnboardingId): void;
  /** Writes the heads noted since the last time. */
  flush(): Promise<void>;
}

/** Keeps the heads of the logs in a place of their own, so that `verify` sees a log that was cut short. */
export function anchoring(
  anchors: Anchors,
  { onboardings, clock }: { onboardings: Onboardings; clock: Clock },
): Anchoring {
  const noted = new Set<OnboardingId>();

  async function headOf(id: OnboardingId): Promise<Anchor[]> {
    const stored = await onboardings.load(id);
    return stored ? [{ at: clock(), onboarding: id, rev: stored.rev, head: stored.head }] : [];
  }

  return {
    note(id) {
      noted.add(id);
    },
    async flush() {
      const ids = [...noted];
      noted.clear();
      try {
        const heads = await Promise.all(ids.map(headOf));
        await anchors.append(heads.flat());
      } catch (fault) {
        // The next flush writes them.
        for (const id of ids) noted.add(id);
        throw fault;
      }
    },
  };
}
