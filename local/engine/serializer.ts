export type Serializer<Key> = {
  run<T>(key: Key, work: () => Promise<T>): Promise<T>;
  idle(): Promise<void>;
};

/** Runs the work of one key strictly one after the other, and that of different keys side by side. */
export function serializer<Key>(): Serializer<Key> {
  const tails = new Map<Key, Promise<void>>();

  return {
    run(key, work) {
      const before = tails.get(key);
      const result = before ? before.then(work) : work();
      const tail = result.then(ignore, ignore);
      tails.set(key, tail);
      void tail.then(() => tails.get(key) === tail && tails.delete(key));
      return result;
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}

function ignore(): void {}
