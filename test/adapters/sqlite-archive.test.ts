import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { archiveQuiet } from "../../adapters/sqlite-archive-quiet.ts";
import { dealKeys } from "../../domain/duplicate.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { instant } from "../../domain/ids.ts";
import { verifyLog } from "../../functions/verify-log.ts";
import { openConsole } from "../functions/ops-console/open-console.ts";
import type { Console } from "../functions/ops-console/open-console.ts";
import {
  ACME,
  ANNA,
  DAY,
  makeDealForm,
  makeInbox,
  makeOnboarding,
  makePerson,
  makeStart,
  testHmac,
} from "../make.ts";

const OLGA = { kind: "operator", operator: "olga" } as const;
const KINDS = ["person", "evidence", "attempt", "deal", "note", "credential"] as const;
const TABLES = ["onboarding", "log", "record", "search", "todo", "delivery", "task", "inbox", "tally"];

let desk: Console;
let id: OnboardingId;

beforeEach(async () => {
  desk = await openConsole();
  id = await desk.runWithDeal();
  await desk.tell(id, { kind: "view_deal" }, OLGA);
  const approval = { kind: "review_deal", decision: "approve", fields: [], note: "A good one" } as const;
  await desk.tell(id, approval, OLGA);
  await desk.tell(id, { kind: "finish" }, { kind: "system", name: "workflow" });
  await desk.store.deliveries.add({
    onboarding: id,
    effect: "1.0.0",
    attempt: 1,
    at: desk.now(),
    status: 204,
    error: null,
  });
});
afterEach(() => desk.close());

async function settleAll(of = id): Promise<void> {
  for (const { key } of await desk.store.effects.all(of))
    await desk.store.effects.settle(of, key, { state: "done", outcome: "done" }, desk.now());
}

async function clockOf(of: OnboardingId) {
  const all = await desk.store.effects.due(instant(Number.MAX_SAFE_INTEGER), 1000);
  return all.find(({ kind, onboarding }) => kind === "clock" && onboarding === of)?.dueAt ?? desk.now();
}

/** Protection and certificates have run out, everything is done, and then nothing happens for so long. */
async function pass(days: number): Promise<void> {
  for (;;) {
    const [due] = await desk.store.effects.due(instant(Number.MAX_SAFE_INTEGER), 1);
    if (!due) break;
    if (due.kind === "effect") await settleAll();
    else {
      desk.wait(Math.max(0, due.dueAt - desk.now()));
      await desk.drive.tick(id);
    }
  }
  desk.wait(days * DAY);
}

const archive = (): Promise<number> => archiveQuiet(desk.store.database, instant(desk.now() - 180 * DAY));

const rows = () =>
  Object.fromEntries(
    TABLES.map((table) => [table, desk.store.database.prepare(`SELECT * FROM ${table}`).all()]),
  );

const count = (table: string): unknown =>
  desk.store.database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.["n"];

/** All that can be asked about it. */
async function told() {
  const { onboardings, effects, deliveries, tasks } = desk.store;
  const query = { vendors: [ACME], order: "newest", limit: 10 } as const;
  const searches = ["Musterhaus", "crm-1001", id, "c1@musterhaus.example", "musterhaus.example"];
  return {
    stored: await onboardings.load(id),
    commits: await onboardings.commits(id, 0, 100),
    later: await onboardings.commits(id, 4, 3),
    none: await onboardings.commits(id, 100, 3),
    records: await Promise.all(KINDS.map((kind) => onboardings.records(id, kind))),
    person: await onboardings.record(id, "person", "c1"),
    nobody: await onboardings.record(id, "person", "c9"),
    deal: await onboardings.record(id, "deal", "1"),
    inbox: await onboardings.inbox(ACME, "msg-dealdealdeal"),
    latest: await onboardings.latest(ACME, "reseller", "crm-1001"),
    list: await onboardings.list(query),
    found: await Promise.all(searches.map((search) => onboardings.list({ ...query, search }))),
    counts: await onboardings.counts("all"),
    deals: await onboardings.dealsLike(ACME, dealKeys(makeDealForm())),
    due: await effects.due(instant(Number.MAX_SAFE_INTEGER), 10),
    effects: await effects.all(id),
    failed: await effects.failed("all", 10),
    deliveries: await deliveries.of(id),
    task: await tasks.get(id),
    verified: await verifyLog({ onboardings, hmac: testHmac, anchor: async () => null }, id),
  };
}

