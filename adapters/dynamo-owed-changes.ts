import { setTimeout } from "node:timers/promises";
import type { Values } from "./dynamo-item.ts";
import { bytesIn, expressions, type Item } from "./dynamo-item.ts";
import type { Key } from "./dynamo-keys.ts";
import { commitmentIn, type Owed, owedIn, owedValues } from "./dynamo-owed.ts";
import { readItem, type Table, updateItem } from "./dynamo-table.ts";

/** `null`: it stays as it is. */
type Change = (owed: Owed) => Owed | null;

/** Changes what a commit owes; what it then owes, or `null` when the change had nothing to change. */
export type ChangeOwed = (key: Key, change: Change) => Promise<Owed | null>;

interface Wish {
  readonly change: Change;
  readonly done: PromiseWithResolvers<Owed | null>;
}

const TRIES = 10;
const PAUSE = 20;

/**
 * The effects of a commit lie on one item, and several are worked on at once. Within one process what is wished at the
 * same moment is written together; between processes the slower one reads again.
 */
export function owedChanger(table: Table): ChangeOwed {
  const waiting = new Map<string, Wish[]>();
  async function serve(key: Key, wishes: Wish[]): Promise<void> {
    while (wishes.length > 0) await grant(table, key, wishes);
    waiting.delete(nameOf(key));
  }
  return (key, change) => {
    const wish = { change, done: Promise.withResolvers<Owed | null>() };
    const others = waiting.get(nameOf(key));
    if (others) others.push(wish);
    else {
      const wishes = [wish];
      waiting.set(nameOf(key), wishes);
      void serve(key, wishes);
    }
    return wish.done.promise;
  };
}

const nameOf = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

/** Those that wait, in one write. */
async function grant(table: Table, key: Key, wishes: Wish[]): Promise<void> {
  const granted: Wish[] = [];
  try {
    const results = await changeTogether(table, key, () => {
      granted.push(...wishes.splice(0));
      return granted.map((wish) => wish.change);
    });
    for (const [index, { done }] of granted.entries()) done.resolve(results[index] ?? null);
  } catch (fault) {
    for (const { done } of [...granted, ...wishes.splice(0)]) done.reject(fault);
  }
}

/** Asks what is wished once the item has been read, so that who comes meanwhile is in the same write. */
async function changeTogether(
  table: Table,
  key: Key,
  wished: () => readonly Change[],
): Promise<readonly (Owed | null)[]> {
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await setTimeout(PAUSE * tries * Math.random());
    const item = await readItem(table, key);
    const changes = wished();
    const before = item && owedIn(item);
    const results = before ? changed(before, changes) : [];
    const after = results.findLast((result) => result !== null);
    if (!item || !before || !after) return results;
    if (await updateItem(table, key, rewriting(item, owedValues(commitmentIn(item), after, before)))) {
      return results;
    }
  }
  throw new Error(`${key.pk}, ${key.sk}: ${TRIES} times somebody else changed what it owes first.`);
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
