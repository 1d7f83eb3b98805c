import { isDeepStrictEqual } from "node:util";
import type { Program } from "../domain/program.ts";
import type { Documents, Programs } from "../domain/world.ts";
import { expressions, itemOf, textIn } from "./dynamo-item.ts";
import { MARKS, programKey, programMark, versionKey } from "./dynamo-keys.ts";
import { queryItems, readItem, readItems, type Table, takeAll } from "./dynamo-table.ts";
import { NEW, put, transact } from "./dynamo-transaction.ts";

export interface DynamoPrograms extends Programs {
  /**
   * Stores `<id>/<version>` for good and makes it the current one. `false`: this version was published before, and
   * stays where it is among the others. Throws when it is there with another content.
   */
  publish(program: Program): Promise<boolean>;
}

/** Programs are too large for items: the table says which there are, the documents hold them. */
export function dynamoPrograms(table: Table, documents: Documents): DynamoPrograms {
  const read = programReader(table, documents);
  return {
    async current(id) {
      const item = await readItem(table, programKey(id));
      return item && read(id, textIn(item, "version"));
    },
    version: read,
    list: () => listPrograms(table),
    publish: (program) => publish(table, { documents, read }, program),
  };
}

type Read = (id: string, version: string) => Promise<Program | null>;

const documentKey = (id: string, version: string): string => `programs/${id}/${version}.json`;

/** Every change needs its program and none ever changes, so each is read once. */
function programReader(table: Table, documents: Documents): Read {
  const known = new Map<string, Program>();
  return async (id, version) => {
    const key = documentKey(id, version);
    const before = known.get(key);
    if (before) return before;
    if (!(await readItem(table, versionKey(id, version)))) return null;
    const bytes = await documents.get(key);
    if (!bytes) throw new Error(`Program ${id}/${version} is published, but ${key} is gone.`);
    const program: Program = JSON.parse(new TextDecoder().decode(bytes));
    known.set(key, program);
    return program;
  };
}

async function listPrograms(table: Table): ReturnType<Programs["list"]> {
  const prefix = programMark("").sk;
  const marks = queryItems(table, {
    ...expressions(
      { KeyConditionExpression: "#pk = :pk AND begins_with(#sk, :prefix)" },
      { pk: MARKS, prefix },
    ),
    ConsistentRead: true,
  });
  const ids = (await takeAll(marks)).map((mark) => textIn(mark, "sk").slice(prefix.length));
  const items = await readItems(table, ids.map(programKey), { consistent: true });
  return items.map((item) => ({ id: textIn(item, "id"), version: textIn(item, "version") }));
}

/** The document first: what the table says is there must be there. */
async function publish(
  table: Table,
  { documents, read }: { readonly documents: Documents; readonly read: Read },
  program: Program,
): Promise<boolean> {
  const { id, version } = program;
  const before = await read(id, version);
  if (before) return expectSame(before, program);
  await documents.put(
    documentKey(id, version),
    new TextEncoder().encode(JSON.stringify(program)),
    "application/json",
  );
  const obstacles = await transact(table, [
    put(table, itemOf({ ...versionKey(id, version) }), NEW),
    put(table, itemOf({ ...programKey(id), id, version })),
    put(table, itemOf({ ...programMark(id) })),
  ]);
  if (!obstacles) return true;
  if (obstacles[0]?.kind === "condition") return false;
  throw new Error(`Program ${id} is being published by somebody else; try again.`);
}

function expectSame(before: Program, program: Program): false {
  if (isDeepStrictEqual(before, program)) return false;
  throw new Error(`Program ${program.id}/${program.version} is published already, with another content.`);
}
