import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { BadCursor } from "../../adapters/list-cursor.ts";
import { onboardingId, type VendorId } from "../../domain/ids.ts";
import { type Onboarding, STATUSES } from "../../domain/onboarding.ts";
import type { ListQuery } from "../../domain/ports.ts";
import { STAGES } from "../../domain/program.ts";
import { ATTENTION, type AttentionKind, type Summary } from "../../domain/summary.ts";
import { ACME, after, GLOBEX, HOUR, makeOnboarding, makeSummary } from "../make.ts";
import { searchContract } from "./search-contract.ts";
import { type OpenStores, openWithVendors, saveNext, type Stores } from "./stores.ts";

const make = (number: number, changes: Partial<Onboarding> = {}, vendor: VendorId = ACME): Onboarding =>
  makeOnboarding({
    id: onboardingId(vendor, `partner${String(number).padStart(5, "0")}`),
    externalPartnerId: `crm-${number}`,
    startedAt: after(number * HOUR),
    ...changes,
  });

const waiting = (kind: AttentionKind, hours: number): Pick<Summary, "attention"> => ({
  attention: [{ kind, since: after(hours * HOUR), contact: null }],
});

const summaryChanges = fc.record({
  status: fc.constantFrom(...STATUSES),
  stage: fc.option(fc.constantFrom(...STAGES)),
  attention: fc
    .uniqueArray(fc.constantFrom(...ATTENTION), { maxLength: 3 })
    .map((kinds) => kinds.map((kind, hours) => ({ kind, since: after(hours * HOUR), contact: null }))),
});

const numbers = (items: readonly Summary[]) => items.map((item) => item.externalPartnerId.slice(4)).join(" ");

const PATIENCE = 120_000;

