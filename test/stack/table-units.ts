import { z } from "zod";
import type { Deployment } from "./deployment.ts";
import type { SdkCall } from "./sdk-call.ts";

type Attributes = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** Write units by what was written: the first part of the sort key, `TERM`, `EFFECT`, or `index <name>`. */
export interface TableUnits {
  readonly readUnits: number;
  readonly writeUnits: number;
  readonly writes: Readonly<Record<string, number>>;
}

export interface TableMeter {
  /** Of a call and its answer. */
  readonly unitsOf: (call: SdkCall, answer: Buffer, status: number) => TableUnits;
  /** Bytes that lie in the table and its indexes under partition keys with this part, as storage is billed. */
  readonly storedBytes: (part: string) => number;
  /** When the table is made anew. */
  readonly forget: () => void;
}

// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
const WRITE_STEP = 1024;
const CONTAINER = 3;
// "Storage overhead of indexes" of the same guide.
const PER_ENTRY = 100;

function sizeOf(value: Readonly<Record<string, unknown>>): number {
  const [[type, held] = ["NULL", true]] = Object.entries(value);
  switch (type) {
    case "S":
      return Buffer.byteLength(String(held));
    case "N":
      return Math.ceil(String(held).replaceAll(/[-.]|^0+/g, "").length / 2) + 1;
    case "B":
      return Buffer.from(String(held), "base64").length;
    case "L":
      return z
        .array(z.record(z.string(), z.unknown()))
        .parse(held)
        .reduce((sum, one) => sum + 1 + sizeOf(one), CONTAINER);
    case "M":
      return itemSize(Object(held)) + Object.keys(Object(held)).length + CONTAINER;
    default:
      return 1;
  }
}

export const itemSize = (item: Attributes): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + sizeOf(value), 0);

const keysSchema = z.array(z.object({ AttributeName: z.string() }));
const indexSchema = z.object({
  IndexName: z.string(),
  KeySchema: keysSchema,
  Projection: z.object({ ProjectionType: z.string(), NonKeyAttributes: z.array(z.string()).default([]) }),
});
const tableSchema = z.object({
  KeySchema: keysSchema,
  GlobalSecondaryIndexes: z.array(indexSchema).default([]),
});

interface Index {
  readonly name: string;
  readonly keys: readonly string[];
  readonly carried: readonly string[];
  readonly all: boolean;
}

function indexesOf({ ofType }: Pick<Deployment, "ofType">): readonly Index[] {
  const [table] = ofType("AWS::DynamoDB::Table", "AWS::DynamoDB::GlobalTable");
  if (!table) throw new Error("the template has no table");
  const { KeySchema, GlobalSecondaryIndexes } = tableSchema.parse(table.properties);
  const own = KeySchema.map(({ AttributeName }) => AttributeName);
  return GlobalSecondaryIndexes.map(({ IndexName, KeySchema: keySchema, Projection }) => {
    const keys = keySchema.map(({ AttributeName }) => AttributeName);
    const carried = [...new Set([...keys, ...own, ...Projection.NonKeyAttributes])];
    return { name: IndexName, keys, carried, all: Projection.ProjectionType === "ALL" };
  });
}

/** What an index holds of an item; `null`: the item is not in it. */
function entryOf(item: Attributes | null, { keys, carried, all }: Index): Attributes | null {
  if (!item || keys.some((key) => item[key] === undefined)) return null;
  if (all) return item;
  return Object.fromEntries(carried.flatMap((name) => (item[name] ? [[name, item[name]]] : [])));
}

const steps = (bytes: number): number => Math.max(1, Math.ceil(bytes / WRITE_STEP));
const unitsFor = (before: Attributes | null, after: Attributes | null): number =>
  steps(Math.max(before ? itemSize(before) : 0, after ? itemSize(after) : 0));

const sameText = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** A key that changes is a delete and a put; an entry that stays as it was costs nothing. */
function indexUnits(before: Attributes | null, after: Attributes | null, index: Index): number {
  const [old, now] = [entryOf(before, index), entryOf(after, index)];
  if (!old && !now) return 0;
  const keyOf = (entry: Attributes): unknown => index.keys.map((key) => entry[key]);
  if (old && now && sameText(keyOf(old), keyOf(now))) return sameText(old, now) ? 0 : unitsFor(old, now);
  return (old ? unitsFor(old, null) : 0) + (now ? unitsFor(null, now) : 0);
}

/** One item of a call: `after` is `null` where it is gone, `undefined` where it stays as it is. */
interface Write {
  readonly what: string;
  readonly key: Attributes;
  readonly after: Attributes | null | undefined;
}

const writeSchema = z.object({
  Item: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  Key: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  UpdateExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
});

type Given = z.infer<typeof writeSchema>;

