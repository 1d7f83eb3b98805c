import { vendorOf } from "../../domain/ids.ts";
import type { OnboardingId } from "../../domain/ids.ts";
import { isClosed, STATUSES } from "../../domain/onboarding.ts";
import type { Onboarding } from "../../domain/onboarding.ts";
import type { Commit, InboxRow, Onboardings, SaveOutcome } from "../../domain/ports.ts";
import { STAGES } from "../../domain/program.ts";
import type { RecordKind, Records } from "../../domain/records.ts";
import { ATTENTION } from "../../domain/summary.ts";
import { rowsOf } from "./memory-rows.ts";
import type { Rows, Tables } from "./memory-rows.ts";

const inboxKey = (vendor: string, webhookId: string): string => `${vendor} ${webhookId}`;
const partnerKey = (vendor: string, program: string, partner: string): string =>
  `${vendor} ${program} ${partner}`;
const placeOf = ({ id, program, externalPartnerId }: Onboarding): string =>
  partnerKey(vendorOf(id), program.id, externalPartnerId);

function whyNotFirst(tables: Tables, { onboarding, inbox }: Commit): SaveOutcome | null {
  if (inbox && tables.inbox.has(inboxKey(inbox.vendor, inbox.webhookId))) return "webhook_seen";
  const latest = tables.latest.get(placeOf(onboarding));
  const before = latest && rowsOf(tables, latest).stored.onboarding;
  if (before && !isClosed(before)) return "already_open";
  if (before && before.ordinal >= onboarding.ordinal) return "stale";
  return tables.onboardings.has(onboarding.id) ? "stale" : null;
}

function write(rows: Rows, { onboarding, item, summary, dueAt, records, effects }: Commit): void {
  if (effects.some(({ key }) => rows.effects.has(key)))
    throw new Error(`${onboarding.id}: an effect comes twice`);
  rows.stored = { onboarding, rev: item.rev, head: item.hash };
  rows.summary = summary;
  rows.dueAt = dueAt;
  rows.commits.push(item);
  for (const effect of effects) rows.effects.set(effect.key, effect);
  for (const { kind, key, value } of records) rows.records.set(`${kind}/${key}`, value);
}

function saveFirst(tables: Tables, commit: Commit): SaveOutcome {
  const why = whyNotFirst(tables, commit);
  if (why) return why;
  const { onboarding, inbox, item, summary } = commit;
  const rows: Rows = {
    stored: { onboarding, rev: 0, head: item.prevHash },
    summary,
    dueAt: null,
    task: null,
    commits: [],
    effects: new Map(),
    records: new Map(),
    deliveries: [],
  };
  write(rows, commit);
  tables.onboardings.set(onboarding.id, rows);
  tables.latest.set(placeOf(onboarding), onboarding.id);
  if (inbox) tables.inbox.set(inboxKey(inbox.vendor, inbox.webhookId), inbox);
  return "saved";
}

function saveNext(tables: Tables, commit: Commit): SaveOutcome {
  const rows = tables.onboardings.get(commit.onboarding.id);
  const { rev, prevHash } = commit.item;
  if (!rows || rows.stored.rev !== rev - 1 || rows.stored.head !== prevHash) return "stale";
  write(rows, commit);
  return "saved";
}

function acknowledge(tables: Tables, row: InboxRow): boolean {
  rowsOf(tables, row.onboarding);
  const key = inboxKey(row.vendor, row.webhookId);
  if (tables.inbox.has(key)) return false;
  tables.inbox.set(key, row);
  return true;
}

/** What was put under a kind is of that kind. */
const valueOf = <K extends RecordKind>(rows: Rows | undefined, kind: K, key: string): Records[K] | null =>
  (rows?.records.get(`${kind}/${key}`) as Records[K] | undefined) ?? null;

type RecordPorts = Pick<Onboardings, "record" | "records" | "putRecord" | "saveAnswers">;

function recordPorts(tables: Tables): RecordPorts {
  return {
    record: async (id, kind, key) => valueOf(tables.onboardings.get(id), kind, key),
    async records(id, kind) {
      const rows = tables.onboardings.get(id);
      const keys = [...(rows?.records.keys() ?? [])].filter((key) => key.startsWith(`${kind}/`));
      return Object.fromEntries(
        keys.flatMap((name) => {
          const key = name.slice(kind.length + 1);
          const value = valueOf(rows, kind, key);
          return value === null ? [] : [[key, value]];
        }),
      );
    },
    async putRecord(id, { kind, key, value }) {
      rowsOf(tables, id).records.set(`${kind}/${key}`, value);
    },
    async saveAnswers(id, { attempt, answers }) {
      const rows = rowsOf(tables, id);
      const sheet = valueOf(rows, "attempt", attempt);
      if (!sheet) throw new Error(`${id}: the sheet of attempt ${attempt} is gone`);
      rows.records.set(`attempt/${attempt}`, { ...sheet, answers: { ...sheet.answers, ...answers } });
    },
  };
}

const zeros = <K extends string>(keys: readonly K[]): Record<K, number> =>
  Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

function listPorts({ onboardings }: Tables): Pick<Onboardings, "list" | "counts"> {
  return {
    async list({ limit, cursor }) {
      const all = [...onboardings.values()].map(({ summary }) => summary).toReversed();
      const from = Number(cursor ?? 0);
      const next = from + limit < all.length ? String(from + limit) : null;
      return { items: all.slice(from, from + limit), next, unreadable: [] };
    },
    counts: async () => ({
      total: onboardings.size,
      status: zeros(STATUSES),
      stage: zeros(STAGES),
      attention: zeros(ATTENTION),
    }),
  };
}

/** As the real adapters, in memory; each call is atomic. Lists come newest first, and only the total is counted. */
export function memoryOnboardings(tables: Tables, onCommit: (id: OnboardingId) => void): Onboardings {
  return {
    load: async (id) => tables.onboardings.get(id)?.stored ?? null,
    async save(commit) {
      const outcome = commit.item.rev === 1 ? saveFirst(tables, commit) : saveNext(tables, commit);
      if (outcome === "saved") onCommit(commit.onboarding.id);
      return outcome;
    },
    commits: async (id, afterRev, limit) =>
      tables.onboardings.get(id)?.commits.slice(afterRev, afterRev + limit) ?? [],
    inbox: async (vendor, webhookId) => tables.inbox.get(inboxKey(vendor, webhookId)) ?? null,
    async latest(vendor, program, externalPartnerId) {
      const id = tables.latest.get(partnerKey(vendor, program, externalPartnerId));
      if (id === undefined) return null;
      const { onboarding } = rowsOf(tables, id).stored;
      return { id, ordinal: onboarding.ordinal, open: !isClosed(onboarding) };
    },
    acknowledge: async (row) => acknowledge(tables, row),
    ...recordPorts(tables),
    ...listPorts(tables),
    dealsLike: async () => [],
  };
}
