import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";

const schema = z.object({
  version: z.literal(1),
  /** ISO 8601: when it was begun. What was accepted before is in it. */
  at: z.iso.datetime(),
  files: z.array(z.object({ name: z.string(), bytes: z.number(), sha256: z.string() })),
  documents: z.object({ count: z.number(), bytes: z.number() }),
});

/** What a backup holds. */
export type BackupManifest = z.infer<typeof schema>;

/** The folder holds no backup, or a damaged one. The message says what to do about it. */
export class BackupFault extends Error {
  override readonly name = "BackupFault";
}

/** Written last, so that a backup that was broken off is not taken for one. */
const MANIFEST = "backup.json";

export async function sealFile(folder: string, name: string): Promise<BackupManifest["files"][number]> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(join(folder, name))) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { name, bytes, sha256: hash.digest("hex") };
}

export const writeManifest = (folder: string, manifest: BackupManifest): Promise<void> =>
  writeFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });

/** Throws `BackupFault` when a file is not what it was when the backup was made. */
export async function readManifest(folder: string): Promise<BackupManifest> {
  const manifest = await parseManifest(folder);
  for (const file of manifest.files) {
    const { sha256 } = await sealFile(folder, file.name).catch(() => ({ sha256: "" }));
    if (sha256 !== file.sha256)
      throw new BackupFault(`${join(folder, file.name)} is missing or was changed. Use another backup.`);
  }
  return manifest;
}

async function parseManifest(folder: string): Promise<BackupManifest> {
  try {
    return schema.parse(JSON.parse(await readFile(join(folder, MANIFEST), "utf8")));
  } catch (cause) {
    throw new BackupFault(`${folder} holds no backup, or one that was broken off. Use another one.`, {
      cause,
    });
  }
}
