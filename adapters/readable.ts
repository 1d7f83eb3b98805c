/** What a row is about, and how to read it; `read` throws when it cannot be. */
export interface Unread<Id, T> {
  readonly id: Id;
  readonly read: () => T;
}

/** Reads each by itself: one that cannot be read is named, and takes none of the others with it. */
export function readable<Id, T>(rows: readonly Unread<Id, T>[]): { items: T[]; unreadable: Id[] } {
  const items: T[] = [];
  const unreadable: Id[] = [];
  for (const { id, read } of rows) {
    try {
      items.push(read());
    } catch {
      unreadable.push(id);
    }
  }
  return { items, unreadable };
}
