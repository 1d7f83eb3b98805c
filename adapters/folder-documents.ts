import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Documents } from "../domain/world.ts";
import { changedDocument, documentKey } from "./document-key.ts";
import { isCode, writeOnce } from "./write-once.ts";

/** Documents as files of a folder, named by their key. Putting other bytes under a key that exists throws. */
export function folderDocuments(folder: string): Documents {
  const fileOf = (key: string): string => join(folder, documentKey(key));

  return {
    async put(key, bytes) {
      const file = fileOf(key);
      if (await writeOnce(file, bytes, 0o600)) return;
      if (!(await readFile(file)).equals(bytes)) throw changedDocument(key);
    },

    async get(key) {
      try {
        return new Uint8Array(await readFile(fileOf(key)));
      } catch (cause) {
        if (isCode(cause, "ENOENT") || isCode(cause, "ENOTDIR")) return null;
        throw cause;
      }
    },
  };
}
