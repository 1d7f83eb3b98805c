/** Segments of letters, digits, `.`, `_`, `-`, none of which begins with a dot: no way out of a folder. */
const KEY = /^(?!.{513})[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199})*$/;

/** Gives the key back; throws when it could mean another place than it says. */
export function documentKey(key: string): string {
  if (!KEY.test(key)) throw new Error(`"${key}" cannot be the key of a document.`);
  return key;
}

export const changedDocument = (key: string): Error =>
  new Error(`Document "${key}" exists with other content; documents are never changed.`);
