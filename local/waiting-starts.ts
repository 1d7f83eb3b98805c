import type { Journal, JournalEntry, NumberedEntry } from "../adapters/sqlite-journal.ts";
import type { OnboardingId, VendorId } from "../domain/ids.ts";
import type { Hmac, Programs, Vendors } from "../domain/world.ts";
import type { PartnerApproved } from "../functions/partner-approved.ts";
import { firstCommit } from "../functions/start-onboarding.ts";
import type { Beginning } from "../functions/start-onboarding.ts";

/** A start that is in the journal and nowhere else. Of a flood there are many, so it holds little. */
export interface Waiting {
  readonly id: OnboardingId;
  readonly webhook: string;
  readonly partner: string;
  /** Its number, once it is on disk; `null`: it has turned out to be none of the journal's. */
  n: number | Promise<number | null>;
}

/** Has what is looked for entered first, as far as it waits. */
export interface Unentered {
  ofId(id: OnboardingId): Promise<void>;
  ofWebhook(vendor: VendorId, webhookId: string): Promise<void>;
  ofPartner(vendor: VendorId, program: string, externalPartnerId: string): Promise<void>;
  /** All there are when it is asked, but those that cannot be: they keep nobody else from being found. */
  all(): Promise<void>;
}

export interface WaitingDeps {
  readonly journal: Journal;
  readonly programs: Pick<Programs, "version">;
  readonly vendors: Pick<Vendors, "get">;
  readonly hmac: Hmac;
}

/** Entered in one go, with room for others between. */
const CHUNK = 100;

export const webhookKey = (vendor: VendorId, webhookId: string): string => `${vendor} ${webhookId}`;
export const partnerKey = (vendor: VendorId, program: string, externalPartnerId: string): string =>
  `${vendor} ${program} ${externalPartnerId}`;

/** Unless another has taken the place. */
function drop(from: Map<string, Waiting>, key: string, one: Waiting): void {
  if (from.get(key) === one) from.delete(key);
}

async function inChunks(all: readonly Waiting[], enter: (one: Waiting) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += CHUNK)
    await Promise.allSettled(all.slice(at, at + CHUNK).map(enter));
}

/** What waits, by everything it is looked for by. Begins with what the journal holds. */
export function waitingStarts(deps: WaitingDeps) {
  const byId = new Map<OnboardingId, Waiting>();
  const byWebhook = new Map<string, Waiting>();
  const byPartner = new Map<string, Waiting>();
  const entering = new Map<Waiting, Promise<void>>();

  function add(one: Waiting): void {
    byId.set(one.id, one);
    byWebhook.set(one.webhook, one);
    byPartner.set(one.partner, one);
  }

  function remove(one: Waiting): void {
    byId.delete(one.id);
    drop(byWebhook, one.webhook, one);
    drop(byPartner, one.partner, one);
  }

  async function enterOnce(one: Waiting): Promise<void> {
    try {
      await write(deps, one);
      remove(one);
    } finally {
      entering.delete(one);
    }
  }

  async function enter(one: Waiting | undefined): Promise<void> {
    if (!one) return;
    const under = entering.get(one) ?? enterOnce(one);
    entering.set(one, under);
    await under;
  }

  const unentered: Unentered = {
    ofId: (id) => enter(byId.get(id)),
    ofWebhook: (...place) => enter(byWebhook.get(webhookKey(...place))),
    ofPartner: (...place) => enter(byPartner.get(partnerKey(...place))),
    all: () => inChunks([...byId.values()], enter),
  };

  for (const { n, inbox, program, externalPartnerId } of entriesOf(deps.journal)) {
    const { vendor, webhookId, onboarding: id } = inbox;
    const partner = partnerKey(vendor, program.id, externalPartnerId);
    add({ id, webhook: webhookKey(vendor, webhookId), partner, n });
  }

  return {
    add,
    remove,
    ids: () => byId.keys(),
    ofWebhook: (key: string) => byWebhook.get(key),
    ofPartner: (key: string) => byPartner.get(key),
    enter,
    unentered,
  };
}

async function write({ journal, ...deps }: WaitingDeps, { id, n: number }: Waiting): Promise<void> {
  const n = await number;
  if (n === null) return;
  const entry = journal.read(n);
  if (!entry) throw new Error(`${id}: entry ${n} of the journal is gone`);
  const outcome = await journal.enter(n, firstCommit(deps.hmac, await beginningOf(deps, entry)));
  if (outcome !== "saved") throw new Error(`${id}: cannot be entered (${outcome})`);
}

async function beginningOf(
  { vendors, programs }: Omit<WaitingDeps, "journal">,
  entry: JournalEntry,
): Promise<Beginning> {
  const { inbox, program, request } = entry;
  const [vendor, version] = await Promise.all([
    vendors.get(inbox.vendor),
    programs.version(program.id, program.version),
  ]);
  if (!vendor || !version)
    throw new Error(`${inbox.onboarding}: its vendor or program ${program.id} is gone`);
  const asked: PartnerApproved = JSON.parse(request);
  const { webhookId, bodyHash } = inbox;
  return { input: { vendor, program: version, request: asked, webhookId, bodyHash }, inbox, ordinal: 1 };
}

const PAGE = 500;

function* entriesOf(journal: Journal): Generator<NumberedEntry> {
  for (let from = 0; ;) {
    const entries = journal.after(from, PAGE);
    const last = entries.at(-1);
    if (!last) return;
    yield* entries;
    from = last.n;
  }
}
