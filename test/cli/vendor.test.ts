import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../adapters/sqlite-store.ts";
import { vendorCommand } from "../../cli/vendor-commands.ts";
import type { Vendor } from "../../domain/vendor.ts";
import { ACME, testHmac } from "../make.ts";
import { runCli } from "./run-cli.ts";

let store: SqliteStore;
let allowLoopback: boolean;
beforeEach(() => {
  allowLoopback = false;
  store = openSqliteStore({ file: ":memory:", hmac: testHmac });
});
afterEach(() => store.close());

/** What the command prints; throws what it complains of. */
async function vendor(...args: string[]): Promise<string> {
  const lines: string[] = [];
  const command = vendorCommand(args);
  if (!command) throw new Error("There is no such command.");
  await command({ vendors: store.vendors, hmac: testHmac, allowLoopback, say: (line) => lines.push(line) });
  return lines.join("\n");
}

async function acme(): Promise<Vendor> {
  const found = await store.vendors.get(ACME);
  if (!found) throw new Error("There is no vendor acme.");
  return found;
}

const digest = (key: string): string => testHmac("api_key", key);
const KEY = /acme\.[\w-]{32}/;
const SECRET = /whsec_[A-Za-z0-9+/]{43}=/;

describe("npm run vendor", () => {
  test("adds a vendor and prints secrets that work, once", async () => {
    const out = await vendor("add", "acme", "--name", "Acme & Söhne", "--legal", "Weg 1", "--legal", "HRB 1");
    const found = await acme();
    expect(found).toMatchObject({ name: "Acme & Söhne", legalLines: ["Weg 1", "HRB 1"], outbound: null });
    expect(found.webhookSecrets).toEqual([SECRET.exec(out)?.[0]]);
    expect(found.apiKeyDigests).toEqual([digest(KEY.exec(out)?.[0] ?? "")]);
    const listed = await vendor("list");
    expect(listed).toMatch(/^acme\tAcme & Söhne\t/);
    expect(listed).not.toMatch(SECRET);
  });

  test("rotates key and secret with the one before still in force, and no more than that", async () => {
    const first = await vendor("add", "acme", "--name", "Acme");
    const keys = [first, await vendor("rotate-key", "acme"), await vendor("rotate-key", "acme")].map(
      (out) => KEY.exec(out)?.[0] ?? "",
    );
    const rotated = await vendor("rotate-secret", "acme");
    const found = await acme();
    expect(found.apiKeyDigests).toEqual([digest(keys[2] ?? ""), digest(keys[1] ?? "")]);
    expect(found.webhookSecrets).toEqual([SECRET.exec(rotated)?.[0], SECRET.exec(first)?.[0]]);
  });

  test("says where events go, and stops them", async () => {
    await vendor("add", "acme", "--name", "Acme");
    const out = await vendor("set-webhook", "acme", "https://crm.acme.example/hook");
    expect((await acme()).outbound).toEqual({
      url: "https://crm.acme.example/hook",
      secrets: [SECRET.exec(out)?.[0]],
    });
    await vendor("set-webhook", "acme", "none");
    expect((await acme()).outbound).toBeNull();
  });

  test("sends events to this machine only where that is allowed, and never over http elsewhere", async () => {
    allowLoopback = true;
    await vendor("add", "acme", "--name", "Acme");
    await vendor("set-webhook", "acme", "http://127.0.0.1:9000/hook");
    expect((await acme()).outbound?.url).toBe("http://127.0.0.1:9000/hook");
    await expect(vendor("set-webhook", "acme", "http://crm.acme.example/")).rejects.toThrow("https");
    expect((await acme()).outbound?.url).toBe("http://127.0.0.1:9000/hook");
  });

  test("refuses what it cannot do, says why, and changes nothing", async () => {
    await vendor("add", "acme", "--name", "Acme");
    const before = await acme();
    const refused: readonly (readonly [readonly string[], string])[] = [
      [["add", "acme", "--name", "Other"], "already"],
      [["add", "A!", "--name", "Other"], "no vendor id"],
      [["add", "globex"], "--name"],
      [["add", "globex", "--name", "G", "--accent", "red"], "--accent"],
      [["rotate-key", "nobody"], "no vendor nobody"],
      [["rotate-secret", "acme", "--public-key", "whpk_AAAA"], "--public-key"],
      [["set-webhook", "acme", "ftp://x"], "https"],
      [["set-webhook", "acme", "http://crm.acme.example/hook"], "https"],
      [["set-webhook", "acme", "http://127.0.0.1:9000/hook"], "ALLOW_LOOPBACK_WEBHOOKS"],
    ];
    for (const [args, why] of refused) await expect(vendor(...args)).rejects.toThrow(why);
    expect(await acme()).toEqual(before);
  });

  test("works on the data folder, prints what it can do, and fails with a message", async () => {
    const folder = await mkdtemp(join(tmpdir(), "vendor-"));
    try {
      expect(await runCli("vendor", ["add", "acme", "--name", "Acme"], folder)).toMatchObject({
        code: 0,
        err: "",
      });
      const again = await runCli("vendor", ["add", "acme", "--name", "Acme"], folder);
      expect([again.code, again.out]).toEqual([1, ""]);
      expect(again.err).toContain("already");
      const nothing = await runCli("vendor", ["frob"], folder);
      expect(nothing.code).toBe(1);
      expect(nothing.out).toContain("rotate-secret");
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
