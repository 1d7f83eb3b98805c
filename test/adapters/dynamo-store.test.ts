import { randomBytes } from "node:crypto";
import type { DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { describe, expect, test } from "vitest";
import { DynamoFault } from "../../adapters/dynamo-fault.ts";
import { type DynamoStore, openDynamoStore } from "../../adapters/dynamo-store.ts";
import { folderDocuments } from "../../adapters/folder-documents.ts";
import { onboardingId, type VendorId } from "../../domain/ids.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Commit } from "../../domain/ports.ts";
import { type Rule, canceledFor, serviceFault, startDynamoDbProxy } from "../dynamodb-proxy.ts";
import {
  ACME,
  after,
  DAY,
  makeCommit,
  makeEffect,
  makeInbox,
  makeOnboarding,
  makePerson,
  T0,
  testHmac,
  withStageOpen,
} from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { onDynamo } from "./open-dynamo-stores.ts";

const first = makeOnboarding();
const commit = makeCommit(first, {
  dueAt: after(DAY),
  records: [makePerson("c1", "anna@musterhaus.example")],
  effects: [makeEffect(first)],
  inbox: makeInbox(first, "msg_1"),
});

/** Whatever was compressed stays as large as it is. */
const noise = (bytes: number): string => randomBytes(bytes / 2).toString("hex");

const numbered = (number: number, vendor: VendorId = ACME): Onboarding =>
  makeOnboarding({
    id: onboardingId(vendor, `partner${String(number).padStart(5, "0")}`),
    externalPartnerId: `crm-${number}`,
    startedAt: after(number),
  });

/** For the first so many transactions. */
function atFirst(times: number, interfere: (body: string) => ReturnType<Rule>): Rule {
  let left = times;
  return (operation, body) => (operation === "TransactWriteItems" && left-- > 0 ? interfere(body) : null);
}

const reasonOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "none",
    (fault: unknown) => {
      if (fault instanceof DynamoFault) return fault.reason;
      throw fault;
    },
  );

