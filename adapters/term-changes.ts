/** A term and the record it comes from; empty for the partner itself. */
export interface Term {
  readonly term: string;
  readonly source: string;
}

/** What a change adds to the terms of a search and takes from them. */
export interface TermChanges {
  readonly added: readonly Term[];
  readonly removed: readonly Term[];
}

const NO_CHANGES: TermChanges = { added: [], removed: [] };

/** What differs between the terms of a source as they were and as they are to be. */
export function termsBetween(
  source: string,
  before: readonly string[],
  after: readonly string[],
): TermChanges {
  const of = (terms: readonly string[], without: readonly string[]): Term[] =>
    [...new Set(terms)].filter((term) => !without.includes(term)).map((term) => ({ term, source }));
  return { added: of(after, before), removed: of(before, after) };
}

export const allChanges = (changes: readonly TermChanges[]): TermChanges =>
  changes.reduce(
    (all, { added, removed }) => ({
      added: [...all.added, ...added],
      removed: [...all.removed, ...removed],
    }),
    NO_CHANGES,
  );
