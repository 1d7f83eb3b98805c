import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, test } from "vitest";
import { withArchive } from "../../adapters/sqlite-archived.ts";
import { archiveQuiet } from "../../adapters/sqlite-archive-quiet.ts";
import { openSqliteDatabase, type SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { sqliteDeliveries } from "../../adapters/sqlite-deliveries.ts";
import { sqliteEffects } from "../../adapters/sqlite-effects.ts";
import { sqliteOnboardings } from "../../adapters/sqlite-onboardings.ts";
import { sqlitePrograms } from "../../adapters/sqlite-programs.ts";
import { releaseClaims } from "../../adapters/sqlite-release-claims.ts";
import { ONBOARDING_MIGRATIONS } from "../../adapters/sqlite-schema.ts";
import { sqliteSnapshots } from "../../adapters/sqlite-snapshots.ts";
import { sqliteTasks } from "../../adapters/sqlite-tasks.ts";
import { sqliteVendors } from "../../adapters/sqlite-vendors.ts";
import type { ListQuery } from "../../domain/ports.ts";
import type { RecordWrite } from "../../domain/records.ts";
import { ENGINE_MIGRATIONS } from "../../local/engine/engine-schema.ts";
import { engineStore } from "../../local/engine/engine-store.ts";
import {
  ACME,
  after,
  DAY,
  GLOBEX,
  makeCommit,
  makeDealForm,
  makeEffect,
  makeFunnel,
  makeInbox,
  makeOnboarding,
  makePerson,
  makeVendor,
  testHmac,
} from "../make.ts";
import { makeProgram } from "../make-program.ts";

const asked = new Set<string>();
let database: SqliteDatabase;

/** The same database; what it is asked is remembered. */
function remembering(migrations: readonly string[]): SqliteDatabase {
  const opened = openSqliteDatabase({ file: ":memory:", migrations });
  return {
    ...opened,
    prepare(sql) {
      asked.add(sql);
      return opened.prepare(sql);
    },
  };
}

beforeEach(() => asked.clear());
afterEach(() => database.close());

/** These are a handful of rows, or rows that were found before. */
const SMALL = [
  /^SCAN (tally|vendor|v|program|p)\b/,
  /^SCAN \(subquery-\d+\)/,
  /^SCAN json_each VIRTUAL TABLE/,
  /^SCAN d (EXISTS )?VIRTUAL TABLE/,
  /^SCAN (CONSTANT ROW|\d+-ROW VALUES CLAUSE)/,
];

function scans(migrations: readonly string[]): string[] {
  const plain = new DatabaseSync(":memory:");
  for (const script of migrations) plain.exec(script);
  const found = [...asked]
    .filter((sql) => /^\s*(select|insert|update|delete)/i.test(sql))
    .flatMap((sql) =>
      plain
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all()
        .map((row) => String(row["detail"]))
        .filter((detail) => detail.startsWith("SCAN") && !SMALL.some((small) => small.test(detail)))
        .map((detail) => `${detail} in ${sql}`),
    );
  plain.close();
  return found;
}

const first = makeOnboarding();
const deal: RecordWrite = { kind: "deal", key: "1", value: makeDealForm() };
const attempt: RecordWrite = { kind: "attempt", key: "a1", value: { questions: [], answers: {} } };

async function saveTwice(): Promise<void> {
  const { onboardings } = ports();
  const commit = makeCommit(first, {
    dueAt: after(DAY),
    records: [makePerson("c1", "anna@musterhaus.example"), deal, attempt],
    effects: [makeEffect(first)],
    inbox: makeInbox(first, "msg_1"),
  });
  expect(await onboardings.save(commit)).toBe("saved");
  const closed = { ...first, progress: { state: "withdrawn", at: after(1), during: "contract" } } as const;
  const next = makeCommit(closed, { rev: 2, records: [deal, makePerson("c1", "anna@neu.example")] });
  expect(await onboardings.save(next)).toBe("saved");
  expect(await onboardings.save(next)).toBe("stale");
}

function ports() {
  return withArchive(database, {
    onboardings: sqliteOnboardings(database, { hmac: testHmac }),
    effects: sqliteEffects(database, {}),
    deliveries: sqliteDeliveries(database),
  });
}

function queries(): ListQuery[] {
  const base = { order: "newest", limit: 10 } as const;
  const filters: Partial<ListQuery>[] = [
    {},
    { status: "on_hold" },
    { stage: "training" },
    { program: "reseller" },
    { attention: "any" },
    { attention: "deal_review", status: "action_required", stage: "first_deal" },
    { search: "Musterhaus" },
    { search: "anna@musterhaus.example", stage: "contract" },
    { search: "crm-1001" },
  ];
  return filters.flatMap((filter) =>
    (["newest", "waiting"] as const).flatMap((order) => [
      { ...base, ...filter, order, vendors: [ACME] },
      { ...base, ...filter, order, vendors: "all" as const },
      { ...base, ...filter, order, vendors: [ACME, GLOBEX], limit: 1 },
    ]),
  );
}

test("nothing that is read or written for an onboarding, a list or the due work runs over a table", async () => {
  database = remembering(ONBOARDING_MIGRATIONS);
  const { onboardings, effects, deliveries } = ports();
  await saveTwice();
  const other = { ...first, id: `${first.id}x` as typeof first.id, externalPartnerId: "crm-2" };
  await onboardings.save(makeCommit(other));

  await onboardings.load(first.id);
  await onboardings.commits(first.id, 0, 10);
  await onboardings.inbox(ACME, "msg_1");
  await onboardings.latest(ACME, "reseller", "crm-1001");
  await onboardings.acknowledge(makeInbox(first, "msg_2"));
  await onboardings.record(first.id, "person", "c1");
  await onboardings.records(first.id, "note");
  await onboardings.putRecord(first.id, makePerson("c2", "ben@musterhaus.example"));
  await onboardings.saveAnswers(first.id, { attempt: "a1", answers: { q: ["a"] } });
  await onboardings.counts("all");
  await onboardings.dealsLike(ACME, ["domain:bergmann.example"]);
  for (const query of queries()) {
    const { next } = await onboardings.list(query);
    if (next !== null) await onboardings.list({ ...query, cursor: next });
  }

  const [key, now] = ["1.0.0", after(2 * DAY)];
  await effects.due(now, 10);
  await effects.dueOf(first.id, now);
  await effects.all(first.id);
  await effects.claim(first.id, key, now, after(DAY, now));
  await releaseClaims(database, now, { mails: true });
  await effects.settle(first.id, key, { state: "due", dueAt: now, error: "later" }, now);
  await effects.settle(first.id, key, { state: "failed", error: "refused" }, now);
  await effects.failed("all", 10);
  await effects.again(first.id, key, now);
  await effects.settle(first.id, key, { state: "done", outcome: "sent" }, now);
  await effects.postpone(first.id, after(DAY), null);

  const tasks = sqliteTasks(database);
  const task = { n: 1, stage: "contract", enteredAt: now, retryCount: 0, token: "t" } as const;
  await tasks.put(first.id, task);
  await tasks.get(first.id);
  await tasks.drop(first.id, "t");
  const delivery = { onboarding: first.id, effect: key, attempt: 1, at: now, status: 204, error: null };
  await deliveries.add(delivery);
  await deliveries.of(first.id);
  const snapshots = sqliteSnapshots(database);
  await snapshots.put(ACME, makeFunnel());
  await snapshots.get(ACME);
  await snapshots.putMark("m", "1");
  await snapshots.mark("m");
  await snapshots.marks("revoked/");
  const [vendors, programs] = [sqliteVendors(database), sqlitePrograms(database)];
  await vendors.put(makeVendor());
  await vendors.get(ACME);
  await vendors.byApiKey("digest-of-acme");
  await programs.publish(makeProgram());
  await programs.current("reseller");

  expect(await archiveQuiet(database, after(400 * DAY))).toBe(1);
  expect(await effects.again(first.id, key, now)).toBe(true);
  expect(asked.size).toBeGreaterThan(60);
  expect(scans(ONBOARDING_MIGRATIONS)).toEqual([]);
});

test("nothing the engine asks for a turn or a timer runs over a table", () => {
  database = remembering(ENGINE_MIGRATIONS);
  const store = engineStore(database);
  store.load(1);
  store.find("onboarding", "x-1");
  store.due(1, 10);
  store.nextDueAt();
  store.invoking(0, 10);
  store.closedBefore(1, 10);
  store.stopped({ machine: "onboarding", after: { at: 0, id: 0 }, limit: 10 });
  store.history(1, 1, 10);
  expect(scans(ENGINE_MIGRATIONS)).toEqual([]);
});