onDynamo((local) => {
  type Options = Partial<Parameters<typeof openDynamoStore>[0]>;

  const openOn = (table: string, config: DynamoDBClientConfig = {}, options: Options = {}): DynamoStore =>
    openDynamoStore({
      client: local().client(config),
      table,
      documents: folderDocuments(temporaryFolder()),
      hmac: testHmac,
      ...options,
    });

  const open = async (options: Options = {}): Promise<DynamoStore> =>
    openOn(await local().createTable(), {}, options);

  /** A store whose requests a rule may stop, and one on the same table whose requests go through. */
  async function openBehind(rule: Rule) {
    const table = await local().createTable();
    const endpoint = await startDynamoDbProxy(local().endpoint, rule);
    return { store: openOn(table, { endpoint }), direct: openOn(table) };
  }

  describe("a commit", () => {
    test("is saved by one of two processes that bring it at the same moment", async () => {
      const table = await local().createTable();
      const processes = [openOn(table), openOn(table)];
      await processes[0]?.onboardings.save(commit);
      for (let rev = 2; rev < 8; rev++) {
        const outcomes = await Promise.all(
          processes.map(({ onboardings }, index) =>
            onboardings.save(makeCommit(first, { rev, dueAt: after(rev * DAY + index) })),
          ),
        );
        expect(outcomes.toSorted()).toEqual(["saved", "stale"]);
      }
      expect(await processes[1]?.onboardings.commits(first.id, 0, 100)).toHaveLength(7);
    });

    test("has lost when DynamoDB sees two transactions on one item", async () => {
      const { store, direct } = await openBehind(
        atFirst(1, (body) => canceledFor("TransactionConflict", body)),
      );
      expect(await store.onboardings.save(commit)).toBe("stale");
      expect(await direct.onboardings.load(first.id)).toBeNull();
      expect(await store.onboardings.save(commit)).toBe("saved");
    });

    test("counts as saved when only its answer was lost", async () => {
      const { store, direct } = await openBehind(atFirst(1, () => "lose"));
      expect(await store.onboardings.save(commit)).toBe("saved");
      expect(await direct.onboardings.commits(first.id, 0, 10)).toEqual([commit.item]);
      const next = makeCommit(withStageOpen(first, "contract"), { rev: 2 });
      expect(await store.onboardings.save(next)).toBe("saved");
    });

    test("counts as saved when the process asks again, and not twice", async () => {
      const { onboardings } = await open();
      expect(await onboardings.save(commit)).toBe("saved");
      expect(await onboardings.save(commit)).toBe("saved");
      expect(await onboardings.commits(first.id, 0, 10)).toHaveLength(1);
    });

    test.each([
      ["refused as a whole", () => serviceFault("ThrottlingException")],
      ["canceled", (body: string) => canceledFor("ThrottlingError", body)],
    ] as const)("is tried again when it was %s for its pace", async (_, interfere) => {
      const { store } = await openBehind(atFirst(2, interfere));
      expect(await store.onboardings.save(commit)).toBe("saved");
    });

    test.each([
      ["refused as a whole", () => serviceFault("ProvisionedThroughputExceededException")],
      ["canceled", (body: string) => canceledFor("ProvisionedThroughputExceeded", body)],
    ] as const)("that is %s for its pace every time fails, and says what to do", async (_, interfere) => {
      const { store, direct } = await openBehind(atFirst(Infinity, interfere));
      const saving = store.onboardings.save(commit);
      await expect(saving).rejects.toMatchObject({ name: "DynamoFault", reason: "throttled" });
      await expect(saving).rejects.toThrow("Try again in a minute");
      expect(await direct.onboardings.load(first.id)).toBeNull();
    });

    test("fails with DynamoDB's own words when it is canceled for another reason", async () => {
      const { store } = await openBehind(atFirst(1, (body) => canceledFor("AccessDenied", body)));
      await expect(store.onboardings.save(commit)).rejects.toThrow("AccessDenied");
    });

    test("may come near the largest item, and beyond it is refused whole", async () => {
      const { onboardings } = await open();
      const sized = (bytes: number): Commit =>
        makeCommit({ ...first, partner: { ...first.partner, registrationId: noise(bytes) } });
      expect(await reasonOf(onboardings.save(sized(900_000)))).toBe("too_large");
      expect(await onboardings.load(first.id)).toBeNull();
      const large = sized(700_000);
      expect(await onboardings.save(large)).toBe("saved");
      expect((await onboardings.load(first.id))?.onboarding).toEqual(large.onboarding);
    });

    test("of more than a hundred items is refused before it is sent", async () => {
      const { onboardings } = await open();
      const records = Array.from({ length: 99 }, (_, index) => makePerson(`c${index}`, ""));
      const saving = onboardings.save({ ...commit, records });
      await expect(saving).rejects.toThrow(/up to 100 items.*\(\d+ items\)/);
      expect(await onboardings.load(first.id)).toBeNull();
    });
  });

  describe("what DynamoDB cannot do", () => {
    test("is named when there is no such table", async () => {
      expect(await reasonOf(openOn("nowhere").onboardings.load(first.id))).toBe("no_table");
    });

    test("is named when nothing answers", async () => {
      const store = openOn("any", { endpoint: "http://127.0.0.1:1", maxAttempts: 1 });
      expect(await reasonOf(store.onboardings.save(commit))).toBe("unreachable");
    });
  });

  describe("reading", () => {
    test("goes on where an answer was full", async () => {
      const { onboardings } = await open();
      await onboardings.save(commit);
      for (let rev = 2; rev <= 7; rev++) {
        const [event] = commit.item.events;
        const { item, ...rest } = makeCommit(first, { rev });
        const events = event ? [{ ...event, digests: { note: noise(500_000) } }] : [];
        await onboardings.save({ ...rest, item: { ...item, events } });
      }
      const commits = await onboardings.commits(first.id, 0, 100);
      expect(commits.map(({ rev }) => rev)).toEqual([1, 2, 3, 4, 5, 6, 7]);
    });

    test("asks again for what was left out of an answer", async () => {
      let left = 2;
      const { store, direct } = await openBehind((operation, body) => {
        if (operation !== "BatchGetItem" || left-- <= 0) return null;
        const { RequestItems }: { RequestItems: unknown } = JSON.parse(body);
        return { status: 200, body: { Responses: {}, UnprocessedKeys: RequestItems } };
      });
      await direct.onboardings.save(commit);
      const page = await store.onboardings.list({ vendors: [ACME], order: "newest", limit: 5 });
      expect(page.items).toEqual([commit.summary]);
    });

    test("lists more at once than can be asked for in one batch", async () => {
      const { onboardings, effects } = await open({ entersTerms: true });
      for (let start = 1; start <= 120; start += 10) {
        const ten = Array.from({ length: 10 }, (_, index) => makeCommit(numbered(start + index)));
        await Promise.all(ten.map((one) => onboardings.save(one)));
        await Promise.all(ten.map((one) => effects.dueOf(one.onboarding.id, T0)));
      }
      const query = { vendors: [ACME], search: "muster", order: "newest", limit: 110 } as const;
      const page = await onboardings.list(query);
      const rest = await onboardings.list({ ...query, cursor: page.next ?? undefined });
      const seen = [...page.items, ...rest.items].map(({ externalPartnerId }) => externalPartnerId);
      expect(seen).toEqual(Array.from({ length: 120 }, (_, index) => `crm-${120 - index}`));
    });

    test("tells counts again for twenty times as long as it took to count", async () => {
      let now = T0;
      // The clock goes on while it counts.
      const ticking = () => (now = after(50, now));
      const { onboardings } = await open({ countsKept: ticking });
      const total = async () => (await onboardings.counts([ACME])).total;
      await onboardings.save(commit);
      expect(await Promise.all([total(), total()])).toEqual([1, 1]);
      await onboardings.save(makeCommit(numbered(2)));
      expect(await total()).toBe(1);
      now = after(3000, now);
      expect(await total()).toBe(2);
    });
  });
});
