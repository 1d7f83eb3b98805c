import { ScanCommand } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import type { Item } from "../../adapters/dynamo-item.ts";
import { onboardingOfKey, stateKey } from "../../adapters/dynamo-keys.ts";
import { type DynamoStore, openDynamoStore } from "../../adapters/dynamo-store.ts";
import { folderDocuments } from "../../adapters/folder-documents.ts";
import { eventId, type OnboardingId, onboardingId, type VendorId } from "../../domain/ids.ts";
import type { Commit } from "../../domain/ports.ts";
import { TABLE_INDEXES } from "../../infra/table-keys.ts";
import { startDynamoDbProxy } from "../dynamodb-proxy.ts";
import {
  ACME,
  after,
  ANNA,
  BEN,
  DAY,
  GLOBEX,
  makeCommit,
  makeDocument,
  makeEffect,
  makeFunnel,
  makeInbox,
  makeOnboarding,
  makePerson,
  makeSummary,
  makeVendor,
  T0,
  testHmac,
  vendorId,
  withStageOpen,
} from "../make.ts";
import { makeProgram } from "../make-program.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { onDynamo } from "./open-dynamo-stores.ts";

/** Something of every kind. */
async function fill(
  { onboardings, effects, tasks, deliveries, snapshots, vendors }: DynamoStore,
  vendor: VendorId,
) {
  const onboarding = makeOnboarding({ id: onboardingId(vendor, "partner00001") });
  const { id } = onboarding;
  const waiting = makeSummary(onboarding, {
    attention: [{ kind: "stage_overdue", since: T0, contact: null }],
  });
  await vendors.put(makeVendor({ id: vendor, apiKeyDigests: [`digest-of-${vendor}`] }));
  await onboardings.save(
    makeCommit(onboarding, {
      summary: waiting,
      dueAt: after(DAY),
      records: [makePerson("c1", "anna@musterhaus.example")],
      effects: [makeEffect(onboarding), makeEffect(onboarding, { key: "1.0.1" })],
      inbox: makeInbox(onboarding, "msg_1"),
    }),
  );
  await onboardings.putRecord(id, { kind: "note", key: "1.0", value: { text: "Called." } });
  await effects.dueOf(id, T0);
  await effects.settle(id, "1.0.0", { state: "failed", error: "refused" }, after(1));
  await tasks.put(id, { n: 1, stage: "contract", enteredAt: T0, retryCount: 0, token: "token" });
  await deliveries.add({ onboarding: id, effect: "1.0.1", attempt: 1, at: T0, status: 200, error: null });
  await snapshots.put(vendor, makeFunnel());
  await snapshots.putMark("executions", "1");
}

const ownerOf = (item: Item): string | undefined => /^V#([a-z0-9-]+)(?:#|$)/.exec(item["pk"]?.S ?? "")?.[1];

