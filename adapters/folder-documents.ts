import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Documents } from "../domain/world.ts";
import { isCode, writeOnce } from "./write-once.ts";

/** Segments of letters, digits, `.`, `_`, `-`, none of which begins with a dot: no way out of the folder. */
const KEY = /^(?!.{513})[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199})*$/;

/** Documents as files of a folder, named by their key. Putting other bytes under a key that exists throws. */
export function folderDocuments(folder: string): Documents {
  const fileOf = (key: string): string => {
    if (!KEY.test(key)) throw new Error(`"${key}" cannot be the key of a document.`);
    return join(folder, key);
  };

  return {
    async put(key, bytes) {
      const file = fileOf(key);
      if (await writeOnce(file, bytes, 0o600)) return;
      if (!(await readFile(file)).equals(bytes)) {
        throw new Error(`Document "${key}" exists with other content; documents are never changed.`);
      }
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
