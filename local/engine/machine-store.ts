import { createSecretKey, randomBytes, type KeyObject } from "node:crypto";
import type { SqliteDatabase } from "../../adapters/sqlite-database.ts";
import { stateMachineArn } from "./arn.ts";
import type { JsonataFunctions } from "./jsonata-functions.ts";
import { loadMachine } from "./load-machine.ts";
import type { Machine } from "./machine.ts";

export type MachineSummary = { name: string; stateMachineArn: string; definition: string; createdAt: number };

export type MachineStore = {
  find(name: string): (MachineSummary & { definitionId: number }) | undefined;
  /** Makes the definition the one for new executions. */
  put(name: string, definition: string, now: number): Promise<void>;
  /** The definition an execution began with, loaded once and kept. */
  machine(definitionId: number): Machine;
};

export function machineStore(db: SqliteDatabase, functions: JsonataFunctions): MachineStore {
  const loaded = new Map<number, Machine>();

  function find(name: string) {
    const row = db
      .prepare(
        "SELECT created_at, definition, text FROM machine JOIN definition ON id = definition WHERE name = ?",
      )
      .get(name);
    return (
      row && {
        name,
        stateMachineArn: stateMachineArn(name),
        definition: String(row["text"]),
        createdAt: Number(row["created_at"]),
        definitionId: Number(row["definition"]),
      }
    );
  }

  return {
    find,
    async put(name, definition, now) {
      await db.write(() => {
        db.prepare("INSERT OR IGNORE INTO definition (text) VALUES (?)").run(definition);
        db.prepare(
          `INSERT INTO machine (name, definition, created_at) SELECT ?, id, ? FROM definition WHERE text = ?
          ON CONFLICT (name) DO UPDATE SET definition = excluded.definition`,
        ).run(name, now, definition);
      });
    },
    machine(definitionId) {
      const known = loaded.get(definitionId);
      if (known) return known;
      const row = db.prepare("SELECT text FROM definition WHERE id = ?").get(definitionId);
      const machine = loadMachine(String(row?.["text"]), { functions, isNew: false });
      loaded.set(definitionId, machine);
      return machine;
    },
  };
}

/** The key of the task tokens, made when the file is new. */
export function tokenKey(db: SqliteDatabase): KeyObject {
  // Outside `write`, which would make opening asynchronous; nothing else can be writing yet.
  db.prepare("INSERT INTO secret (key) SELECT ? WHERE NOT EXISTS (SELECT * FROM secret)").run(
    randomBytes(32),
  );
  const key = db.prepare("SELECT key FROM secret").get()?.["key"];
  if (key instanceof Uint8Array) return createSecretKey(key);
  throw new Error("The engine's file has lost its token key.");
}
