/**
 * `body` is what the interpreter needs and only it reads; what is searched for has a column. An execution that waits
 * costs its row and nothing else, and the partial indexes hold only what is due, running or closed.
 */
export const ENGINE_MIGRATIONS = [
  `CREATE TABLE secret (key BLOB NOT NULL);
  CREATE TABLE definition (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
  CREATE TABLE machine (
    name TEXT PRIMARY KEY,
    definition INTEGER NOT NULL REFERENCES definition,
    created_at INTEGER NOT NULL
  ) WITHOUT ROWID;
  CREATE TABLE execution (
    id INTEGER PRIMARY KEY,
    machine TEXT NOT NULL,
    name TEXT NOT NULL,
    definition INTEGER NOT NULL REFERENCES definition,
    status TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    stopped_at INTEGER,
    due_at INTEGER,
    invoking INTEGER NOT NULL,
    body TEXT NOT NULL,
    UNIQUE (machine, name)
  );
  CREATE INDEX execution_due ON execution (due_at) WHERE due_at IS NOT NULL;
  CREATE INDEX execution_invoking ON execution (id) WHERE invoking = 1;
  CREATE INDEX execution_stopped ON execution (stopped_at) WHERE stopped_at IS NOT NULL;
  CREATE INDEX execution_status ON execution (status);
  CREATE TABLE history (
    execution INTEGER NOT NULL,
    first INTEGER NOT NULL,
    at INTEGER NOT NULL,
    events TEXT NOT NULL,
    PRIMARY KEY (execution, first)
  ) WITHOUT ROWID`,
];
