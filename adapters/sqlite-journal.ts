import { vendorOf } from "../domain/ids.ts";
import type { Commit, InboxRow, SaveOutcome } from "../domain/ports.ts";
import { isSeen, latestRow, saveCommit } from "./sqlite-commit.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";
import { type OnboardingsOptions, wake } from "./sqlite-onboardings.ts";
import { idIn, instantIn, numberIn, type Row, textIn } from "./sqlite-row.ts";

/** A start that was accepted: what its first commit is made of. */
export interface JournalEntry {
  readonly inbox: InboxRow;
  readonly program: { readonly id: string; readonly version: string };
  readonly externalPartnerId: string;
  /** What the webhook asked for, as JSON. */
  readonly request: string;
}

export interface NumberedEntry extends JournalEntry {
  readonly n: number;
}

/** Starts wait here, durable, until they are entered. */
export interface Journal {
  /** Resolves with its number once it is on disk; `null`: the webhook or its partner was here before, outside the journal. */
  add(entry: JournalEntry): Promise<number | null>;
  read(n: number): JournalEntry | null;
  /** In the order they were accepted. */
  after(n: number, limit: number): readonly NumberedEntry[];
  /** Saves its first commit, which ends the entry, in one transaction. */
  enter(n: number, commit: Commit): Promise<SaveOutcome>;
}

const COLUMNS = "n, id, webhook_id, body_hash, at, answer, program, version, external_id, request";

export function sqliteJournal(db: SqliteDatabase, options: OnboardingsOptions): Journal {
  return {
    add: (entry) => db.write(() => (isKnown(db, entry) ? null : insert(db, entry))),
    read(n) {
      const row = db.prepare(`SELECT ${COLUMNS} FROM journal WHERE n = ?`).get(n);
      return row ? entryIn(row) : null;
    },
    after: (n, limit) =>
      db.prepare(`SELECT ${COLUMNS} FROM journal WHERE n > ? ORDER BY n LIMIT ?`).all(n, limit).map(entryIn),
    async enter(n, commit) {
      const outcome = await db.write(() => {
        const saved = saveCommit(db, commit);
        if (saved === "saved") db.prepare("DELETE FROM journal WHERE n = ?").run(n);
        return saved;
      });
      const { rev, hash } = commit.item;
      if (outcome === "saved") wake(options, commit.onboarding.id, { rev, head: hash });
      return outcome;
    },
  };
}

const isKnown = (db: SqliteDatabase, { inbox, program, externalPartnerId }: JournalEntry): boolean =>
  isSeen(db, inbox) || latestRow(db, [inbox.vendor, externalPartnerId, program.id]) !== undefined;

function insert(db: SqliteDatabase, { inbox, program, externalPartnerId, request }: JournalEntry): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO journal (id, webhook_id, body_hash, at, answer, program, version, external_id, request)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      inbox.onboarding,
      inbox.webhookId,
      inbox.bodyHash,
      inbox.at,
      inbox.answer,
      program.id,
      program.version,
      externalPartnerId,
      request,
    );
  return Number(lastInsertRowid);
}

function entryIn(row: Row): NumberedEntry {
  return {
    n: numberIn(row, "n"),
    inbox: {
      vendor: vendorOf(idIn(row)),
      webhookId: textIn(row, "webhook_id"),
      bodyHash: textIn(row, "body_hash"),
      onboarding: idIn(row),
      answer: textIn(row, "answer"),
      at: instantIn(row, "at"),
    },
    program: { id: textIn(row, "program"), version: textIn(row, "version") },
    externalPartnerId: textIn(row, "external_id"),
    request: textIn(row, "request"),
  };
}
