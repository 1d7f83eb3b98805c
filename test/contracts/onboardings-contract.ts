import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { onboardingId } from "../../domain/ids.ts";
import type { Onboarding, Progress } from "../../domain/onboarding.ts";
import type { Commit } from "../../domain/ports.ts";
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
  T0,
  withStageOpen,
} from "../make.ts";
import { isolationContract } from "./isolation-contract.ts";
import { listingContract } from "./listing-contract.ts";
import { recordsContract } from "./records-contract.ts";
import { type OpenStores, openWithVendors, saveNext, type Stores } from "./stores.ts";

const first = makeOnboarding();
const closed = (progress: Progress): Onboarding => ({ ...first, progress });
const again = (suffix: string, changes: Partial<Onboarding> = {}): Onboarding =>
  makeOnboarding({ id: onboardingId(ACME, suffix), ...changes });

/** A first commit with a row of every kind. */
const full = (onboarding: Onboarding, webhookId: string, changes: Partial<Commit> = {}): Commit =>
  makeCommit(onboarding, {
    dueAt: after(DAY),
    records: [makePerson("c1", "anna@musterhaus.example")],
    effects: [makeEffect(onboarding)],
    inbox: makeInbox(onboarding, webhookId),
    ...changes,
  });

/** What every `Onboardings` must do. `runs`: how often each property is tried, for stores that take their time. */
export function onboardingsContract(open: OpenStores, runs = 30): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openWithVendors(open);
  });
  afterEach(() => stores.close());

  async function expectNothingOf(onboarding: Onboarding, webhookId: string): Promise<void> {
    const { onboardings, effects } = stores;
    expect(await onboardings.load(onboarding.id)).toBeNull();
    expect(await onboardings.commits(onboarding.id, 0, 10)).toEqual([]);
    expect(await onboardings.inbox(ACME, webhookId)).toBeNull();
    expect(await onboardings.records(onboarding.id, "person")).toEqual({});
    expect(await effects.all(onboarding.id)).toEqual([]);
    const due = await effects.due(after(1000 * DAY), 100);
    expect(due.filter((item) => item.onboarding === onboarding.id)).toEqual([]);
    const search = await onboardings.list({
      vendors: [ACME],
      search: onboarding.id,
      order: "newest",
      limit: 5,
    });
    expect(search.items).toEqual([]);
  }

  describe("saving", () => {
    test("keeps the state, its rev and its head", async () => {
      const commit = full(first, "msg_1");
      expect(await stores.onboardings.save(commit)).toBe("saved");
      await stores.reopen();
      const stored = await stores.onboardings.load(first.id);
      expect(stored).toEqual({ onboarding: first, rev: 1, head: commit.item.hash });
    });

    test("knows nothing of an onboarding that was never saved", async () => {
      expect(await stores.onboardings.load(first.id)).toBeNull();
      expect(await stores.onboardings.commits(first.id, 0, 10)).toEqual([]);
    });

    test("lets the later of two writers lose, with everything they brought", async () => {
      await saveNext(stores, first);
      const opened = withStageOpen(first, "contract");
      const winner = makeCommit(opened, { rev: 2, effects: [makeEffect(first, { key: "2.0.0" })] });
      const loser = makeCommit(closed({ state: "completed", at: T0 }), {
        rev: 2,
        effects: [makeEffect(first, { key: "2.0.1" })],
        records: [makePerson("c1", "lost@musterhaus.example")],
        dueAt: T0,
      });
      const { onboardings, effects } = stores;
      expect(await onboardings.save(winner)).toBe("saved");
      expect(await onboardings.save(loser)).toBe("stale");
      expect(await onboardings.load(first.id)).toMatchObject({ onboarding: opened, rev: 2 });
      expect((await effects.all(first.id)).map(({ key }) => key)).toEqual(["2.0.0"]);
      expect(await onboardings.records(first.id, "person")).toEqual({});
      expect(await effects.due(after(DAY), 10)).toHaveLength(1);
    });

    test("saves one of several commits that come at once, whole", async () => {
      await saveNext(stores, first);
      const { onboardings, effects } = stores;
      const racers = ["2.0.0", "2.0.1", "2.0.2"];
      const outcomes = await Promise.all(
        racers.map((key) =>
          onboardings.save(makeCommit(first, { rev: 2, effects: [makeEffect(first, { key })] })),
        ),
      );
      expect(outcomes.toSorted()).toEqual(["saved", "stale", "stale"]);
      const winner = racers[outcomes.indexOf("saved")];
      expect((await effects.all(first.id)).map(({ key }) => key)).toEqual([winner]);
    });

    test("refuses a commit that skips one, or comes before the first", async () => {
      expect(await stores.onboardings.save(makeCommit(first, { rev: 2 }))).toBe("stale");
      await saveNext(stores, first);
      expect(await stores.onboardings.save(makeCommit(first, { rev: 3 }))).toBe("stale");
    });

    test("refuses a commit whose previous hash is not the head", async () => {
      await saveNext(stores, first);
      const { item, ...rest } = makeCommit(first, { rev: 2 });
      const broken = { ...rest, item: { ...item, prevHash: "another" } };
      expect(await stores.onboardings.save(broken)).toBe("stale");
      expect(await stores.onboardings.commits(first.id, 0, 10)).toHaveLength(1);
    });

    test("writes nothing of a start in which one row cannot be written", async () => {
      const twice = full(first, "msg_1", { effects: [makeEffect(first), makeEffect(first)] });
      await expect(stores.onboardings.save(twice)).rejects.toBeInstanceOf(Error);
      await expectNothingOf(first, "msg_1");
      expect(await stores.onboardings.save(full(first, "msg_1"))).toBe("saved");
    });

    test("writes nothing of a later commit in which one row cannot be written", async () => {
      await saveNext(stores, first, { effects: [makeEffect(first)] });
      const before = await stores.onboardings.load(first.id);
      const broken = makeCommit(closed({ state: "completed", at: T0 }), {
        rev: 2,
        effects: [makeEffect(first, { key: "2.0.0" }), makeEffect(first)],
        records: [makePerson("c1", "anna@musterhaus.example")],
      });
      await expect(stores.onboardings.save(broken)).rejects.toBeInstanceOf(Error);
      expect(await stores.onboardings.load(first.id)).toEqual(before);
      expect(await stores.onboardings.commits(first.id, 1, 10)).toEqual([]);
      expect(await stores.effects.all(first.id)).toHaveLength(1);
      expect(await stores.onboardings.records(first.id, "person")).toEqual({});
    });

    test("refuses to write a row of another onboarding", async () => {
      const other = again("other0000001", { externalPartnerId: "crm-2" });
      await expect(
        stores.onboardings.save(makeCommit(first, { effects: [makeEffect(other)] })),
      ).rejects.toBeInstanceOf(Error);
      await expect(
        stores.onboardings.save(makeCommit(first, { inbox: makeInbox(other, "msg_1") })),
      ).rejects.toBeInstanceOf(Error);
      const forged = { ...makeInbox(first, "msg_1"), vendor: GLOBEX };
      await expect(stores.onboardings.save(makeCommit(first, { inbox: forged }))).rejects.toBeInstanceOf(
        Error,
      );
      await expectNothingOf(first, "msg_1");
    });
  });

  describe("starting", () => {
    test("opens one onboarding when two webhooks start the same partner at once", async () => {
      const other = again("other0000001");
      const { onboardings } = stores;
      const outcomes = await Promise.all([
        onboardings.save(full(first, "msg_1")),
        onboardings.save(full(other, "msg_2")),
      ]);
      expect(outcomes.toSorted()).toEqual(["already_open", "saved"]);
      const [refused, webhook] =
        outcomes[0] === "saved" ? ([other, "msg_2"] as const) : ([first, "msg_1"] as const);
      await expectNothingOf(refused, webhook);
    });

    test("accepts the same webhook once, also at once and for different partners", async () => {
      const other = again("other0000001", { externalPartnerId: "crm-2" });
      const { onboardings } = stores;
      const outcomes = await Promise.all([
        onboardings.save(full(first, "msg_1")),
        onboardings.save(full(other, "msg_1")),
      ]);
      expect(outcomes.toSorted()).toEqual(["saved", "webhook_seen"]);
      expect(await onboardings.load(outcomes[0] === "saved" ? other.id : first.id)).toBeNull();
    });

    test("says that the webhook was seen before it says that the partner is open", async () => {
      await stores.onboardings.save(full(first, "msg_1"));
      expect(await stores.onboardings.save(full(again("other0000001"), "msg_1"))).toBe("webhook_seen");
    });

    test("lets the same partner be onboarded in two programs, and by two vendors", async () => {
      await saveNext(stores, first);
      await saveNext(stores, again("program00001", { program: { id: "referral", version: "b" } }));
      await saveNext(stores, makeOnboarding({ id: onboardingId(GLOBEX, "k3v9x2m7q4a1") }));
      expect((await stores.onboardings.counts("all")).total).toBe(3);
    });

    test("refuses an id that is taken", async () => {
      await saveNext(stores, first);
      const taken = makeOnboarding({ externalPartnerId: "crm-2" });
      expect(await stores.onboardings.save(makeCommit(taken))).toBe("stale");
    });

    const endings = ["completed", "declined", "withdrawn", "expired"] as const;
    test.each(endings)("begins the next one after the last was %s", async (state) => {
      await saveNext(stores, first);
      const progress: Progress =
        state === "completed" ? { state, at: T0 } : { state, at: T0, during: "contract" };
      await saveNext(stores, closed(progress));
      await stores.reopen();
      const { onboardings } = stores;
      const { externalPartnerId, program } = first;
      const before = await onboardings.latest(ACME, program.id, externalPartnerId);
      expect(before).toEqual({ id: first.id, ordinal: 1, open: false });

      const next = again("second000001", { ordinal: 2 });
      expect(await onboardings.save(makeCommit(again("late00000001", { ordinal: 1 })))).toBe("stale");
      expect(await onboardings.save(makeCommit(next))).toBe("saved");
      const now = await onboardings.latest(ACME, program.id, externalPartnerId);
      expect(now).toEqual({ id: next.id, ordinal: 2, open: true });
    });

    test("keeps an onboarding on hold open", async () => {
      await saveNext(stores, first);
      await saveNext(stores, closed({ state: "on_hold", since: T0 }));
      const next = again("second000001", { ordinal: 2 });
      expect(await stores.onboardings.save(makeCommit(next))).toBe("already_open");
    });

    test("knows no latest of a partner nobody started", async () => {
      expect(await stores.onboardings.latest(ACME, "reseller", "nobody")).toBeNull();
    });
  });

  describe("the log", () => {
    test("gives the commits after a rev, in order, as many as asked for", async () => {
      for (let rev = 1; rev <= 12; rev++) await saveNext(stores, first);
      await saveNext(stores, again("other0000001", { externalPartnerId: "crm-2" }));
      await stores.reopen();
      const revs = async (afterRev: number, limit: number) =>
        (await stores.onboardings.commits(first.id, afterRev, limit)).map(({ rev }) => rev);
      expect(await revs(0, 100)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(await revs(9, 2)).toEqual([10, 11]);
      expect(await revs(12, 10)).toEqual([]);
    });

    test("gives each commit as it was written, hash after hash up to the head", async () => {
      for (let rev = 1; rev <= 3; rev++) await saveNext(stores, first);
      const commits = await stores.onboardings.commits(first.id, 0, 10);
      expect(commits).toEqual([1, 2, 3].map((rev) => makeCommit(first, { rev }).item));
      for (const [index, { prevHash }] of commits.slice(1).entries())
        expect(prevHash).toBe(commits[index]?.hash);
      expect((await stores.onboardings.load(first.id))?.head).toBe(commits.at(-1)?.hash);
    });
  });

  recordsContract(open);
  listingContract(open, runs);
  isolationContract(open, runs);
}
