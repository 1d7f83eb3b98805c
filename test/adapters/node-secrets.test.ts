import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openNodeSecrets, SecretsFault } from "../../adapters/node-secrets.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const open = (folder: string) => openNodeSecrets(folder, join(folder, "onboarding.db"));

describe("the secrets of one machine", () => {
  test("are made on the first start, readable by this user only", async () => {
    const folder = join(temporaryFolder(), "data");
    await open(folder);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test("are the same on the next start", async () => {
    const folder = temporaryFolder();
    const first = await open(folder);
    writeFileSync(join(folder, "onboarding.db"), "");
    const second = await open(folder);
    expect(second.hmac("link", "text")).toBe(first.hmac("link", "text"));
    expect(second.signingKey).toEqual(first.signingKey);
  });

  test("differ from folder to folder", async () => {
    const [first, second] = await Promise.all([open(temporaryFolder()), open(temporaryFolder())]);
    expect(second.hmac("link", "text")).not.toBe(first.hmac("link", "text"));
  });

  test("are shared by two processes that start at once", async () => {
    const folder = temporaryFolder();
    const [first, second] = await Promise.all([open(folder), open(folder)]);
    expect(second.hmac("link", "text")).toBe(first.hmac("link", "text"));
  });

  test("are never made anew beside a database", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "onboarding.db"), "");
    await expect(open(folder)).rejects.toThrow(/secrets\.json is missing, .* Restore it from a backup/);
  });

  test("are closed to others again when a copy opened them", async () => {
    const folder = temporaryFolder();
    await open(folder);
    chmodSync(join(folder, "secrets.json"), 0o644);
    await open(folder);
    expect(statSync(join(folder, "secrets.json")).mode & 0o777).toBe(0o600);
  });

  test.each([
    ["empty", () => ""],
    ["cut short", (text: string) => text.slice(0, -40)],
    ["of another version", (text: string) => text.replace('"version":1', '"version":2')],
    ["with a short key", (text: string) => text.replace(/"masterKey":"[^"]*"/, '"masterKey":"AAAA"')],
    ["without its private part", (text: string) => text.replace(/"d":"[^"]*",/, "")],
  ])("that are %s stop the start with advice, and stay as they are", async (_, damage) => {
    const folder = temporaryFolder();
    await open(folder);
    const file = join(folder, "secrets.json");
    const damaged = damage(readFileSync(file, "utf8"));
    writeFileSync(file, damaged);
    await expect(open(folder)).rejects.toThrow(/is damaged\. Restore it from a backup/);
    expect(readFileSync(file, "utf8")).toBe(damaged);
  });

  test("that cannot be read stop the start with advice", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "secrets.json"));
    await expect(open(folder)).rejects.toThrow(/cannot be used .* Check that its folder may be read/);
    await expect(open(folder)).rejects.toBeInstanceOf(SecretsFault);
  });
});

describe("what is made from them", () => {
  test("codes of one text differ by purpose", async () => {
    const { hmac } = await open(temporaryFolder());
    const purposes = ["link", "session", "chain", "api_key", "cursor", "erasable"] as const;
    const codes = purposes.map((purpose) => hmac(purpose, "text"));
    expect(new Set(codes).size).toBe(purposes.length);
    for (const code of codes) expect(code).toMatch(/^[\w-]{43}$/);
  });

  test("random numbers lie in [0, 1) and fill it", async () => {
    const { random } = await open(temporaryFolder());
    const numbers = Array.from({ length: 2000 }, random);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...numbers)).toBeLessThan(1);
    expect(new Set(numbers.map((number) => Math.floor(number * 10))).size).toBe(10);
  });

  test("random ids have the length asked for, in lower-case letters and digits, and do not repeat", async () => {
    const { randomId } = await open(temporaryFolder());
    const ids = Array.from({ length: 1000 }, () => randomId(16));
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]{16}$/);
    expect(new Set(ids).size).toBe(1000);
  });
});
