import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DatabaseFault, openSqliteDatabase, type SqliteDatabase } from "../../adapters/sqlite-database.ts";

const migrations = ["CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)"];
let folder: string;
let file: string;
const opened: SqliteDatabase[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sqlite-database-"));
  file = join(folder, "test.db");
});

afterEach(() => {
  for (const db of opened.splice(0)) db.close();
  rmSync(folder, { recursive: true });
});

function open(options: Partial<Parameters<typeof openSqliteDatabase>[0]> = {}): SqliteDatabase {
  const db = openSqliteDatabase({ file, migrations, ...options });
  opened.push(db);
  return db;
}

const add = (db: SqliteDatabase, text: string) => () =>
  db.prepare("INSERT INTO note (text) VALUES (?)").run(text).changes;
const notes = (db: SqliteDatabase) =>
  db
    .prepare("SELECT text FROM note ORDER BY id")
    .all()
    .map((row) => row["text"]);

describe("writing", () => {
  test("shares one commit among the writes of one turn", async () => {
    let commits = 0;
    const db = open({ onWrite: (moment) => moment === "after_commit" && commits++ });
    await Promise.all(["a", "b", "c"].map((text) => db.write(add(db, text))));
    expect(commits).toBe(1);
    expect(notes(db)).toEqual(["a", "b", "c"]);
  });

  test("undoes and rejects a failing write alone", async () => {
    const db = open();
    const settled = await Promise.allSettled(["a", "a", "b"].map((text) => db.write(add(db, text))));
    expect(settled.map((one) => one.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(notes(db)).toEqual(["a", "b"]);
  });

  test("undoes everything of a lone write that throws halfway", async () => {
    const db = open();
    const halfway = db.write(() => {
      add(db, "a")();
      throw new Error("halfway");
    });
    await expect(halfway).rejects.toThrow("halfway");
    expect(notes(db)).toEqual([]);
  });

  test("shares one commit among the writes of turns that each bring more, and waits no longer", async () => {
    let commits = 0;
    const db = open({ onWrite: (moment) => moment === "after_commit" && commits++ });
    const inTurns = Array.from({ length: 3 }, async (_, turns) => {
      for (let passed = 0; passed < turns; passed++) await turn();
      await Promise.all([1, 2].map((n) => db.write(add(db, `${turns}.${n}`))));
    });
    await Promise.all(inTurns);
    expect(commits).toBe(1);
    await db.write(add(db, "later"));
    expect(commits).toBe(2);
  });

  test("commits who comes alone in the next turn", async () => {
    let commits = 0;
    const db = open({ onWrite: (moment) => moment === "after_commit" && commits++ });
    void db.write(add(db, "alone"));
    await turn();
    expect(commits).toBe(1);
  });

  test("rejects every write of a commit that fails, and goes on working", async () => {
    let broken = true;
    const db = open({
      onWrite(moment) {
        if (broken && moment === "before_commit") throw new Error("power cut");
      },
    });
    const settled = await Promise.allSettled([db.write(add(db, "a")), db.write(add(db, "b"))]);
    expect(settled.map((one) => one.status)).toEqual(["rejected", "rejected"]);
    broken = false;
    await db.write(add(db, "c"));
    expect(notes(db)).toEqual(["c"]);
  });

  test("rejects a write that is asked for once it is closed", async () => {
    const db = open();
    db.close();
    opened.pop();
    await expect(db.write(add(db, "late"))).rejects.toThrow("not open");
  });

  test("commits what is still queued when closed", async () => {
    const db = openSqliteDatabase({ file, migrations });
    const written = db.write(add(db, "a"));
    db.close();
    await written;
    expect(notes(open())).toEqual(["a"]);
  });
});

describe("opening", () => {
  test("applies only the migrations not yet applied", async () => {
    const first = openSqliteDatabase({ file, migrations });
    await first.write(add(first, "kept"));
    first.close();
    const second = open({ migrations: [...migrations, "ALTER TABLE note ADD COLUMN mark TEXT"] });
    expect(second.prepare("SELECT text, mark FROM note").get()).toMatchObject({ text: "kept", mark: null });
  });

  test("refuses a file of a newer version", () => {
    openSqliteDatabase({ file, migrations: [...migrations, "CREATE TABLE later (id)"] }).close();
    expect(() => open()).toThrow("newer version");
  });

  test("undoes a migration that fails halfway", () => {
    const halfway = [...migrations, "CREATE TABLE more (id); CREATE TABLE note (id)"];
    expect(() => open({ migrations: halfway })).toThrow("already exists");
    expect(open().prepare("SELECT name FROM sqlite_schema WHERE name = 'more'").get()).toBeUndefined();
  });

  test("names a file that is no database", () => {
    writeFileSync(file, "no database at all, ".repeat(500));
    expect(reasonOf(() => open())).toBe("not_a_database");
  });

  test("names a folder that is not there", () => {
    expect(reasonOf(() => open({ file: join(folder, "missing", "test.db") }))).toBe("no_permission");
  });

  test("is refused to a second owner until the first one closes", () => {
    const first = openSqliteDatabase({ file, migrations, soleOwner: true });
    expect(reasonOf(() => open({ soleOwner: true }))).toBe("locked");
    first.close();
    expect(open({ soleOwner: true })).toBeDefined();
  });
});

describe("a full disk", () => {
  test("rejects every write of the commit with a reason", async () => {
    const db = open();
    db.prepare("PRAGMA max_page_count = 4").get();
    const large = "x".repeat(100_000);
    const settled = await Promise.allSettled([db.write(add(db, "a")), db.write(add(db, large))]);
    expect(settled.at(1)).toMatchObject({ status: "rejected", reason: { reason: "disk_full" } });
  });
});

function reasonOf(work: () => unknown): string {
  try {
    work();
  } catch (fault) {
    if (fault instanceof DatabaseFault) return fault.reason;
    throw fault;
  }
  return "none";
}
