import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { DatabaseFault } from "../../adapters/sqlite-database.ts";
import { openSqliteStore, type SqliteStore } from "../../adapters/sqlite-store.ts";
import { onboardingId } from "../../domain/ids.ts";
import {
  ACME,
  after,
  DAY,
  GLOBEX,
  makeCommit,
  makeEffect,
  makeInbox,
  makeOnboarding,
  makePerson,
  makeVendor,
  testHmac,
} from "../make.ts";

const first = makeOnboarding();
const commit = makeCommit(first, {
  dueAt: after(DAY),
  records: [makePerson("c1", "anna@musterhaus.example")],
  effects: [makeEffect(first)],
  inbox: makeInbox(first, "msg_1"),
});

let folder: string;
let file: string;
const opened: SqliteStore[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sqlite-store-"));
  file = join(folder, "onboarding.db");
});

afterEach(() => {
  for (const store of opened.splice(0)) store.close();
  rmSync(folder, { recursive: true });
});

function open(options: Partial<Parameters<typeof openSqliteStore>[0]> = {}): SqliteStore {
  const store = openSqliteStore({ file, hmac: testHmac, ...options });
  opened.push(store);
  return store;
}

const planOf = (store: SqliteStore, sql: string): string =>
  store.database
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row["detail"]))
    .join("\n");

const reasonOf = (work: () => unknown): string => {
  try {
    work();
  } catch (fault) {
    if (fault instanceof DatabaseFault) return fault.reason;
    throw fault;
  }
  return "none";
};

const TABLES = ["onboarding", "log", "inbox", "record", "todo", "tally"];

describe("a commit", () => {
  test.each(TABLES)("leaves no row anywhere when %s cannot be written", async (table) => {
    const { database, onboardings, vendors } = open();
    const plant = `CREATE TEMP TRIGGER planted BEFORE INSERT ON main.${table}
      BEGIN SELECT RAISE(ABORT, 'planted'); END`;
    database.prepare(plant).run();
    const settled = await Promise.allSettled([onboardings.save(commit), vendors.put(makeVendor())]);
    expect(settled).toMatchObject([
      { status: "rejected", reason: { message: "planted" } },
      { status: "fulfilled" },
    ]);
    for (const each of TABLES) {
      expect(database.prepare(`SELECT count(*) AS n FROM ${each}`).get()).toMatchObject({ n: 0 });
    }
    database.prepare("DROP TRIGGER planted").run();
    expect(await onboardings.save(commit)).toBe("saved");
  });

  test("wakes dispatch once it can be read by others, and not when it was refused", async () => {
    const seen: unknown[] = [];
    const { onboardings } = open({
      onCommit(id) {
        const reader = new DatabaseSync(file, { readOnly: true });
        seen.push(reader.prepare("SELECT id, rev FROM onboarding WHERE id = ?").get(id));
        reader.close();
      },
    });
    await onboardings.save(commit);
    await onboardings.save(commit);
    expect(seen).toMatchObject([{ id: first.id, rev: 1 }]);
  });

  test("stands when the wake-up fails", async () => {
    const { onboardings } = open({
      onCommit() {
        throw new Error("nobody there");
      },
    });
    expect(await onboardings.save(commit)).toBe("saved");
    expect(await onboardings.load(first.id)).not.toBeNull();
  });

  test("wakes dispatch for an effect that is due again", async () => {
    const woken: string[] = [];
    const { onboardings, effects } = open({ onCommit: (id) => woken.push(id) });
    await onboardings.save(commit);
    await effects.settle(first.id, "1.0.0", { state: "failed", error: "refused" }, after(1));
    await effects.again(first.id, "1.0.0", after(2));
    await effects.again(first.id, "1.0.0", after(2));
    expect(woken).toEqual([first.id, first.id]);
  });
});

