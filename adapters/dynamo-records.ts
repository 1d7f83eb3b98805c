import type { AttributeValue, TransactWriteItem } from "@aws-sdk/client-dynamodb";
import type { OnboardingId } from "../domain/ids.ts";
import type { SavedAnswers } from "../domain/ports.ts";
import type { RecordKind, Records, RecordWrite } from "../domain/records.ts";
import { bytesIn, expressions, type Item, itemOf, textIn } from "./dynamo-item.ts";
import { recordKey } from "./dynamo-keys.ts";
import { pack, unpack } from "./dynamo-pack.ts";
import { expectOnboarding } from "./dynamo-state.ts";
import { putItem, queryItems, readItem, readItems, type Table, takeAll, updateItem } from "./dynamo-table.ts";
import { termWrites } from "./dynamo-terms.ts";
import { NEW, put, transact } from "./dynamo-transaction.ts";
import { recordTerms } from "./search-terms.ts";
import { allChanges, type TermChanges, termsBetween } from "./term-changes.ts";

const TRIES = 5;

/** What a term comes from. */
const sourceOf = ({ kind, key }: RecordWrite): string => `${kind}/${key}`;

export async function readRecord<K extends RecordKind>(
  table: Table,
  id: OnboardingId,
  { kind, key }: { readonly kind: K; readonly key: string },
): Promise<Records[K] | null> {
  const item = await readItem(table, recordKey(id, kind, key));
  return item && recordIn(item, kind);
}

