import type { Journal, JournalEntry, NumberedEntry } from "../adapters/sqlite-journal.ts";
import type { OnboardingId, VendorId } from "../domain/ids.ts";
import type { InboxRow } from "../domain/ports.ts";
import type { Hmac, Programs, Vendors } from "../domain/world.ts";
import type { PartnerApproved } from "../functions/partner-approved.ts";
import { firstCommit } from "../functions/start-onboarding.ts";
import type { Beginning } from "../functions/start-onboarding.ts";

/** A start that is in the journal and nowhere else. */
export interface Waiting {
  readonly inbox: InboxRow;
  readonly program: string;
  readonly externalPartnerId: string;
  /** Its number, once it is on disk; `null`: it has turned out to be none of the journal's. */
  readonly n: Promise<number | null>;
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

const keyOf = (...parts: readonly string[]): string => parts.join(" ");
const webhookOf = ({ inbox: { vendor, webhookId } }: Waiting): string => keyOf(vendor, webhookId);
const partnerOf = ({ inbox: { vendor }, program, externalPartnerId }: Waiting): string =>
  keyOf(vendor, program, externalPartnerId);

/** Unless another has taken the place. */
function drop(from: Map<string, Waiting>, key: string, one: Waiting): void {
  if (from.get(key) === one) from.delete(key);
}

/** What waits, by everything it is looked for by. Begins with what the journal holds. */
export function waitingStarts(deps: WaitingDeps) {
  const byId = new Map<OnboardingId, Waiting>();
  const byWebhook = new Map<string, Waiting>();
  const byPartner = new Map<string, Waiting>();
  const entering = new Map<Waiting, Promise<void>>();

  function add(one: Waiting): void {
    byId.set(one.inbox.onboarding, one);
    byWebhook.set(webhookOf(one), one);
    byPartner.set(partnerOf(one), one);
  }

  function remove(one: Waiting): void {
    byId.delete(one.inbox.onboarding);
    drop(byWebhook, webhookOf(one), one);
    drop(byPartner, partnerOf(one), one);
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
    ofWebhook: (...place) => enter(byWebhook.get(keyOf(...place))),
    ofPartner: (...place) => enter(byPartner.get(keyOf(...place))),
    async all() {
      const all = [...byId.values()];
      for (let at = 0; at < all.length; at += CHUNK)
        await Promise.allSettled(all.slice(at, at + CHUNK).map(enter));
    },
  };

  for (const { n, program, ...entry } of entriesOf(deps.journal))
    add({ ...entry, program: program.id, n: Promise.resolve(n) });

  return {
    add,
    remove,
    ids: () => byId.keys(),
    ofWebhook: (...place: Parameters<Unentered["ofWebhook"]>) => byWebhook.get(keyOf(...place)),
    ofPartner: (...place: Parameters<Unentered["ofPartner"]>) => byPartner.get(keyOf(...place)),
    enter,
    unentered,
  };
}

async function write(deps: WaitingDeps, { n: number, inbox: { onboarding } }: Waiting): Promise<void> {
  const n = await number;
  if (n === null) return;
  const entry = deps.journal.read(n);
  if (!entry) throw new Error(`${onboarding}: entry ${n} of the journal is gone`);
  const outcome = await deps.journal.enter(n, firstCommit(deps.hmac, await beginningOf(deps, entry)));
  if (outcome !== "saved") throw new Error(`${onboarding}: cannot be entered (${outcome})`);
}

async function beginningOf({ vendors, programs }: WaitingDeps, entry: JournalEntry): Promise<Beginning> {
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