describe("finding", () => {
  test("pages through more matches than are looked up one by one, and only the vendor's own", async () => {
    const { onboardings } = open();
    const starts = Array.from({ length: 510 }, (_, number) =>
      [ACME, GLOBEX].map((vendor) => {
        const id = onboardingId(vendor, `partner${String(number).padStart(5, "0")}`);
        return makeCommit(makeOnboarding({ id, externalPartnerId: `crm-${number}` }));
      }),
    );
    await Promise.all(starts.flat().map((start) => onboardings.save(start)));
    const query = { vendors: [ACME], search: "muster", order: "newest", limit: 400 } as const;
    const page = await onboardings.list(query);
    const rest = await onboardings.list({ ...query, cursor: page.next ?? undefined });
    const found = new Set([...page.items, ...rest.items].map(({ id }) => id));
    expect(found.size).toBe(510);
    expect([...found].every((id) => id.startsWith("acme."))).toBe(true);
    expect((await onboardings.list({ ...query, status: "completed" })).items).toEqual([]);
  });

  test("lets others have their turn between two pages", async () => {
    const { onboardings } = open();
    const starts = ["aaaaaaaa", "bbbbbbbb", "cccccccc"].map((suffix) =>
      makeCommit(makeOnboarding({ id: onboardingId(ACME, suffix), externalPartnerId: suffix })),
    );
    await Promise.all(starts.map((start) => onboardings.save(start)));
    let turns = 0;
    const counting = setInterval(() => turns++, 0);
    let cursor: string | undefined;
    for (let page = 0; page < 500; page++) {
      const { next } = await onboardings.list({ vendors: [ACME], order: "newest", limit: 2, cursor });
      cursor = next ?? undefined;
    }
    clearInterval(counting);
    expect(turns).toBeGreaterThan(0);
  });

  test("takes what is due from one sparse index", async () => {
    const store = open();
    await store.onboardings.save(commit);
    await store.effects.settle(first.id, "1.0.0", { state: "done", outcome: "sent" }, after(1));
    const indexed = store.database.prepare("SELECT count(*) AS n FROM todo WHERE due_at IS NOT NULL").get();
    expect(indexed).toMatchObject({ n: 1 });
    const plan = planOf(
      store,
      "SELECT n, key FROM todo INDEXED BY todo_due WHERE due_at <= 5 ORDER BY due_at LIMIT 9",
    );
    expect(plan).toBe("SEARCH todo USING COVERING INDEX todo_due (due_at<?)");
  });

  test("filters a list within its index", () => {
    const plan = planOf(
      open(),
      `SELECT n, started_at AS at FROM onboarding INDEXED BY onboarding_newest
       WHERE vendor = 'acme' AND (started_at, n) < (9, 9) AND status = 'declined' AND instr(attention, ',x,') > 0
       ORDER BY at DESC, n DESC LIMIT 51`,
    );
    expect(plan).toContain("SEARCH onboarding USING COVERING INDEX onboarding_newest (vendor=? AND ");
    expect(plan).not.toContain("TEMP B-TREE");
  });
});

describe("a broken data file", () => {
  test("is named when it is no database", () => {
    writeFileSync(file, "no database at all, ".repeat(500));
    expect(reasonOf(() => open())).toBe("not_a_database");
  });

  test("is named when another process writes", async () => {
    const { onboardings } = open();
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
    await expect(onboardings.save(commit)).rejects.toMatchObject({ name: "DatabaseFault", reason: "locked" });
    other.exec("ROLLBACK");
    other.close();
    expect(await onboardings.save(commit)).toBe("saved");
  });

  test("is named when the disk is full, and nothing of the commit is kept", async () => {
    const { onboardings, database } = open();
    database.prepare("PRAGMA max_page_count = 1").get();
    const large = makePerson("c1", "anna@musterhaus.example", "x".repeat(1_000_000));
    const saving = onboardings.save({ ...commit, records: [large] });
    await expect(saving).rejects.toMatchObject({ name: "DatabaseFault", reason: "disk_full" });
    expect(await onboardings.load(first.id)).toBeNull();
  });
});
