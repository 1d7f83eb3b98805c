import { constants } from "node:fs";
import { copyFile, link, mkdir, readdir, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { isCode } from "../adapters/write-once.ts";

export interface DocumentCopy {
  readonly from: string;
  readonly to: string;
  /** The documents of an earlier backup; what is in it already shares its bytes. */
  readonly since: string | null;
}

/** Copies every document. They never change once written, so new ones may be added meanwhile. */
export async function copyDocuments({ from, to, since }: DocumentCopy) {
  const total = { count: 0, bytes: 0 };
  for (const name of await namesIn(from)) {
    const target = join(to, name);
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    if (since === null || !(await linked(join(since, name), target)))
      await copyFile(join(from, name), target, constants.COPYFILE_FICLONE);
    total.count++;
    total.bytes += (await stat(target)).size;
  }
  return total;
}

/** Without the drafts of those being written. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".tmp"))
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  } catch (cause) {
    if (isCode(cause, "ENOENT")) return [];
    throw cause;
  }
}

/** `false`: it is not there, or on another disk. */
async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch {
    return false;
  }
}
