import { type DynamoDBClientConfig, UpdateItemCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { commitKey } from "../../adapters/dynamo-keys.ts";
import { type DynamoStore, openDynamoStore } from "../../adapters/dynamo-store.ts";
import { keyItem } from "../../adapters/dynamo-table.ts";
import { folderDocuments } from "../../adapters/folder-documents.ts";
import { onboardingId } from "../../domain/ids.ts";
import { type Rule, serviceFault, startDynamoDbProxy } from "../dynamodb-proxy.ts";
import {
  ACME,
  after,
  DAY,
  HOUR,
  makeCommit,
  makeEffect,
  makeOnboarding,
  makePerson,
  makeVendor,
  T0,
  testHmac,
} from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { onDynamo } from "./open-dynamo-stores.ts";

const first = makeOnboarding();
const until = after(HOUR);
const keysOf = (count: number, rev = 1) => Array.from({ length: count }, (_, number) => `${rev}.0.${number}`);
const commitWith = (count: number) =>
  makeCommit(first, { effects: keysOf(count).map((key) => makeEffect(first, { key })) });
const done = { state: "done", outcome: "sent" } as const;

const person = (email: string) => ({ records: [makePerson("c1", email)] });

async function found({ onboardings }: DynamoStore, search: string): Promise<number> {
  const page = await onboardings.list({ vendors: [ACME], search, order: "newest", limit: 5 });
  return page.items.length;
}

onDynamo((local) => {
  /** A process of its own. */
  const openOn = (table: string, config: DynamoDBClientConfig = {}): DynamoStore =>
    openDynamoStore({
      client: local().client(config),
      table,
      documents: folderDocuments(temporaryFolder()),
      hmac: testHmac,
      entersTerms: true,
    });

  async function openMany(processes: number): Promise<readonly [DynamoStore, ...DynamoStore[]]> {
    const table = await local().createTable();
    return [openOn(table), ...Array.from({ length: processes - 1 }, () => openOn(table))];
  }

  async function openBehind(rule: Rule) {
    const table = await local().createTable();
    const endpoint = await startDynamoDbProxy(local().endpoint, rule);
    return { store: openOn(table, { endpoint }), direct: openOn(table) };
  }

  describe("effects of one commit, in several processes", () => {
    test("are each claimed by one of those who try at once", async () => {
      const stores = await openMany(3);
      await stores[0].onboardings.save(commitWith(4));
      const claims = await Promise.all(
        stores.flatMap(({ effects }) => keysOf(4).map((key) => effects.claim(first.id, key, T0, until))),
      );
      expect(claims.flatMap((row) => row?.key ?? []).toSorted()).toEqual(keysOf(4));
      expect((await stores[0].effects.all(first.id)).map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1]);
    });

    test("are settled at the same moment, and neither settlement is lost", async () => {
      const stores = await openMany(4);
      await stores[0].onboardings.save(commitWith(4));
      const settling = stores.map(({ effects }, number) =>
        effects.settle(first.id, `1.0.${number}`, { ...done, outcome: `by ${number}` }, after(number)),
      );
      await Promise.all(settling);
      const rows = await stores[0].effects.all(first.id);
      expect(rows.map(({ state, outcome }) => `${state} ${outcome}`)).toEqual(
        stores.map((_, number) => `done by ${number}`),
      );
      expect(await stores[0].effects.dueOf(first.id, after(DAY))).toEqual([]);
      expect(await stores[0].effects.due(after(DAY), 10)).toEqual([]);
    });

    test("are worked on while commits are saved, and the log stays as it was written", async () => {
      const [saver, worker] = await openMany(2);
      const commits = [commitWith(3), ...[2, 3, 4].map((rev) => makeCommit(first, { rev }))];
      await saver.onboardings.save(commitWith(3));
      const outcomes = (async () => {
        const saved: string[] = [];
        for (const commit of commits.slice(1)) saved.push(await saver.onboardings.save(commit));
        return saved;
      })();
      for (const key of keysOf(3)) {
        expect(await worker?.effects.claim(first.id, key, T0, until)).not.toBeNull();
        await worker?.effects.settle(first.id, key, { state: "failed", error: "no answer" }, T0);
        expect(await worker?.effects.again(first.id, key, T0)).toBe(true);
      }
      expect(await outcomes).toEqual(["saved", "saved", "saved"]);
      expect(await saver.onboardings.commits(first.id, 0, 10)).toEqual(commits.map(({ item }) => item));
    });
  });

  describe("what was seen to be due", () => {
    test("is claimed and settled without being read again", async () => {
      const operations: string[] = [];
      const { store, direct } = await openBehind((operation) => {
        operations.push(operation);
        return null;
      });
      await direct.onboardings.save(commitWith(2));
      const rows = await store.effects.dueOf(first.id, T0);
      operations.length = 0;
      await Promise.all(rows.map(({ key }) => store.effects.claim(first.id, key, T0, until)));
      for (const { key } of rows) await store.effects.settle(first.id, key, done, after(1));
      expect(operations).toEqual(["UpdateItem", "UpdateItem", "UpdateItem"]);
      expect(await direct.effects.all(first.id)).toMatchObject([done, done]);
    });

    test("and was claimed, settled or made due by another process since then is found out", async () => {
      const [one, other] = await openMany(2);
      await one.onboardings.save(commitWith(3));
      await one.effects.dueOf(first.id, T0);
      await other?.effects.claim(first.id, "1.0.0", T0, until);
      await other?.effects.settle(first.id, "1.0.0", done, after(1));
      await other?.effects.claim(first.id, "1.0.1", T0, until);
      expect(await one.effects.claim(first.id, "1.0.0", T0, until)).toBeNull();
      expect(await one.effects.claim(first.id, "1.0.1", T0, until)).toBeNull();
      expect(await one.effects.claim(first.id, "1.0.2", T0, until)).not.toBeNull();
      await other?.effects.again(first.id, "1.0.0", T0);
      expect(await one.effects.claim(first.id, "1.0.0", T0, until)).toMatchObject({ attempts: 2 });
      const states = (await other?.effects.all(first.id))?.map(({ state, attempts }) => [state, attempts]);
      expect(states).toEqual([
        ["claimed", 2],
        ["claimed", 1],
        ["claimed", 1],
      ]);
    });
  });

  describe("a commit that cannot be read", () => {
    test("is due, fails for who works on its onboarding, and keeps nobody else waiting", async () => {
      const table = await local().createTable();
      const store = openOn(table);
      const other = makeOnboarding({ id: onboardingId(ACME, "zzzzzzzzzzzz"), externalPartnerId: "crm-2" });
      await store.onboardings.save(commitWith(1));
      await store.onboardings.save(makeCommit(other, { effects: [makeEffect(other, { key: "1.0.0" })] }));
      const client = local().client();
      await client.send(
        new UpdateItemCommand({
          TableName: table,
          Key: keyItem(commitKey(first.id, 1)),
          UpdateExpression: "SET owed = :garbage",
          ExpressionAttributeValues: { ":garbage": { B: Buffer.from("never written by us") } },
        }),
      );
      const due = await store.effects.due(T0, 10);
      expect(new Set(due.map(({ onboarding }) => onboarding))).toEqual(new Set([first.id, other.id]));
      await expect(store.effects.dueOf(first.id, T0)).rejects.toThrow(/header/);
      expect(await store.effects.dueOf(other.id, T0)).toHaveLength(1);
      client.destroy();
    });
  });

  describe("a settlement", () => {
    test("counts when only its answer was lost", async () => {
      let left = 1;
      const { store, direct } = await openBehind((operation) =>
        operation === "UpdateItem" && left-- > 0 ? "lose" : null,
      );
      await direct.onboardings.save(commitWith(1));
      await store.effects.settle(first.id, "1.0.0", done, after(1));
      expect(await direct.effects.all(first.id)).toMatchObject([done]);
    });

    test("fails aloud when others keep changing the commit first", async () => {
      const { store, direct } = await openBehind((operation) =>
        operation === "UpdateItem" ? serviceFault("ConditionalCheckFailedException") : null,
      );
      await direct.onboardings.save(commitWith(1));
      const settling = store.effects.settle(first.id, "1.0.0", done, after(1));
      await expect(settling).rejects.toThrow("changed what it owes first");
      expect(await direct.effects.all(first.id)).toMatchObject([{ state: "due" }]);
    });
  });

  describe("what an onboarding is found by", () => {
    const [old, now] = ["anna@old.example", "anna@new.example"];

    test("is entered by who asks what is due, is due until then, and wakes as an effect does", async () => {
      const [store] = await openMany(1);
      await store.onboardings.save(makeCommit(first, person(old)));
      expect(await found(store, old)).toBe(0);
      const due = await store.effects.due(after(DAY), 10);
      expect(due).toEqual([{ kind: "effect", onboarding: first.id, key: "1.terms", dueAt: T0 }]);
      expect(await store.effects.dueOf(first.id, T0)).toEqual([]);
      expect(await found(store, old)).toBe(1);
      expect(await store.effects.due(after(DAY), 10)).toEqual([]);
    });

    test("is as it is now when several commits have waited, also for several processes", async () => {
      const stores = await openMany(3);
      await stores[0].onboardings.save(makeCommit(first, person(old)));
      await stores[0].onboardings.save(makeCommit(first, { rev: 2, ...person(now) }));
      await Promise.all(stores.map(({ effects }) => effects.dueOf(first.id, T0)));
      expect(await found(stores[0], old)).toBe(0);
      expect(await found(stores[0], now)).toBe(1);
    });

    test("is not undone by who was overtaken while entering it", async () => {
      const table = await local().createTable();
      const direct = openOn(table);
      const client = local().client();
      const documents = folderDocuments(temporaryFolder());
      const slow = openDynamoStore({ client, table, documents, hmac: testHmac, entersTerms: true });
      let overtaking: Promise<unknown> | undefined;
      const overtake = async () => {
        await direct.effects.dueOf(first.id, T0);
        await direct.onboardings.save(makeCommit(first, { rev: 2, ...person(now) }));
        await direct.effects.dueOf(first.id, T0);
      };
      client.middlewareStack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName === "PutItemCommand") await (overtaking ??= overtake());
            return next(args);
          },
        { step: "initialize" },
      );
      await direct.onboardings.save(makeCommit(first, person(old)));
      await slow.effects.dueOf(first.id, T0);
      expect(overtaking).toBeDefined();
      expect(await found(direct, old)).toBe(0);
      expect(await found(direct, now)).toBe(1);
    });

    test("is entered by the next one when the first did not get to note it", async () => {
      let down = true;
      const { store, direct } = await openBehind((operation) =>
        down && operation === "UpdateItem" ? serviceFault("InternalServerError") : null,
      );
      await direct.vendors.put(makeVendor({ id: ACME, apiKeyDigests: ["digest"] }));
      await direct.onboardings.save(makeCommit(first, person(old)));
      await expect(store.effects.dueOf(first.id, T0)).rejects.toThrow("said by the test");
      expect(await direct.effects.due(after(DAY), 10)).toHaveLength(1);
      down = false;
      await store.effects.dueOf(first.id, T0);
      expect(await direct.effects.due(after(DAY), 10)).toEqual([]);
      expect(await found(direct, old)).toBe(1);
    });
  });
});
