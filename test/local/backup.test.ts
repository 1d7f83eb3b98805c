import { appendFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { anchorFile } from "../../adapters/anchor-file.ts";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { openSqliteDatabase } from "../../adapters/sqlite-database.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { backUp } from "../../local/backup.ts";
import type { BackupOrder } from "../../local/backup.ts";
import { restore } from "../../local/restore.ts";
import { makeCommit, makeOnboarding } from "../make.ts";
import { smallDisk } from "../small-disk.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const first = makeOnboarding();

/** A folder with one onboarding and two documents in it. */
async function installation(): Promise<string> {
  const folder = temporaryFolder();
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  await store.onboardings.save(makeCommit(first));
  store.close();
  await mkdir(join(folder, "documents", "acme"), { recursive: true });
  for (const name of ["a.pdf", "b.pdf", "c.pdf.0.tmp"])
    await writeFile(join(folder, "documents", "acme", name), name);
  return folder;
}

const make = (dataDir: string, target: string, more: Partial<BackupOrder> = {}) =>
  backUp({ dataDir, target, check: async () => {}, ...more });

const inode = async (folder: string) => (await stat(join(folder, "documents", "acme", "a.pdf"))).ino;

async function backedUp() {
  const [dataDir, target] = [await installation(), join(temporaryFolder(), "backup")];
  return { dataDir, target, manifest: await make(dataDir, target) };
}

describe("a backup", () => {
  test("holds what there is, without drafts and without the engine's database", async () => {
    const [dataDir, target] = [await installation(), join(temporaryFolder(), "backup")];
    await writeFile(join(dataDir, "engine.db"), "executions");
    const { files, documents } = await make(dataDir, target);
    expect(files.map(({ name }) => name)).toEqual(["secrets.json", "onboarding.db"]);
    expect(documents).toEqual({ count: 2, bytes: 10 });
    expect((await readdir(join(target, "documents", "acme"))).toSorted()).toEqual(["a.pdf", "b.pdf"]);
    expect((await readdir(target)).toSorted()).toEqual([
      "backup.json",
      "documents",
      "onboarding.db",
      "secrets.json",
    ]);
  });

  test("holds what was committed while it was made, or not, but never half of it", async () => {
    const [dataDir, target] = [await installation(), join(temporaryFolder(), "backup")];
    const file = join(dataDir, "onboarding.db");
    const { hmac } = await openNodeSecrets(dataDir, file);
    const store = openSqliteStore({ file, hmac, soleOwner: true });
    const anchors = anchorFile(join(dataDir, "anchors.jsonl"));
    await anchors.append([{ at: first.startedAt, onboarding: first.id, rev: 1, head: "1" }]);
    const stop = new AbortController();
    const early = 20;
    for (let rev = 2; rev <= early; rev++) await store.onboardings.save(makeCommit(first, { rev }));
    const writing = (async () => {
      let rev = early;
      while (!stop.signal.aborted) {
        rev++;
        const commit = makeCommit(first, { rev });
        await store.onboardings.save(commit);
        await anchors.append([{ at: first.startedAt, onboarding: first.id, rev, head: commit.item.hash }]);
      }
      return rev;
    })();
    await make(dataDir, target);
    stop.abort();
    const last = await writing;
    store.close();
    const copy = openSqliteStore({ file: join(target, "onboarding.db"), hmac });
    const stored = await copy.onboardings.load(first.id);
    const commits = await copy.onboardings.commits(first.id, 0, 1_000_000);
    copy.close();
    expect(commits.length).toBeGreaterThanOrEqual(early);
    expect(stored?.rev).toBe(commits.length);
    expect(commits.at(-1)?.hash).toBe(stored?.head);
    expect(last).toBeGreaterThanOrEqual(commits.length);
    const anchor = await anchorFile(join(target, "anchors.jsonl")).last(first.id);
    expect(anchor?.rev).toBeGreaterThan(0);
    expect(anchor?.rev).toBeLessThanOrEqual(commits.length);
  });

  test("is copied in an order in which no file speaks of what a later one lacks", async () => {
    const [dataDir, target] = [await installation(), join(temporaryFolder(), "backup")];
    await writeFile(join(dataDir, "anchors.jsonl"), "");
    openSqliteDatabase({ file: join(dataDir, "machine.db"), migrations: [] }).close();
    // So that the times of the files differ.
    const database = new DatabaseSync(join(dataDir, "onboarding.db"));
    database.exec("CREATE TABLE filler AS SELECT randomblob(20000000)");
    database.close();
    await make(dataDir, target);
    const names = ["secrets.json", "anchors.jsonl", "onboarding.db", "machine.db", "documents"];
    const born = await Promise.all(
      names.map(async (name) => (await stat(join(target, name), { bigint: true })).birthtimeNs),
    );
    expect(born).toEqual(born.toSorted((a, b) => Number(a - b)));
  });

  test("shares the documents that an earlier one holds", async () => {
    const { dataDir, target } = await backedUp();
    await rm(join(target, "documents", "acme", "b.pdf"));
    const next = `${target}-2`;
    expect((await make(dataDir, next, { since: target })).documents.count).toBe(2);
    expect(await inode(next)).toBe(await inode(target));
    expect(await readFile(join(next, "documents", "acme", "b.pdf"), "utf8")).toBe("b.pdf");
  });
});

describe("no backup is made", () => {
  test("of a folder that holds no installation", async () => {
    const target = join(temporaryFolder(), "b");
    await expect(make(temporaryFolder(), target)).rejects.toThrow(
      /holds no whole installation \(secrets.json and onboarding.db missing\)/,
    );
  });

  test("into a folder with something in it, which stays as it is", async () => {
    const { dataDir, target } = await backedUp();
    await expect(make(dataDir, target)).rejects.toThrow("is not empty");
    await restore(target, join(temporaryFolder(), "d"));
  });

  test("of a damaged database; nothing is left behind", async () => {
    const [dataDir, target] = [await installation(), join(temporaryFolder(), "backup")];
    await writeFile(join(dataDir, "machine.db"), "no database at all, ".repeat(500));
    await expect(make(dataDir, target)).rejects.toMatchObject({ reason: "not_a_database" });
    expect(await readdir(target)).toEqual([]);
  });

  test("on a full disk; nothing is left behind", async ({ skip }) => {
    const [dataDir, target] = [await installation(), join(smallDisk("64k", skip), "backup")];
    await expect(make(dataDir, target)).rejects.toMatchObject({ reason: "disk_full" });
    expect(await readdir(target)).toEqual([]);
  });

  test("since a folder that is none", async () => {
    const { dataDir, target } = await backedUp();
    const order = make(dataDir, `${target}-2`, { since: temporaryFolder() });
    await expect(order).rejects.toThrow("holds no backup");
  });
});

describe("restoring", () => {
  test("brings back what was backed up, for this user's eyes only", async () => {
    const { dataDir, target } = await backedUp();
    const folder = join(temporaryFolder(), "restored");
    await restore(target, folder);
    const modes = await Promise.all(
      ["secrets.json", "onboarding.db"].map(async (name) => (await stat(join(folder, name))).mode & 0o777),
    );
    expect(modes).toEqual([0o600, 0o600]);
    const file = join(folder, "onboarding.db");
    const { hmac } = await openNodeSecrets(folder, file);
    const before = await openNodeSecrets(dataDir, join(dataDir, "onboarding.db"));
    expect(hmac("link", "x")).toBe(before.hmac("link", "x"));
    const store = openSqliteStore({ file, hmac });
    expect((await store.onboardings.load(first.id))?.onboarding).toEqual(first);
    store.close();
    expect((await readdir(folder)).toSorted()).toEqual(["documents", "onboarding.db", "secrets.json"]);
  });

  test("is refused over what is there", async () => {
    const { dataDir, target } = await backedUp();
    await expect(restore(target, dataDir)).rejects.toThrow("is not empty");
  });

  test("is refused from a backup that was changed, or broken off", async () => {
    const { target } = await backedUp();
    const folder = join(temporaryFolder(), "restored");
    await appendFile(join(target, "onboarding.db"), "x");
    await expect(restore(target, folder)).rejects.toThrow(/onboarding.db is missing or was changed/);
    await rm(join(target, "backup.json"));
    await expect(restore(target, folder)).rejects.toThrow("holds no backup, or one that was broken off");
  });
});
