/**
 * The migration that makes the archive: what belongs to an onboarding that is over, as one row of the same file, so that
 * it comes and goes in one transaction. The index holds the onboardings whose clock has nothing more to bring.
 */
export const SQLITE_ARCHIVE_TABLE = `
CREATE TABLE archive (n INTEGER PRIMARY KEY, body BLOB NOT NULL);
CREATE INDEX todo_quiet ON todo (n) WHERE state = 'clock' AND due_at IS NULL;
`;

/** What stands in `onboarding.rev` of an archived one: no commit follows it, so nobody can save past the archive. */
export const ARCHIVED_REV = 0;
