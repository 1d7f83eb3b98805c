import { constants, existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { copyDatabase } from "../adapters/sqlite-backup.ts";
import { BackupFault, readManifest, sealFile, writeManifest } from "./backup-manifest.ts";
import type { BackupManifest } from "./backup-manifest.ts";
import { copyDocuments } from "./copy-documents.ts";

export interface BackupOrder {
  readonly dataDir: string;
  /** Empty, or not there yet. */
  readonly target: string;
  /** An earlier backup on the same disk: documents that are in it are shared, not copied. */
  readonly since?: string | undefined;
  /** Looks at the copy before it is sealed. */
  readonly check: (folder: string) => Promise<void>;
}

/**
 * What a backup holds, in the order it is copied in. Not the engine's database: one that is older or newer than the
 * onboardings would wait for answers nobody will give, while without it `tick` starts executions that fit.
 */
const FILES: readonly { readonly name: string; readonly needed: boolean }[] = [
  { name: "secrets.json", needed: true },
  // Before the database: an anchor must not be ahead of the log it proves.
  { name: "anchors.jsonl", needed: false },
  { name: "onboarding.db", needed: true },
  // After it: a mail that is not marked as sent is recognized here; one marked as sent must be here.
  { name: "machine.db", needed: false },
  { name: "credentials.json", needed: false },
];

/**
 * Copies an installation, also while its server runs, so that what was accepted before it began is in it. Throws
 * `BackupFault`, `DatabaseFault` or what the system said, and leaves nothing behind then.
 */
export async function backUp(order: BackupOrder): Promise<BackupManifest> {
  const { dataDir, target, since, check } = order;
  const names = filesIn(dataDir);
  const at = new Date().toISOString();
  if (since !== undefined) await readManifest(since);
  await requireEmpty(target);
  try {
    for (const name of names) await copyOne(join(dataDir, name), join(target, name));
    // After the database: every document it speaks of was written before.
    const documents = await copyDocuments({
      from: join(dataDir, "documents"),
      to: join(target, "documents"),
      since: since === undefined ? null : join(since, "documents"),
    });
    await check(target);
    const files = await Promise.all(names.map((name) => sealFile(target, name)));
    const manifest: BackupManifest = { version: 1, at, files, documents };
    await writeManifest(target, manifest);
    return manifest;
  } catch (fault) {
    for (const name of await readdir(target)) await rm(join(target, name), { recursive: true, force: true });
    throw fault;
  }
}

function filesIn(dataDir: string): readonly string[] {
  const isThere = (name: string): boolean => existsSync(join(dataDir, name));
  const missing = FILES.filter(({ name, needed }) => needed && !isThere(name));
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(" and ");
    throw new BackupFault(
      `${dataDir} holds no whole installation (${names} missing). Set DATA_DIR to its folder.`,
    );
  }
  return FILES.map(({ name }) => name).filter(isThere);
}

/** Makes the folder. Throws `BackupFault` when there is something in it. */
export async function requireEmpty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new BackupFault(`${folder} is not empty. Choose a folder that is, or a new one.`);
}

async function copyOne(from: string, to: string): Promise<void> {
  if (from.endsWith(".db")) return copyDatabase(from, to);
  await copyFile(from, to, constants.COPYFILE_EXCL);
  await chmod(to, 0o600);
}
