import { chmod, copyFile, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { requireEmpty } from "./backup.ts";
import { readManifest } from "./backup-manifest.ts";
import type { BackupManifest } from "./backup-manifest.ts";
import { copyDocuments } from "./copy-documents.ts";

/**
 * Makes an installation of a backup. Throws `BackupFault` when the backup is damaged or the folder is not empty. The
 * secrets come last: without them a server refuses to start on what was broken off in the middle.
 */
export async function restore(backup: string, dataDir: string): Promise<BackupManifest> {
  const manifest = await readManifest(backup);
  await requireEmpty(dataDir);
  try {
    for (const { name } of manifest.files.toReversed()) {
      await copyFile(join(backup, name), join(dataDir, name));
      await chmod(join(dataDir, name), 0o600);
      if (name === "onboarding.db") await copyAllDocuments(backup, dataDir);
    }
    return manifest;
  } catch (fault) {
    for (const name of await readdir(dataDir))
      await rm(join(dataDir, name), { recursive: true, force: true });
    throw fault;
  }
}

const copyAllDocuments = (backup: string, dataDir: string) =>
  copyDocuments({ from: join(backup, "documents"), to: join(dataDir, "documents"), since: null });