/** `SET #a = :a, … REMOVE #b, …`, which is all that updates within transactions say. */
function updated(before: Attributes, given: Given): Attributes {
  const [set = "", remove = ""] = (given.UpdateExpression ?? "").split("REMOVE");
  const named = (name: string): string => given.ExpressionAttributeNames[name] ?? name;
  const item = { ...before };
  for (const [, name = "", value = ""] of set.matchAll(/(#\w+) = (:\w+)/g)) {
    item[named(name)] = given.ExpressionAttributeValues[value] ?? {};
  }
  for (const [name] of remove.matchAll(/#\w+/g)) delete item[named(name)];
  return item;
}

const TRANSACTED = ["Put", "Update", "Delete", "ConditionCheck"] as const;
const transactionSchema = z.object({
  TransactItems: z.array(z.partialRecord(z.enum(TRANSACTED), writeSchema)),
});
const batchSchema = z.object({
  RequestItems: z.record(
    z.string(),
    z.object({ Keys: z.array(z.unknown()), ConsistentRead: z.boolean().default(false) }),
  ),
});
const answerSchema = z.object({
  Attributes: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
  ConsumedCapacity: z.unknown().optional(),
});

const keyOf = (item: Attributes): Attributes => ({ pk: item["pk"] ?? {}, sk: item["sk"] ?? {} });
const nameOf = (key: Attributes): string => `${String(key["pk"]?.["S"])}\n${String(key["sk"]?.["S"])}`;

/** Terms of search have what they stand for in their sort key. A commit changes no more: what does is its effects. */
function whatIs({ pk, sk }: Attributes, kind: string): string {
  if (String(pk?.["S"]).endsWith("#TERM")) return "TERM";
  const what = String(sk?.["S"]).split("#")[0] ?? "";
  return what === "COMMIT" && kind === "Update" ? "EFFECT" : what;
}

const NONE: TableUnits = { readUnits: 0, writeUnits: 0, writes: {} };

/** The least that a reading call takes, also where it finds nothing: DynamoDB Local then says 0. */
function leastReads({ operation, input }: SdkCall): number {
  if (operation !== "BatchGetItem") return input["ConsistentRead"] === true ? 1 : 0.5;
  const { RequestItems } = batchSchema.parse(input);
  return Object.values(RequestItems).reduce(
    (sum, { Keys, ConsistentRead }) => sum + Keys.length * (ConsistentRead ? 1 : 0.5),
    0,
  );
}

/** What the service says a reading call took. */
function readUnits(call: SdkCall, answer: Buffer): TableUnits {
  if (answer.length === 0) return NONE;
  const { ConsumedCapacity: told } = answerSchema.parse(JSON.parse(answer.toString("utf8")));
  const listed: readonly unknown[] = Array.isArray(told) ? told : [told];
  const units = listed.reduce<number>((sum, one) => sum + Number(Object(one).CapacityUnits ?? 0), 0);
  return { ...NONE, readUnits: Math.max(leastReads(call), units) };
}

/**
 * Counts what calls of the table take, from the sizes of items as AWS defines them: DynamoDB Local's own count of
 * transactions is wrong. Writes come in steps of 1 KB, double within a transaction; each index counts apart, once. A
 * write whose condition fails takes what it would have taken of the table.
 */
export function tableMeter(deployment: Pick<Deployment, "ofType">): TableMeter {
  const indexes = indexesOf(deployment);
  const items = new Map<string, Attributes>();

  function writesOf({ operation, input }: SdkCall, attributes: Attributes | undefined): readonly Write[] {
    const change = (kind: string, given: Given): Write => {
      const key = keyOf(given.Item ?? given.Key ?? {});
      const what = whatIs(key, kind);
      if (kind === "Put") return { what, key, after: given.Item ?? {} };
      if (kind === "Delete") return { what, key, after: null };
      if (kind === "ConditionCheck") return { what, key, after: undefined };
      return { what, key, after: attributes ?? updated(items.get(nameOf(key)) ?? key, given) };
    };
    if (operation !== "TransactWriteItems")
      return [change(operation.replace("Item", ""), writeSchema.parse(input))];
    return transactionSchema
      .parse(input)
      .TransactItems.flatMap((one) => Object.entries(one).map(([kind, given]) => change(kind, given)));
  }

  function write({ what, key, after }: Write, factor: number, done: boolean): ReadonlyMap<string, number> {
    const before = items.get(nameOf(key)) ?? null;
    const units = new Map([[what, factor * unitsFor(before, after ?? null)]]);
    if (!done || after === undefined) return units;
    for (const index of indexes) units.set(`index ${index.name}`, indexUnits(before, after, index));
    if (after) items.set(nameOf(key), after);
    else items.delete(nameOf(key));
    return units;
  }

  return {
    unitsOf(call, answer, status) {
      if (call.service !== "dynamodb") return NONE;
      if (/^(Get|Query|Scan|BatchGet|TransactGet)/.test(call.operation)) return readUnits(call, answer);
      if (!/^(Put|Update|Delete)Item$|^TransactWriteItems$/.test(call.operation)) return NONE;
      const { Attributes: attributes } =
        status === 200 ? answerSchema.parse(JSON.parse(answer.toString("utf8"))) : {};
      const factor = call.operation === "TransactWriteItems" ? 2 : 1;
      const writes: Record<string, number> = {};
      for (const one of writesOf(call, attributes)) {
        for (const [what, units] of write(one, factor, status === 200)) {
          if (units > 0) writes[what] = (writes[what] ?? 0) + units;
        }
      }
      return {
        readUnits: 0,
        writeUnits: Object.values(writes).reduce((sum, units) => sum + units, 0),
        writes,
      };
    },
    storedBytes: (part) =>
      [...items]
        .filter(([name]) => name.includes(part))
        .flatMap(([, item]) => [item, ...indexes.map((index) => entryOf(item, index))])
        .reduce((sum, entry) => sum + (entry ? itemSize(entry) + PER_ENTRY : 0), 0),
    forget: () => items.clear(),
  };
}
