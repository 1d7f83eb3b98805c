import { afterEach, beforeEach, expect, test } from "vitest";
import { putAway } from "../../adapters/sqlite-archive.ts";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import { ONBOARDING_MIGRATIONS } from "../../adapters/sqlite-schema.ts";
import { openSqliteStore, type SqliteStore } from "../../adapters/sqlite-store.ts";
import { onboardingId } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { ACME, makeCommit, makeOnboarding, makePerson, testHmac } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

let store: SqliteStore;

beforeEach(() => {
  store = openSqliteStore({ file: ":memory:", hmac: testHmac });
});
afterEach(() => store.close());

const idOf = (number: number): OnboardingId =>
  onboardingId(ACME, `partner${String(number).padStart(5, "0")}`);

const save = (number: number) =>
  store.onboardings.save(
    makeCommit(makeOnboarding({ id: idOf(number), externalPartnerId: `CRM-${number}` }), {
      records: [makePerson("c1", `anna@partner-${number}.example`)],
    }),
  );

async function find(search: string): Promise<readonly OnboardingId[]> {
  const query = { vendors: [ACME], order: "newest", limit: 10, search } as const;
  return (await store.onboardings.list(query)).items.map(({ id }) => id);
}

const entered = () => store.database.prepare("SELECT count(DISTINCT n) AS many FROM search").get();

test("what has just begun is found, by name and by mail address", async () => {
  await save(1);
  await save(2);
  expect(entered()).toMatchObject({ many: 0 });
  expect(await find("anna@partner-2.example")).toEqual([idOf(2)]);
  expect((await find(makeOnboarding().partner.legalName)).toSorted()).toEqual([idOf(1), idOf(2)]);
  expect(entered()).toMatchObject({ many: 2 });
});

test("the thousandth start enters the others, whether anybody searches or not", async () => {
  const all = Array.from({ length: 1001 }, (_, number) => number + 1);
  await Promise.all(all.map(save));
  expect(entered()).toMatchObject({ many: 1000 });
  expect(await find("anna@partner-1001.example")).toEqual([idOf(1001)]);
});

test("a mail address that was replaced before it was entered finds nobody", async () => {
  await save(1);
  await store.onboardings.putRecord(idOf(1), makePerson("c1", "anna@neu.example"));
  expect(await find("anna@partner-1.example")).toEqual([]);
  expect(await find("anna@neu.example")).toEqual([idOf(1)]);
});

test("what goes into the archive is found as before", async () => {
  await save(1);
  await store.database.write(() => putAway(store.database, idOf(1)));
  expect(await find("anna@partner-1.example")).toEqual([idOf(1)]);
});

test("a search fails rather than miss what cannot be entered", async () => {
  await save(1);
  const plant = `CREATE TEMP TRIGGER planted BEFORE INSERT ON main.search
    BEGIN SELECT RAISE(ABORT, 'planted'); END`;
  store.database.prepare(plant).run();
  await expect(find("anna@partner-1.example")).rejects.toThrow("planted");
  store.database.prepare("DROP TRIGGER planted").run();
  expect(await find("anna@partner-1.example")).toEqual([idOf(1)]);
});

test("an older database, where each was entered with its start, is not entered again", async () => {
  const folder = temporaryFolder();
  const file = `${folder}/onboarding.db`;
  const older = openSqliteDatabase({ file, migrations: ONBOARDING_MIGRATIONS.slice(0, 2) });
  const row = `INSERT INTO onboarding VALUES
    (7, 'acme.partner1', 'acme', 'CRM-1', 'reseller', 1, 0, 'in_progress', 'contract', '', NULL, NULL, 1, '', '', '')`;
  await older.write(() => older.prepare(row).run());
  older.close();
  store.close();
  store = openSqliteStore({ file, hmac: testHmac });
  expect(await find("anyone")).toEqual([]);
  expect(entered()).toMatchObject({ many: 0 });
});