/** Lists and counts of every `Onboardings`. */
export function listingContract(open: OpenStores, runs: number): void {
  let stores: Stores;
  beforeEach(async () => {
    stores = await openWithVendors(open);
  });
  afterEach(() => stores.close());

  const ask = (query: Partial<ListQuery>) =>
    stores.onboardings.list({ vendors: [ACME], order: "newest", limit: 50, ...query });

  async function walk(query: Partial<ListQuery>, between: (page: number) => Promise<void> = async () => {}) {
    const seen: Summary[] = [];
    let next: string | null = null;
    for (let page = 0; page === 0 || next !== null; page++) {
      const { items, next: following } = await ask({ ...query, cursor: next ?? undefined });
      seen.push(...items);
      next = following;
      await between(page);
      if (page > 100) throw new Error("The pages never end.");
    }
    return seen;
  }

  async function firstCursor(query: Partial<ListQuery> = {}): Promise<string> {
    for (let number = 1; number <= 3; number++) await saveNext(stores, make(number));
    const { next } = await ask({ limit: 1, ...query });
    if (!next) throw new Error("There should be another page.");
    return next;
  }

  async function expectFit(vendors: readonly VendorId[] | "all"): Promise<void> {
    const counts = await stores.onboardings.counts(vendors);
    const shown = async (query: Partial<ListQuery>) =>
      (await walk({ vendors, order: "waiting", limit: 3, ...query })).length;
    expect(counts.total).toBe(await shown({}));
    for (const status of STATUSES) expect(counts.status[status]).toBe(await shown({ status }));
    for (const stage of STAGES) expect(counts.stage[stage]).toBe(await shown({ stage }));
    for (const attention of ATTENTION) expect(counts.attention[attention]).toBe(await shown({ attention }));
  }

  describe("listing", () => {
    test("gives the summaries as they were saved last, newest first", async () => {
      const one = make(1);
      await saveNext(stores, one);
      await saveNext(stores, make(2));
      const summary = makeSummary(one, { status: "action_required", ...waiting("stage_overdue", 5) });
      await saveNext(stores, one, { summary });
      await stores.reopen();
      expect((await ask({})).items).toEqual([makeSummary(make(2)), summary]);
    });

    test("names what cannot be read, and shows the others", async () => {
      for (let number = 1; number <= 4; number++)
        await saveNext(stores, make(number), {
          summary: makeSummary(make(number), waiting("deal_review", number)),
        });
      await stores.garble(make(3).id);
      const first = await ask({ limit: 3 });
      expect([numbers(first.items), first.unreadable]).toEqual(["4 2", [make(3).id]]);
      const rest = await ask({ limit: 3, cursor: first.next ?? undefined });
      expect([numbers(rest.items), rest.unreadable, rest.next]).toEqual(["1", [], null]);
      const waits = await ask({ order: "waiting", attention: "any" });
      expect([numbers(waits.items), waits.unreadable]).toEqual(["1 2 4", [make(3).id]]);
    });

    test("pages through all of them once, and says which page is the last", async () => {
      for (let number = 1; number <= 7; number++)
        await saveNext(stores, make(number, { startedAt: after(0) }));
      expect((await ask({ limit: 7 })).next).toBeNull();
      expect((await ask({ limit: 6 })).next).not.toBeNull();
      const seen = await walk({ limit: 3 });
      expect(new Set(seen.map(({ id }) => id)).size).toBe(7);
      expect(seen).toHaveLength(7);
    });

    test("pages steadily while others start and change", async () => {
      for (let number = 1; number <= 6; number++) await saveNext(stores, make(number));
      const seen = await walk({ limit: 2 }, async (page) => {
        if (page > 2) return;
        await saveNext(stores, make(10 + page));
        const moved = make(6 - page);
        await saveNext(stores, moved, { summary: makeSummary(moved, waiting("deal_review", 1)) });
      });
      expect(numbers(seen)).toBe("6 5 4 3 2 1");
    });

    test("lists what waits by its oldest reason, the longest first, and then the others", async () => {
      const reasons = [3, null, 1, null, 2];
      for (const [number, hours] of reasons.entries()) {
        const onboarding = make(number);
        const changes = hours === null ? {} : waiting("stage_overdue", hours);
        await saveNext(stores, onboarding, { summary: makeSummary(onboarding, changes) });
      }
      for (const limit of [1, 2, 3, 10]) {
        expect(numbers(await walk({ order: "waiting", limit }))).toBe("2 4 0 3 1");
      }
    });

    test("filters by status, stage, program and attention", async () => {
      await saveNext(stores, make(1), {
        summary: makeSummary(make(1), { stage: "training", ...waiting("deal_review_overdue", 1) }),
      });
      const declined = { status: "declined", stage: "training" } as const;
      await saveNext(stores, make(2), { summary: makeSummary(make(2), declined) });
      const referral = make(3, { program: { id: "referral", version: "b" } });
      await saveNext(stores, referral, { summary: makeSummary(referral, waiting("deal_review", 2)) });

      expect(numbers((await ask({ status: "declined" })).items)).toBe("2");
      expect(numbers((await ask({ program: "referral" })).items)).toBe("3");
      expect(numbers((await ask({ attention: "any" })).items)).toBe("3 1");
      expect(numbers((await ask({ attention: "deal_review" })).items)).toBe("3");
      expect(numbers((await ask({ attention: "any", program: "reseller" })).items)).toBe("1");
      expect(numbers((await ask({ stage: "training" })).items)).toBe("1");
      expect(numbers((await ask({ stage: "training", status: "declined" })).items)).toBe("2");
    });

    test("shows the vendors asked for, in one order", async () => {
      await saveNext(stores, make(1));
      await saveNext(stores, make(2, {}, GLOBEX));
      await saveNext(stores, make(3));
      expect(numbers((await ask({})).items)).toBe("3 1");
      expect(numbers((await ask({ vendors: [GLOBEX] })).items)).toBe("2");
      expect(numbers((await ask({ vendors: [] })).items)).toBe("");
      expect(numbers(await walk({ vendors: "all", limit: 1 }))).toBe("3 2 1");
      expect(numbers(await walk({ vendors: [GLOBEX, ACME, ACME], limit: 2 }))).toBe("3 2 1");
    });
  });

  describe("a cursor", () => {
    test("is refused when it was made up or changed", async () => {
      const cursor = await firstCursor();
      const changed = cursor.slice(0, -2) + (cursor.endsWith("AA") ? "BB" : "AA");
      for (const forged of ["", "x", ".", "bmV3ZXN0LzAvMA.AAAA", changed, `A${cursor}`, `${cursor}=`]) {
        await expect(ask({ limit: 1, cursor: forged })).rejects.toBeInstanceOf(BadCursor);
      }
    });

    test("is refused by every list but its own", async () => {
      const cursor = await firstCursor();
      const others: Partial<ListQuery>[] = [
        { vendors: [GLOBEX] },
        { vendors: "all" },
        { vendors: [ACME, GLOBEX] },
        { status: "in_progress" },
        { stage: "contract" },
        { program: "reseller" },
        { attention: "any" },
        { search: "muster" },
        { order: "waiting" },
      ];
      for (const other of others) await expect(ask({ ...other, cursor })).rejects.toBeInstanceOf(BadCursor);
    });

    test("outlives a restart, and another page size", async () => {
      const cursor = await firstCursor();
      await stores.reopen();
      expect(numbers((await ask({ limit: 10, cursor })).items)).toBe("2 1");
    });
  });

  describe("counting", () => {
    test("counts nothing where nothing is", async () => {
      const counts = await stores.onboardings.counts("all");
      expect(counts.total).toBe(0);
      expect(Object.keys(counts.status)).toEqual([...STATUSES]);
      expect(counts.stage.training).toBe(0);
    });

    test(
      "counts exactly what the lists show, whatever was saved",
      async () => {
        const operation = fc.record({ number: fc.nat(6), changes: summaryChanges });
        const checked = fc.assert(
          fc.asyncProperty(fc.array(operation, { maxLength: 15 }), async (operations) => {
            await stores.close();
            stores = await openWithVendors(open);
            for (const { number, changes } of operations) {
              const onboarding = make(number, { ordinal: 1 }, number % 2 ? ACME : GLOBEX);
              await saveNext(stores, onboarding, { summary: makeSummary(onboarding, changes) });
            }
            for (const vendors of [[ACME], [ACME, GLOBEX], "all"] as const) await expectFit(vendors);
          }),
          { numRuns: runs },
        );
        await expect(checked).resolves.toBeUndefined();
      },
      PATIENCE,
    );
  });

  searchContract(open);
}
