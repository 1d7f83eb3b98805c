import { setImmediate, setTimeout } from "node:timers/promises";
import type { Values } from "./dynamo-item.ts";
import { bytesIn, expressions, type Item, itemOf } from "./dynamo-item.ts";
import type { Key } from "./dynamo-keys.ts";
import { commitmentIn, type Owed, owedIn, owedValues } from "./dynamo-owed.ts";
import { keyIn, nameOf, readItem, type Table, updateItem } from "./dynamo-table.ts";

/** `null`: it stays as it is. */
type Change = (owed: Owed) => Owed | null;

export interface OwedChanger {
  /** Changes what a commit owes; what it then owes, or `null` when the change had nothing to change. */
  readonly change: ChangeOwed;
  /** Commits as they were read just now: the first change of each need not read it again. */
  readonly saw: (commits: readonly Item[]) => void;
}

export type ChangeOwed = (key: Key, change: Change) => Promise<Owed | null>;

interface Wish {
  readonly change: Change;
  readonly done: PromiseWithResolvers<Owed | null>;
}

const TRIES = 10;
const PAUSE = 20;
/** A function lives for hours; what it saw long ago is of no use. */
const KEPT = 200;

/**
 * The effects of a commit lie on one item, and several are worked on at once. Within one process what is wished at the
 * same moment is written together; between processes the slower one reads again.
 */
export function owedChanger(table: Table): OwedChanger {
  const seen = lastSeen();
  const waiting = new Map<string, Wish[]>();
  async function serve(key: Key, wishes: Wish[]): Promise<void> {
    while (wishes.length > 0) await grant({ table, seen }, key, wishes);
    waiting.delete(nameOf(key));
  }
  function change(key: Key, wished: Change): Promise<Owed | null> {
    const wish = { change: wished, done: Promise.withResolvers<Owed | null>() };
    const others = waiting.get(nameOf(key));
    if (others) others.push(wish);
    else {
      const wishes = [wish];
      waiting.set(nameOf(key), wishes);
      void serve(key, wishes);
    }
    return wish.done.promise;
  }
  return { change, saw: (commits) => commits.forEach(seen.keep) };
}

interface LastSeen {
  readonly keep: (item: Item) => void;
  /** Forgets it with that. */
  readonly take: (key: Key) => Item | null;
}

/** What still owes something, as it was last seen. Whoever acts on it makes sure that it still is so. */
function lastSeen(): LastSeen {
  const items = new Map<string, Item>();
  return {
    keep(item) {
      if (item["dueAt"] === undefined) return;
      if (items.size >= KEPT) items.clear();
      items.set(nameOf(keyIn(item)), item);
    },
    take(key) {
      const item = items.get(nameOf(key)) ?? null;
      items.delete(nameOf(key));
      return item;
    },
  };
}

interface Commits {
  readonly table: Table;
  readonly seen: LastSeen;
}

/** Those that wait, in one write. */
async function grant(commits: Commits, key: Key, wishes: Wish[]): Promise<void> {
  const granted: Wish[] = [];
  try {
    const results = await changeTogether(commits, key, () => {
      granted.push(...wishes.splice(0));
      return granted.map((wish) => wish.change);
    });
    for (const [index, { done }] of granted.entries()) done.resolve(results[index] ?? null);
  } catch (fault) {
    for (const { done } of [...granted, ...wishes.splice(0)]) done.reject(fault);
  }
}

/** Asks what is wished once the item is there, so that who comes meanwhile is in the same write. */
async function changeTogether(
  commits: Commits,
  key: Key,
  wished: () => readonly Change[],
): Promise<readonly (Owed | null)[]> {
  await setImmediate();
  const known = commits.seen.take(key);
  const guessed = known && (await changeItem(commits, known, wished()));
  // What would change nothing might do so on the item as it is now.
  if (guessed?.some((result) => result !== null)) return guessed;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await setTimeout(PAUSE * tries * Math.random());
    const item = await readItem(commits.table, key);
    const changes = wished();
    const results = item ? await changeItem(commits, item, changes) : [];
    if (results) return results;
  }
  throw new Error(`${key.pk}, ${key.sk}: ${TRIES} times somebody else changed what it owes first.`);
}

/** `null`: somebody else was there first. */
async function changeItem(
  { table, seen }: Commits,
  item: Item,
  changes: readonly Change[],
): Promise<readonly (Owed | null)[] | null> {
  const before = owedIn(item);
  const results = changed(before, changes);
  const after = results.findLast((result) => result !== null);
  if (!after) return results;
  const key = keyIn(item);
  const values = owedValues(commitmentIn(item), after, before);
  if (!(await updateItem(table, key, rewriting(item, values)))) return null;
  seen.keep(itemOf({ ...key, ...values }));
  return results;
}

/** Each on what the one before has made of it. */
function changed(before: Owed, changes: readonly Change[]): (Owed | null)[] {
  let owed = before;
  return changes.map((each) => {
    const next = each(owed);
    owed = next ?? owed;
    return next;
  });
}

/** Under the condition that nobody else has written since. */
function rewriting(before: Item, values: Values) {
  const names = Object.keys(values);
  const kept = names.filter((name) => values[name] !== null).map((name) => `#${name} = :${name}`);
  const gone = names.filter((name) => values[name] === null).map((name) => `#${name}`);
  const UpdateExpression = [
    kept.length > 0 ? `SET ${kept.join(", ")}` : "",
    gone.length > 0 ? `REMOVE ${gone.join(", ")}` : "",
  ].join(" ");
  return expressions(
    { UpdateExpression, ConditionExpression: "#owed = :before" },
    { ...values, before: bytesIn(before, "owed") },
  );
}
