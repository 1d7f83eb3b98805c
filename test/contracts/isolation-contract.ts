import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type OnboardingId, onboardingId, type VendorId } from "../../domain/ids.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import {
  ACME,
  after,
  DAY,
  GLOBEX,
  HOUR,
  makeCommit,
  makeEffect,
  makeInbox,
  makeOnboarding,
  makePerson,
} from "../make.ts";
import type { OpenStores, Stores } from "./stores.ts";

/** Both vendors have the same partners, people, webhook ids and dates, so that any mix-up meets a match. */
const make = (vendor: VendorId, partner: number): Onboarding =>
  makeOnboarding({
    id: onboardingId(vendor, `partner0000${partner}`),
    externalPartnerId: `crm-${partner}`,
    startedAt: after(partner * HOUR),
  });

const KINDS = ["start", "close", "person", "webhook", "claim", "fail", "again", "task", "delivery"] as const;

interface Operation {
  readonly vendor: VendorId;
  readonly kind: (typeof KINDS)[number];
  readonly partner: number;
  readonly number: number;
}

const operation: fc.Arbitrary<Operation> = fc.record({
  vendor: fc.constantFrom(ACME, GLOBEX),
  kind: fc.constantFrom(...KINDS),
  partner: fc.nat(2),
  number: fc.nat(3),
});

const WORK: Record<Operation["kind"], (stores: Stores, operation: Operation) => Promise<unknown>> = {
  start: ({ onboardings }, { vendor, partner, number }) => {
    const onboarding = make(vendor, partner);
    return onboardings.save(
      makeCommit(onboarding, {
        records: [makePerson("c1", `anna${number}@alpha.example`)],
        effects: [makeEffect(onboarding)],
        inbox: makeInbox(onboarding, `msg_${number}`),
        dueAt: after(number * DAY),
      }),
    );
  },
  async close({ onboardings }, { vendor, partner }) {
    const stored = await onboardings.load(make(vendor, partner).id);
    if (!stored) return null;
    const closed: Onboarding = { ...stored.onboarding, progress: { state: "completed", at: after(DAY) } };
    return onboardings.save(makeCommit(closed, { rev: stored.rev + 1 }));
  },
  person: ({ onboardings }, { vendor, partner, number }) =>
    onboardings.putRecord(make(vendor, partner).id, makePerson("c1", `ben${number}@alpha.example`)),
  webhook: ({ onboardings }, { vendor, partner, number }) =>
    onboardings.acknowledge(makeInbox(make(vendor, partner), `msg_${number}`)),
  claim: ({ effects }, { vendor, partner, number }) =>
    effects.claim(make(vendor, partner).id, "1.0.0", after(number * DAY), after(number * DAY + HOUR)),
  fail: ({ effects }, { vendor, partner, number }) =>
    effects.settle(make(vendor, partner).id, "1.0.0", { state: "failed", error: "no answer" }, after(number)),
  again: ({ effects }, { vendor, partner, number }) =>
    effects.again(make(vendor, partner).id, "1.0.0", after(number * DAY)),
  task: ({ tasks }, { vendor, partner, number }) =>
    tasks.put(make(vendor, partner).id, {
      n: 1,
      stage: "contract",
      enteredAt: after(number),
      retryCount: 0,
      token: `token-of-${vendor}`,
    }),
  delivery: ({ deliveries }, { vendor, partner, number }) =>
    deliveries.add({
      onboarding: make(vendor, partner).id,
      effect: "1.0.0",
      attempt: number,
      at: after(number),
      status: 200,
      error: null,
    }),
};

/** An operation on what is not there throws, and that is part of what a vendor sees. */
const perform = (stores: Stores, one: Operation): Promise<unknown> =>
  WORK[one.kind](stores, one).catch((fault: unknown) => String(fault));

async function seenOf({ onboardings, effects, tasks, deliveries }: Stores, id: OnboardingId) {
  return {
    stored: await onboardings.load(id),
    commits: await onboardings.commits(id, 0, 100),
    people: await onboardings.records(id, "person"),
    effects: await effects.all(id),
    task: await tasks.get(id),
    deliveries: await deliveries.of(id),
  };
}

/** Everything this vendor can ask. */
async function viewOf(stores: Stores, vendor: VendorId) {
  const { onboardings, effects } = stores;
  const list = (search?: string) =>
    onboardings.list({ vendors: [vendor], order: "newest", limit: 2, search }).then(({ items }) => items);
  return {
    list: await list(),
    waiting: (await onboardings.list({ vendors: [vendor], order: "waiting", limit: 10 })).items,
    found: await Promise.all(["muster", "crm-1", "alpha.example", "ben1@alpha.example"].map(list)),
    counts: await onboardings.counts([vendor]),
    failed: await effects.failed([vendor], 10),
    inbox: await Promise.all([0, 1, 2, 3].map((number) => onboardings.inbox(vendor, `msg_${number}`))),
    latest: await onboardings.latest(vendor, "reseller", "crm-1"),
    each: await Promise.all([0, 1, 2].map((partner) => seenOf(stores, make(vendor, partner).id))),
  };
}

const PATIENCE = 120_000;

/** I7: whatever a vendor does, another one sees and keeps exactly what it would see alone. */
export function isolationContract(open: OpenStores, runs: number): void {
  describe("two vendors in one store", () => {
    test(
      "never read or write each other's rows",
      async () => {
        await fc.assert(
          fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 30 }), async (operations) => {
            const shared = await open();
            const answers = new Map<Operation, unknown>();
            for (const one of operations) answers.set(one, await perform(shared, one));
            for (const vendor of [ACME, GLOBEX]) {
              const alone = await open();
              for (const one of operations.filter((each) => each.vendor === vendor)) {
                expect(await perform(alone, one)).toEqual(answers.get(one));
              }
              expect(await viewOf(shared, vendor)).toEqual(await viewOf(alone, vendor));
              await alone.close();
            }
            await shared.close();
          }),
          { numRuns: runs },
        );
      },
      PATIENCE,
    );

    test("do not see each other in a list of one of them, even by the other's id", async () => {
      const stores = await open();
      const theirs = make(GLOBEX, 1);
      await stores.onboardings.save(makeCommit(theirs));
      const page = await stores.onboardings.list({
        vendors: [ACME],
        search: theirs.id,
        order: "newest",
        limit: 5,
      });
      expect(page.items).toEqual([]);
      await stores.close();
    });
  });
}
