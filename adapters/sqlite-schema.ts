import { SQLITE_ARCHIVE_TABLE } from "./sqlite-archive-table.ts";
import { SQLITE_JOURNAL_TABLE } from "./sqlite-journal-table.ts";
import { SQLITE_SEARCH_MARK } from "./sqlite-search.ts";

/**
 * The tables of `onboarding.db`. Every way in begins with the vendor (an onboarding's id does); what belongs to one
 * onboarding hangs on its number `n`, so that the rows of one start lie together at the end of each tree.
 */
const FIRST = `
CREATE TABLE onboarding (
  n INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  vendor TEXT NOT NULL,
  external_id TEXT NOT NULL,
  program TEXT NOT NULL,
  ordinal INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  status TEXT NOT NULL,
  stage TEXT NOT NULL, -- '' when all are done
  attention TEXT NOT NULL, -- ',stage_overdue,deal_review,' or ''
  waiting_since INTEGER,
  open_stage TEXT,
  rev INTEGER NOT NULL,
  head TEXT NOT NULL,
  summary TEXT NOT NULL,
  state TEXT NOT NULL
);
CREATE UNIQUE INDEX onboarding_partner ON onboarding (vendor, external_id, program, ordinal);
-- The lists filter inside these two, without a look at the rows.
CREATE INDEX onboarding_newest
  ON onboarding (vendor, started_at, n, status, stage, program, attention, waiting_since);
CREATE INDEX onboarding_waiting
  ON onboarding (vendor, waiting_since, n, status, stage, program, attention) WHERE waiting_since IS NOT NULL;

CREATE TABLE tally (
  vendor TEXT NOT NULL,
  status TEXT NOT NULL,
  stage TEXT NOT NULL,
  attention TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (vendor, status, stage, attention)
) WITHOUT ROWID;
CREATE TRIGGER onboarding_counted AFTER INSERT ON onboarding BEGIN
  INSERT INTO tally VALUES (new.vendor, new.status, new.stage, new.attention, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;
CREATE TRIGGER onboarding_recounted AFTER UPDATE OF status, stage, attention ON onboarding BEGIN
  UPDATE tally SET count = count - 1
    WHERE vendor = old.vendor AND status = old.status AND stage = old.stage AND attention = old.attention;
  INSERT INTO tally VALUES (new.vendor, new.status, new.stage, new.attention, 1)
    ON CONFLICT DO UPDATE SET count = count + 1;
END;

CREATE TABLE log (
  place INTEGER PRIMARY KEY, -- n * 2^20 + rev: the commits of one onboarding side by side, in one tree
  prev_hash TEXT NOT NULL,
  hash TEXT NOT NULL,
  events TEXT NOT NULL
);

CREATE TABLE inbox (
  vendor TEXT NOT NULL,
  webhook_id TEXT NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (vendor, webhook_id)
) WITHOUT ROWID;

CREATE TABLE record (
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (n, kind, key)
) WITHOUT ROWID;

CREATE TABLE search (
  vendor TEXT NOT NULL,
  term TEXT NOT NULL,
  n INTEGER NOT NULL,
  source TEXT NOT NULL, -- the record it comes from; '' for the partner itself
  PRIMARY KEY (vendor, term, n, source)
) WITHOUT ROWID;

-- Effects, and under the key 'clock' when to look at the onboarding next. What is settled has no due_at.
CREATE TABLE todo (
  n INTEGER NOT NULL,
  key TEXT NOT NULL,
  due_at INTEGER,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER,
  settled_at INTEGER,
  outcome TEXT,
  last_error TEXT,
  failed_vendor TEXT, -- whose failure it is, only while it is one
  effect TEXT,
  PRIMARY KEY (n, key)
) WITHOUT ROWID;
CREATE INDEX todo_due ON todo (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX todo_failed ON todo (failed_vendor, settled_at) WHERE failed_vendor IS NOT NULL;

CREATE TABLE task (
  n INTEGER PRIMARY KEY,
  execution INTEGER NOT NULL,
  stage TEXT NOT NULL,
  entered_at INTEGER NOT NULL,
  retry_count INTEGER NOT NULL,
  token TEXT NOT NULL
);

CREATE TABLE delivery (
  n INTEGER NOT NULL,
  effect TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  at INTEGER NOT NULL,
  status INTEGER,
  error TEXT,
  PRIMARY KEY (n, effect, attempt)
) WITHOUT ROWID;

CREATE TABLE vendor (id TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE api_key (digest TEXT PRIMARY KEY, vendor TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX api_key_vendor ON api_key (vendor);

CREATE TABLE program (
  published INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  value TEXT NOT NULL,
  UNIQUE (id, version)
);

CREATE TABLE snapshot (vendor TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE mark (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`;

/** Only ever append. */
export const ONBOARDING_MIGRATIONS: readonly string[] = [
  FIRST,
  SQLITE_ARCHIVE_TABLE,
  SQLITE_SEARCH_MARK,
  SQLITE_JOURNAL_TABLE,
];
