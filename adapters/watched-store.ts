import type { Commit, Effects, Onboardings } from "../domain/ports.ts";

export interface StoreWatcher {
  /** Told of each commit once it is stored. */
  readonly committed: (commit: Commit) => void;
  /** Told of each effect that was given up. */
  readonly failed: () => void;
}

interface Watched {
  readonly onboardings: Onboardings;
  readonly effects: Effects;
}

/** The same store, which tells of what is stored. */
export const watchedStore = <Store extends Watched>(
  store: Store,
  { committed, failed }: StoreWatcher,
): Store => ({
  ...store,
  onboardings: {
    ...store.onboardings,
    async save(commit) {
      const outcome = await store.onboardings.save(commit);
      if (outcome === "saved") committed(commit);
      return outcome;
    },
  },
  effects: {
    ...store.effects,
    async settle(...[id, key, settlement, at]) {
      await store.effects.settle(id, key, settlement, at);
      if (settlement.state === "failed") failed();
    },
    async giveUp(...effect) {
      const gaveUp = await store.effects.giveUp(...effect);
      if (gaveUp) failed();
      return gaveUp;
    },
  },
});