describe("archiving", () => {
  test("changes no answer to anything that can be asked, and its log can be verified", async () => {
    await pass(181);
    const before = await told();
    expect(before.verified).toBeNull();
    expect(before.deals).toHaveLength(0);
    expect(await archive()).toBe(1);
    expect(["log", "todo", "delivery"].map(count)).toEqual([0, 0, 0]);
    expect(count("record")).toBe(1);
    expect(await told()).toEqual(before);
    expect(await archive()).toBe(0);
  });

  test("keeps a deal in other registrations' way as long as it stands", async () => {
    const won = { kind: "change_deal_stage", contact: ANNA, stage: "won", note: "" } as const;
    await desk.tell(id, won, { kind: "contact", contact: ANNA });
    await pass(181);
    const like = () => desk.store.onboardings.dealsLike(ACME, dealKeys(makeDealForm()));
    const before = await like();
    expect(before).toMatchObject([{ record: `${id}#1` }]);
    expect(await archive()).toBe(1);
    expect(await like()).toEqual(before);
  });

  test("that fails anywhere leaves every row as it was", async () => {
    await pass(181);
    const before = rows();
    const { database } = desk.store;
    for (const [table, moment] of [
      ["archive", "INSERT"],
      ["onboarding", "UPDATE"],
      ["log", "DELETE"],
      ["record", "DELETE"],
      ["todo", "DELETE"],
      ["delivery", "DELETE"],
    ]) {
      const plant = `CREATE TEMP TRIGGER planted BEFORE ${moment} ON main.${table}
        BEGIN SELECT RAISE(ABORT, 'planted'); END`;
      database.prepare(plant).run();
      await expect(archive()).rejects.toThrow("planted");
      expect(rows()).toEqual(before);
      expect(count("archive")).toBe(0);
      database.prepare("DROP TRIGGER planted").run();
    }
    expect(await archive()).toBe(1);
  });

  test("takes one at a time and stops when told to", async () => {
    await pass(181);
    expect(await archiveQuiet(desk.store.database, desk.now(), () => false)).toBe(0);
    expect(count("archive")).toBe(0);
  });

  test("finds what is damaged in the archive", async () => {
    await pass(181);
    await archive();
    const { database, onboardings } = desk.store;
    const other = {
      ...onboardings,
      commits: async (one: OnboardingId, after: number, limit: number) =>
        (await onboardings.commits(one, after, limit)).slice(0, 3),
    };
    expect(await verifyLog({ onboardings: other, hmac: testHmac, anchor: async () => null }, id)).toBe(
      "the log ends before the state does",
    );
    await database.write(() => database.prepare("UPDATE archive SET body = x'00ff'").run());
    await expect(onboardings.load(id)).rejects.toThrow("unexpected end of file");
  });
});

describe("an onboarding stays where it is", () => {
  test("while it is open", async () => {
    const open = await desk.begin(ACME, "holdholdhold", { ...makeStart(), externalPartnerId: "crm-2" });
    await desk.tell(open, { kind: "put_on_hold", note: "Later" }, OLGA);
    await settleAll(open);
    await desk.store.effects.postpone(open, await clockOf(open), null);
    desk.wait(1000 * DAY);
    expect(await archive()).toBe(0);
  });

  test("while a certificate or a protection runs", async () => {
    await settleAll();
    desk.wait(1000 * DAY);
    expect(await archive()).toBe(0);
  });

  test("for 180 days after the last thing that happened", async () => {
    await pass(179);
    expect(await archive()).toBe(0);
    desk.wait(2 * DAY);
    expect(await archive()).toBe(1);
  });

  test.each(["due", "failed"] as const)("while an effect is %s", async (state) => {
    await pass(181);
    const { effects } = desk.store;
    const [{ key } = { key: "" }] = await effects.all(id);
    await effects.again(id, key, desk.now());
    if (state === "failed") await effects.settle(id, key, { state, error: "refused" }, desk.now());
    expect(await archive()).toBe(0);
  });

  test("while the workflow has not been told", async () => {
    await pass(181);
    const task = { n: 1, stage: "first_deal", enteredAt: desk.now(), retryCount: 0, token: "t" } as const;
    await desk.store.tasks.put(id, task);
    expect(await archive()).toBe(0);
    await desk.store.tasks.drop(id, "t");
    expect(await archive()).toBe(1);
  });
});