export async function readRecords<K extends RecordKind>(
  table: Table,
  id: OnboardingId,
  kind: K,
): Promise<Readonly<Record<string, Records[K]>>> {
  const { pk, sk } = recordKey(id, kind, "");
  const items = await takeAll(
    queryItems(table, {
      ...expressions({ KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :sk)" }, { pk, sk }),
      ConsistentRead: true,
    }),
  );
  return Object.fromEntries(
    items.map((item): [string, Records[K]] => [textIn(item, "sk").slice(sk.length), recordIn(item, kind)]),
  );
}

/** The answers of an attempt have attributes of their own, so that those of other questions stay as they are. */
function recordIn<K extends RecordKind>(item: Item, kind: K): Records[K] {
  const value: Records[K] = JSON.parse(unpack(bytesIn(item, "body")));
  const answers = kind === "attempt" ? item["answers"]?.M : undefined;
  return answers ? { ...value, answers: Object.fromEntries(Object.entries(answers).map(answerIn)) } : value;
}

const answerIn = ([question, chosen]: [string, AttributeValue]): [string, string[]] => [
  question,
  (chosen.L ?? []).map(({ S: option }) => option ?? ""),
];

const chosenList = (chosen: readonly string[]): AttributeValue => ({
  L: chosen.map((option) => ({ S: option })),
});

function recordItem(id: OnboardingId, write: RecordWrite): Item {
  const key = recordKey(id, write.kind, write.key);
  if (write.kind !== "attempt") return itemOf({ ...key, body: pack(JSON.stringify(write.value)) });
  const { answers, ...drawn } = write.value;
  const sheet = Object.entries(answers).map(([question, chosen]) => [question, chosenList(chosen)]);
  return {
    ...itemOf({ ...key, body: pack(JSON.stringify(drawn)) }),
    answers: { M: Object.fromEntries(sheet) },
  };
}

/** Answers onto the sheet of an attempt; those saved at the same time for other questions stay. */
export async function saveAnswers(table: Table, id: OnboardingId, saved: SavedAnswers): Promise<void> {
  const { attempt, answers } = saved;
  const entries = Object.entries(answers);
  if (entries.length === 0) return;
  const written = await updateItem(table, recordKey(id, "attempt", attempt), {
    UpdateExpression: `SET ${entries.map((_, at) => `#answers.#q${at} = :q${at}`).join(", ")}`,
    ConditionExpression: "attribute_exists(#answers)",
    ExpressionAttributeNames: {
      "#answers": "answers",
      ...Object.fromEntries(entries.map(([question], at) => [`#q${at}`, question])),
    },
    ExpressionAttributeValues: Object.fromEntries(
      entries.map(([, chosen], at) => [`:q${at}`, chosenList(chosen)]),
    ),
  });
  if (!written) throw new Error(`${id}: the sheet of attempt ${attempt} is gone`);
}

/** Outside a commit. */
export async function putRecord(table: Table, id: OnboardingId, write: RecordWrite): Promise<void> {
  await expectOnboarding(table, id);
  if (!isSearched(write)) {
    await putItem(table, { Item: recordItem(id, write) });
    return;
  }
  for (let tries = 0; tries < TRIES; tries++) {
    const { writes, terms } = await replaceRecords(table, id, [write]);
    if (!(await transact(table, [...writes, ...termWrites(table, id, terms)]))) return;
  }
  throw new Error(`${id}: ${TRIES} times someone else wrote the record ${write.kind}/${write.key} first`);
}

/** Those that partners or deals are found by. */
const isSearched = ({ kind }: RecordWrite): boolean => kind === "person" || kind === "deal";

/** A commit may name a record twice: the last one counts. */
const lastOfEach = (writes: readonly RecordWrite[]): RecordWrite[] => [
  ...new Map(writes.map((write) => [sourceOf(write), write])).values(),
];

/** Records as parts of a transaction, and what they change of what the onboarding is found by. */
export interface RecordChanges {
  readonly writes: readonly TransactWriteItem[];
  readonly terms: TermChanges;
}

const together = (changes: readonly RecordChanges[]): RecordChanges => ({
  writes: changes.flatMap(({ writes }) => writes),
  terms: allChanges(changes.map(({ terms }) => terms)),
});

/** Where nothing can be there yet. */
export const addRecords = (table: Table, id: OnboardingId, writes: readonly RecordWrite[]): RecordChanges =>
  together(
    lastOfEach(writes).map((write) => ({
      writes: [put(table, recordItem(id, write))],
      terms: termsBetween(sourceOf(write), [], recordTerms(write)),
    })),
  );

/** Replaces records, and what they were found by. A condition fails when somebody else was faster. */
export async function replaceRecords(
  table: Table,
  id: OnboardingId,
  writes: readonly RecordWrite[],
): Promise<RecordChanges> {
  const last = lastOfEach(writes);
  const keys = last.filter(isSearched).map(({ kind, key }) => recordKey(id, kind, key));
  const before = keys.length > 0 ? await readItems(table, keys, { consistent: true }) : [];
  return together(
    last.map((write) => {
      const { sk } = recordKey(id, write.kind, write.key);
      return replaceRecord(table, { id, write, before: before.find((item) => textIn(item, "sk") === sk) });
    }),
  );
}

interface Replacement {
  readonly id: OnboardingId;
  readonly write: RecordWrite;
  readonly before: Item | undefined;
}

function replaceRecord(table: Table, { id, write, before }: Replacement): RecordChanges {
  const item = recordItem(id, write);
  if (!isSearched(write)) return { writes: [put(table, item)], terms: allChanges([]) };
  const unchanged = before
    ? expressions({ ConditionExpression: "#body = :before" }, { before: bytesIn(before, "body") })
    : NEW;
  return {
    writes: [put(table, item, unchanged)],
    terms: termsBetween(sourceOf(write), before ? storedTerms(before, write) : [], recordTerms(write)),
  };
}

function storedTerms(item: Item, write: RecordWrite): string[] {
  if (write.kind === "person") return recordTerms({ ...write, value: recordIn(item, write.kind) });
  if (write.kind === "deal") return recordTerms({ ...write, value: recordIn(item, write.kind) });
  return [];
}

/** What the record behind a term lets the onboarding be found by now. */
export async function readTerms(table: Table, id: OnboardingId, source: string): Promise<readonly string[]> {
  const [kind, key] = [source.slice(0, source.indexOf("/")), source.slice(source.indexOf("/") + 1)];
  if (kind === "person") {
    const value = await readRecord(table, id, { kind, key });
    return value ? recordTerms({ kind, key, value }) : [];
  }
  if (kind === "deal") {
    const value = await readRecord(table, id, { kind, key });
    return value ? recordTerms({ kind, key, value }) : [];
  }
  return [];
}