/** Also in each index it is in. */
function isInPlace(item: Item): boolean {
  const owner = ownerOf(item);
  const inIndexes = ["listPk", "workPk"].flatMap((name) => item[name]?.S ?? []);
  return (
    (owner !== undefined || /^(KEY#|PROGRAM#|MARK$)/.test(item["pk"]?.S ?? "")) &&
    inIndexes.every((pk) => pk === `V#${owner}` || pk.startsWith(`V#${owner}#`)) &&
    /^due#[0-3]$/.test(item["dueShard"]?.S ?? "due#0")
  );
}

/** An item as it is sent. */
type SentItem = Readonly<Record<string, { readonly S?: string; readonly N?: string; readonly B?: string }>>;

/** What an item is charged by: names and values, in bytes. */
function sizeOf(item: SentItem): number {
  const values = Object.entries(item).map(([name, value]) => {
    const text = value.S ?? value.N ?? "";
    return name.length + Buffer.byteLength(text) + Buffer.from(value.B ?? "", "base64").length;
  });
  return values.reduce((sum, size) => sum + size, 0);
}

const first = makeOnboarding();

/** What wakes others, of commits. */
const marksOf = (written: readonly SentItem[][]): unknown =>
  written
    .flat()
    .flatMap(({ sk, work, webhook: other }) =>
      sk?.S?.startsWith("COMMIT#") ? [{ work: work?.S, webhook: other?.S }] : [],
    );

onDynamo((local) => {
  async function openLayout(goesOn?: (id: OnboardingId) => void) {
    const table = await local().createTable();
    const written: SentItem[][] = [];
    const endpoint = await startDynamoDbProxy(local().endpoint, (operation, body) => {
      if (operation !== "TransactWriteItems") return null;
      const { TransactItems }: { TransactItems: { Put?: { Item: SentItem } }[] } = JSON.parse(body);
      written.push(TransactItems.map(({ Put }) => Put?.Item ?? {}));
      return null;
    });
    const documents = folderDocuments(temporaryFolder());
    const store = openDynamoStore({
      client: local().client({ endpoint }),
      table,
      documents,
      hmac: testHmac,
      entersTerms: true,
      goesOn,
    });
    return { store, table, written };
  }

  /** The writes of one item at a time, in their order. */
  async function openUpdates() {
    const table = await local().createTable();
    const updates: string[] = [];
    const endpoint = await startDynamoDbProxy(local().endpoint, (operation) => {
      if (/^(Put|Update|Delete)Item$/.test(operation)) updates.push(operation);
      return null;
    });
    const documents = folderDocuments(temporaryFolder());
    const client = local().client({ endpoint });
    const store = openDynamoStore({ client, table, documents, hmac: testHmac });
    await store.onboardings.save(
      makeCommit(first, { effects: ["1.0.0", "1.0.1", "1.0.2"].map((key) => makeEffect(first, { key })) }),
    );
    return { store, updates };
  }

  describe("who saves a commit", () => {
    const webhook = { kind: "webhook", event: eventId(1, 0) } as const;
    const commit = makeCommit(first, {
      effects: [makeEffect(first, { key: "1.0.0" }), makeEffect(first, { key: "1.0.1", effect: webhook })],
    });
    test("has others woken for what it owes", async () => {
      const { store, written } = await openLayout();
      await store.onboardings.save(commit);
      expect(marksOf(written)).toEqual([{ work: "due", webhook: "due" }]);
    });

    test("is told of it and wakes only who sends webhooks, when it goes on itself; it is due all the same", async () => {
      const changed: OnboardingId[] = [];
      const { store, written } = await openLayout((id) => changed.push(id));
      await store.onboardings.save(commit);
      expect(changed).toEqual([first.id]);
      expect(marksOf(written)).toEqual([{ work: undefined, webhook: "due" }]);
      expect(await store.effects.due(T0, 10)).toContainEqual(
        expect.objectContaining({ kind: "effect", onboarding: first.id, key: "1.0.0" }),
      );
    });
  });

  describe("keys", () => {
    test("begin with the vendor, but for what is nobody's, and so do those of the indexes", async () => {
      const { store, table } = await openLayout();
      const vendors = [ACME, vendorId("acme-2"), GLOBEX];
      for (const vendor of vendors) await fill(store, vendor);
      await store.programs.publish(makeProgram());
      const { Items: items = [] } = await local()
        .client()
        .send(new ScanCommand({ TableName: table }));
      expect(items.filter((item) => !isInPlace(item))).toEqual([]);
      const ofEach = vendors.map((vendor) => items.filter((item) => ownerOf(item) === vendor).length);
      expect(ofEach).toEqual([15, 15, 15]);
    });

    test("tell whose rows they are of, and nothing else does", () => {
      expect(onboardingOfKey(stateKey(first.id).pk)).toBe(first.id);
      for (const other of [
        "V#acme",
        "V#acme#TERM",
        `V#globex#O#${first.id}`,
        `V#acme#INBOX#${first.id}`,
        first.id,
        "",
      ]) {
        expect(onboardingOfKey(other)).toBeNull();
      }
    });
  });

  describe("what a commit costs", () => {
    const opened = withStageOpen(makeOnboarding(), "training");
    const learning: Commit["onboarding"] = {
      ...opened,
      agreement: {
        state: "completed",
        signatory: ANNA,
        document: makeDocument(),
        sentAt: T0,
        signedAt: T0,
        completedAt: T0,
      },
      enrollments: [ANNA, BEN].map((contact) => ({
        state: "in_progress",
        contact,
        track: "sales",
        modules: ["why", "how"],
      })),
    };

    test("is two items, each within one write unit, when a partner gets on", async () => {
      const { store, written } = await openLayout();
      await store.onboardings.save(makeCommit(opened));
      await store.onboardings.save(makeCommit(learning, { rev: 2 }));
      const sizes = written.at(-1)?.map(sizeOf) ?? [];
      expect(sizes).toHaveLength(2);
      expect(Math.max(...sizes)).toBeLessThan(1024);
    });

    test("is no item more for its effects, nor for what the onboarding is to be found by", async () => {
      const { store, written } = await openLayout();
      await store.onboardings.save(makeCommit(opened));
      const effects = ["2.0.0", "2.0.1", "2.1.0"].map((key) => makeEffect(opened, { key }));
      const records = [makePerson("c1", "anna@musterhaus.example")];
      await store.onboardings.save(makeCommit(learning, { rev: 2, effects, records }));
      const [state, record, commit] = written.at(-1) ?? [];
      expect(written.at(-1)).toHaveLength(3);
      expect([state, record, commit].map((item) => item?.["sk"]?.S?.split("#")[0])).toEqual([
        "STATE",
        "RECORD",
        "COMMIT",
      ]);
      expect(sizeOf(commit ?? {})).toBeLessThan(1024);
    });

    test("is nothing in the list of all when somebody is asked for attention", async () => {
      const { store, written } = await openLayout();
      await store.onboardings.save(makeCommit(opened));
      const asking = makeSummary(opened, {
        attention: [{ kind: "deal_review", since: T0, contact: null }],
      });
      await store.onboardings.save(makeCommit(opened, { rev: 2, summary: asking }));
      const [list] = TABLE_INDEXES.filter(({ name }) => name === "list");
      const carried = [list?.partition, list?.sort.name, ...(list?.include ?? [])];
      const [before, now] = [written.at(0), written.at(-1)].map((items) =>
        carried.map((name) => items?.[0]?.[name ?? ""]),
      );
      expect(now).toEqual(before);
      expect(written.at(-1)?.[0]).toMatchObject({ attention: { S: ",deal_review," } });
    });
  });

  describe("what is done about it", () => {
    test("is one write for what several want of one commit at the same moment", async () => {
      const { store, updates } = await openUpdates();
      const claims = ["1.0.0", "1.0.1", "1.0.2", "1.0.2"].map((key) =>
        store.effects.claim(first.id, key, T0, after(DAY)),
      );
      const claimed = await Promise.all(claims);
      expect(claimed.map((row) => row?.key)).toEqual(["1.0.0", "1.0.1", "1.0.2", undefined]);
      expect(updates).toEqual(["UpdateItem"]);
    });

    test("is none for what changes nothing", async () => {
      const { store, updates } = await openUpdates();
      await store.effects.settle(first.id, "1.0.9", { state: "done", outcome: "" }, T0);
      expect(await store.effects.claim(first.id, "1.0.0", after(-1), T0)).toBeNull();
      expect(await store.effects.again(first.id, "1.0.0", T0)).toBe(false);
      expect(updates).toEqual([]);
    });
  });
});
