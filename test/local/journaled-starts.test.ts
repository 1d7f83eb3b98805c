import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { parsePartnerApproved } from "../../functions/partner-approved.ts";
import { startOnboarding } from "../../functions/start-onboarding.ts";
import type { StartOnboarding, StartRequest } from "../../functions/start-onboarding.ts";
import { enteredFirst } from "../../local/entered-first.ts";
import { lastingTroubles } from "../../functions/troubles.ts";
import { journaledStarts } from "../../local/journaled-starts.ts";
import { sampleBody } from "../functions/receive-webhook/intake.ts";
import { makeProgram } from "../make-program.ts";
import { ACME, makeVendor, T0, testHmac } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const program = makeProgram();

function requestOf(partner: string, webhookId = `msg_${partner}`): StartRequest {
  const body = sampleBody();
  body.data.externalPartnerId = partner;
  const request = parsePartnerApproved(body, program);
  if (!request.ok) throw new Error(JSON.stringify(request.error));
  return {
    vendor: makeVendor(),
    program,
    request: request.value,
    webhookId,
    bodyHash: `hash of ${webhookId}`,
  };
}

async function idOf(started: ReturnType<StartOnboarding>): Promise<OnboardingId> {
  const done = await started;
  if (!done.ok) throw new Error(done.error.kind);
  return done.value.onboardingId;
}

/** A store with the journal before it. `isBusy`: more keep coming. */
async function openJournaled({ file = ":memory:", isBusy = true } = {}) {
  const raw = openSqliteStore({ file, hmac: testHmac });
  const faults: string[] = [];
  let made = 0;
  const deps = {
    ...raw,
    clock: () => T0,
    hmac: testHmac,
    randomId: () => `start${String(made++).padStart(7, "0")}`,
    baseUrl: "http://127.0.0.1:8080",
    onFault: (where: string, fault: unknown) => faults.push(`${where}: ${String(fault)}`),
    isBusy: () => isBusy,
  };
  const starts = journaledStarts(deps);
  const inJournal = () => raw.journal.after(0, 1000).map(({ inbox }) => inbox.onboarding);
  return { raw, deps, starts, faults, inJournal, store: { ...raw, ...enteredFirst(raw, starts.unentered) } };
}

async function openWithVendor(options: Parameters<typeof openJournaled>[0] = {}) {
  const opened = await openJournaled(options);
  await opened.raw.vendors.put(makeVendor());
  await opened.raw.programs.publish(program);
  return opened;
}

type Opened = Awaited<ReturnType<typeof openJournaled>>;

/** Everything there is of an onboarding. */
const wholeOf = async ({ onboardings, effects }: Opened["raw"], id: OnboardingId) => ({
  stored: await onboardings.load(id),
  commits: await onboardings.commits(id, 0, 10),
  people: await onboardings.records(id, "person"),
  effects: await effects.all(id),
  inbox: await onboardings.inbox(ACME, "msg_one"),
  list: await onboardings.list({ vendors: "all", order: "newest", limit: 10 }),
});

describe("a start by the journal", () => {
  test("is entered as it would have been started directly", async () => {
    const journaled = await openWithVendor();
    const direct = await openWithVendor();
    const id = await idOf(journaled.starts.start(requestOf("one")));
    expect(await idOf(startOnboarding(direct.deps)(requestOf("one")))).toBe(id);
    expect(await wholeOf(journaled.store, id)).toEqual(await wholeOf(direct.raw, id));
    expect(journaled.inJournal()).toEqual([]);
  });

  test("is on disk when it is answered, and entered by the process that comes next", async () => {
    const file = join(temporaryFolder(), "onboarding.db");
    const first = await openWithVendor({ file });
    const started = [1, 2, 3].map((n) => first.starts.start(requestOf(`partner ${n}`)));
    const ids = await Promise.all(started.map(idOf));
    expect(first.inJournal().toSorted()).toEqual(ids.toSorted());
    first.raw.close();

    const next = await openJournaled({ file, isBusy: false });
    onTestFinished(() => next.raw.close());
    next.starts.again();
    await expect.poll(() => next.inJournal()).toEqual([]);
    for (const id of ids) expect((await next.raw.onboardings.load(id))?.rev).toBe(1);
    expect(await idOf(next.starts.start(requestOf("partner 2")))).toBe(ids[1]);
    expect((await next.raw.onboardings.counts("all")).total).toBe(3);
  });

  test("is entered right away while nothing else comes in, and wakes who works on it", async () => {
    const { starts, raw, inJournal } = await openWithVendor({ isBusy: false });
    const id = await idOf(starts.start(requestOf("one")));
    await expect.poll(inJournal).toEqual([]);
    expect((await raw.effects.due(T0, 10)).map(({ onboarding }) => onboarding)).toContain(id);
  });

  test("is entered before the process ends as it should", async () => {
    const { starts, inJournal } = await openWithVendor();
    await Promise.all(["one", "two", "three"].map((name) => starts.start(requestOf(name))));
    await starts.close();
    expect(inJournal()).toEqual([]);
  });

  test("is found by whoever looks for it, by its name and in every list", async () => {
    const { starts, store, inJournal } = await openWithVendor();
    const ids = await Promise.all(["one", "two", "three"].map((name) => idOf(starts.start(requestOf(name)))));
    expect(inJournal()).toHaveLength(3);
    expect(await store.onboardings.latest(ACME, program.id, "two")).toMatchObject({ id: ids[1], open: true });
    expect(await store.onboardings.inbox(ACME, "msg_three")).toMatchObject({ onboarding: ids[2] });
    const query = { vendors: "all", order: "newest", limit: 10, search: "Heizwerk" } as const;
    const { items } = await store.onboardings.list(query);
    expect(items.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  });

  test("is counted at once", async () => {
    const { starts, store } = await openWithVendor();
    await Promise.all(["one", "two"].map((name) => starts.start(requestOf(name))));
    expect((await store.onboardings.counts([ACME])).total).toBe(2);
  });

  test("that cannot be entered is told of, kept, and entered once it can be", async () => {
    const { starts, raw, deps, store, faults, inJournal } = await openJournaled({ isBusy: false });
    const id = await idOf(starts.start(requestOf("one")));
    await expect.poll(() => faults).toEqual([expect.stringContaining(`${id}: Error: ${id}: its vendor`)]);
    expect(inJournal()).toEqual([id]);
    expect(await lastingTroubles(deps, "all")).toEqual([
      { onboarding: id, at: T0, reason: `${id}: its vendor or program ${program.id} is gone` },
    ]);
    expect((await store.onboardings.counts("all")).total).toBe(0);
    await raw.vendors.put(makeVendor());
    await raw.programs.publish(program);
    starts.again();
    await expect.poll(inJournal).toEqual([]);
    expect((await raw.onboardings.load(id))?.rev).toBe(1);
  });

  test("that cannot be written is a fault, and may be sent again", async () => {
    const { starts, raw } = await openWithVendor();
    raw.database.prepare("DROP TABLE journal").run();
    await expect(starts.start(requestOf("one"))).rejects.toThrow("journal");
    await expect(starts.start(requestOf("one"))).rejects.toThrow("journal");
  });
});
