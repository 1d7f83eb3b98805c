import type { Instant } from "../domain/ids.ts";
import type { DueItem } from "../domain/ports.ts";
import { expressions, instantIn, type Item, textIn } from "./dynamo-item.ts";
import { DUE_SHARDS, onboardingOfKey } from "./dynamo-keys.ts";
import { commitmentIn, owedIn } from "./dynamo-owed.ts";
import { keyIn, queryItems, readItems, type Table } from "./dynamo-table.ts";
import { isDue, rowOf } from "./effect-turns.ts";

const BATCH = 100;

/** From the index, which may be a little behind: what it says is looked up where more than the time counts. */
export async function readDue(table: Table, now: Instant, limit: number): Promise<readonly DueItem[]> {
  const shards = await Promise.all(DUE_SHARDS.map((shard) => firstOf(table, shard, { now, limit })));
  return shards
    .flat()
    .toSorted((a, b) => a.dueAt - b.dueAt)
    .slice(0, limit);
}

interface Wanted {
  readonly now: Instant;
  readonly limit: number;
}

async function firstOf(table: Table, shard: string, { now, limit }: Wanted): Promise<DueItem[]> {
  const found: DueItem[] = [];
  let batch: Item[] = [];
  const entries = queryItems(table, {
    IndexName: "due",
    ...expressions({ KeyConditionExpression: "#dueShard = :shard AND #dueAt <= :now" }, { shard, now }),
    Limit: Math.min(limit, BATCH),
  });
  for await (const entry of entries) {
    if (batch.push(entry) < Math.min(limit, BATCH)) continue;
    found.push(...(await dueOf(table, batch, now)));
    batch = [];
    if (found.length >= limit) return found;
  }
  return [...found, ...(await dueOf(table, batch, now))];
}

const isClock = (entry: Item): boolean => textIn(entry, "sk") === "STATE";

/** A claim leaves its commit's place in the index, which would else be written twice for each try. */
async function dueOf(table: Table, entries: readonly Item[], now: Instant): Promise<DueItem[]> {
  const keys = entries.filter((entry) => !isClock(entry)).map(keyIn);
  const commits = await readItems(table, keys, { consistent: false });
  return [...entries.filter(isClock).map(clockIn), ...commits.flatMap((commit) => safelyOwed(commit, now))];
}

/** What cannot be read keeps nobody else waiting: it is due, and whoever works on it says what is wrong. */
function safelyOwed(commit: Item, now: Instant): DueItem[] {
  try {
    return owedNow(commit, now);
  } catch {
    const { id, rev } = commitmentIn(commit);
    return [{ kind: "effect", onboarding: id, key: `${rev}.unreadable`, dueAt: instantIn(commit, "dueAt") }];
  }
}

/** Terms to enter count as an effect, which wakes whoever enters them. */
function owedNow(commit: Item, now: Instant): DueItem[] {
  const { id, rev } = commitmentIn(commit);
  const { effects, terms } = owedIn(commit);
  const due = effects.filter((effect) => isDue(effect, now)).map((effect) => rowOf(effect, id));
  return [
    ...due.map(({ key, dueAt }): DueItem => ({ kind: "effect", onboarding: id, key, dueAt })),
    ...(terms && terms.at <= now
      ? [{ kind: "effect", onboarding: id, key: `${rev}.terms`, dueAt: terms.at } as const]
      : []),
  ];
}

function clockIn(entry: Item): DueItem {
  const onboarding = onboardingOfKey(textIn(entry, "pk"));
  if (!onboarding) throw new Error(`${textIn(entry, "pk")} is due and no onboarding.`);
  return { kind: "clock", onboarding, dueAt: instantIn(entry, "dueAt") };
}