describe("an archived onboarding", () => {
  beforeEach(async () => {
    await pass(181);
  });

  test("comes back by a change, with every row it had", async () => {
    const before = rows();
    await archive();
    const certificate = (await desk.store.onboardings.load(id))?.onboarding.certifications[0]?.id ?? "";
    await desk.tell(id, { kind: "revoke_certification", certificate, note: "Found out late" }, OLGA);
    expect(count("archive")).toBe(0);
    const after = rows();
    expect(after["log"]?.slice(0, -1)).toEqual(before["log"]);
    expect(after["record"]).toEqual(expect.arrayContaining(before["record"] ?? []));
    expect(after["todo"]).toEqual(expect.arrayContaining(before["todo"] ?? []));
    expect(after["delivery"]).toEqual(before["delivery"]);
    expect((await told()).verified).toBeNull();
    await pass(181);
    expect(await archive()).toBe(1);
    expect((await told()).stored?.onboarding.certifications[0]?.state).toBe("revoked");
  });

  test("comes back by a retry of an effect", async () => {
    await archive();
    const [first] = await desk.store.effects.all(id);
    expect(await desk.store.effects.again(id, "99.0.0", desk.now())).toBe(false);
    expect(await desk.store.effects.again(id, first?.key ?? "", desk.now())).toBe(true);
    expect(await desk.store.effects.dueOf(id, desk.now())).toMatchObject([{ key: first?.key }]);
    expect(await desk.store.effects.all(id)).toHaveLength((await told()).effects.length);
  });

  test("comes back when what was done turns out to have come to nothing", async () => {
    await archive();
    const done = (await desk.store.effects.all(id)).find(({ state }) => state === "done");
    expect(await desk.store.effects.giveUp(id, "99.0.0", "bounced", desk.now())).toBe(false);
    expect(await desk.store.effects.giveUp(id, done?.key ?? "", "bounced", desk.now())).toBe(true);
    expect(await desk.store.effects.failed([ACME], 10)).toMatchObject([{ key: done?.key }]);
  });

  test("keeps what is written beside it", async () => {
    await archive();
    const { onboardings, deliveries } = desk.store;
    await onboardings.putRecord(id, makePerson("c1", "anna@neu.example", "Anna Neu"));
    expect(await onboardings.record(id, "person", "c1")).toMatchObject({ email: "anna@neu.example" });
    expect(await onboardings.record(id, "person", "c2")).not.toBeNull();
    await archive();
    const try2 = { onboarding: id, effect: "1.0.0", attempt: 2, at: desk.now(), status: 204, error: null };
    await deliveries.add(try2);
    expect(await deliveries.of(id)).toHaveLength(2);
  });

  test("still answers its webhook, and its partner can start again", async () => {
    await archive();
    const { onboardings } = desk.store;
    const row = makeInbox({ ...makeOnboarding(), id }, "msg-dealdealdeal");
    expect(await onboardings.acknowledge(row)).toBe(false);
    expect(await onboardings.latest(ACME, "reseller", "crm-1001")).toEqual({ id, ordinal: 1, open: false });
  });
});

test("a deal's form stays beside the archive", async () => {
  await pass(181);
  await archive();
  expect(await desk.store.onboardings.records(id, "deal")).toEqual({ 1: makeDealForm() });
});
