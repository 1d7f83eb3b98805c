/** Opens it when it is first asked for, and only once. What failed to open is opened anew the next time. */
export function onceOpened<T>(open: () => Promise<T>): () => Promise<T> {
  let known: Promise<T> | null = null;
  return () => {
    known ??= open().catch((cause: unknown) => {
      known = null;
      throw cause;
    });
    return known;
  };
}
