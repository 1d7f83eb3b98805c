import { randomUUID } from "node:crypto";
import { link, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";

/**
 * Creates a file with these bytes, whole and on disk, or not at all. `false` when there is one already, which is
 * then left alone.
 */
export async function writeOnce(file: string, bytes: Uint8Array, mode: number): Promise<boolean> {
  await makeFolder(dirname(file));
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await writeAndSync(draft, bytes, mode);
    // Not rename, which would silently replace what another writer put there first.
    await link(draft, file);
  } catch (cause) {
    if (isCode(cause, "EEXIST")) return false;
    throw cause;
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(file));
  return true;
}

export const isCode = (cause: unknown, code: string): boolean =>
  cause instanceof Error && "code" in cause && cause.code === code;

async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first !== undefined) await syncFolder(dirname(first));
}

async function writeAndSync(file: string, bytes: Uint8Array, mode: number): Promise<void> {
  const handle = await open(file, "wx", mode);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A new name is only safe from a power cut once its folder is on disk too; not every system can do that. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
