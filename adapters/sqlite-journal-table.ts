/** The migration that makes the journal: one row for each start that was accepted and has no rows of its own yet. */
export const SQLITE_JOURNAL_TABLE = `
CREATE TABLE journal (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  webhook_id TEXT NOT NULL,
  body_hash TEXT NOT NULL,
  at INTEGER NOT NULL,
  answer TEXT NOT NULL,
  program TEXT NOT NULL,
  version TEXT NOT NULL,
  external_id TEXT NOT NULL,
  request TEXT NOT NULL
);
`;
