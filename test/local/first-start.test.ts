import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import type { SqliteStore } from "../../adapters/sqlite-store.ts";
import { vendorCommand } from "../../cli/vendor-commands.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Credentials } from "../../local/credentials-file.ts";
import { readCredentials } from "../../local/credentials-file.ts";
import { prepare } from "../../local/first-start.ts";
import { testHmac } from "../make.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const BASE_URL = "http://127.0.0.1:8080";

let dataDir: string;
let store: SqliteStore;
beforeEach(() => {
  dataDir = temporaryFolder();
  store = newStore();
});

function newStore(): SqliteStore {
  const opened = openSqliteStore({ file: ":memory:", hmac: testHmac });
  onTestFinished(() => opened.close());
  return opened;
}

const startOn = (on: SqliteStore): Promise<Credentials | null> =>
  prepare({ dataDir, baseUrl: BASE_URL, consoleUrl: `${BASE_URL}/console` }, { store: on, hmac: testHmac });

async function start(on: SqliteStore = store): Promise<Credentials> {
  const credentials = await startOn(on);
  if (!credentials) throw new Error("there are no credentials");
  return credentials;
}

const holder = async ({ apiKey, webhookSecret }: Credentials): Promise<Vendor | null> => {
  const found = await store.vendors.byApiKey(testHmac("api_key", apiKey));
  return found?.webhookSecrets.includes(webhookSecret) ? found : null;
};

async function vendor(...args: string[]): Promise<void> {
  await vendorCommand(args)?.({
    vendors: store.vendors,
    hmac: testHmac,
    allowLoopback: false,
    say: () => {},
  });
}

describe("credentials.json", () => {
  test("stays as it is from start to start while its key and secret are in force", async () => {
    const first = await start();
    expect(await holder(first)).toMatchObject({ id: "demo" });
    expect(await start()).toEqual(first);
  });

  test("is made anew where the database was moved away", async () => {
    const first = await start();
    store = newStore();
    const second = await start();
    expect(second.apiKey).not.toBe(first.apiKey);
    expect(await holder(second)).toMatchObject({ id: "demo" });
    expect(await readCredentials(dataDir)).toEqual(second);
  });

  test("gets a new key once its own was rotated away, and one key before it stays in force", async () => {
    const first = await start();
    await vendor("rotate-key", "demo");
    expect((await start()).apiKey).toBe(first.apiKey);
    await vendor("rotate-key", "demo");
    const second = await start();
    expect(second.apiKey).not.toBe(first.apiKey);
    expect((await holder(second))?.apiKeyDigests).toHaveLength(2);
  });

  test("gets the secret in force once its own was rotated away", async () => {
    const first = await start();
    for (let times = 0; times < 2; times++) await vendor("rotate-secret", "demo");
    const second = await start();
    expect(second.webhookSecret).not.toBe(first.webhookSecret);
    expect(await holder(second)).toMatchObject({ id: "demo" });
  });

  test("has a secret to sign with also where the vendor verifies with public keys", async () => {
    await start();
    const key = `whpk_${Buffer.alloc(32, 7).toString("base64")}`;
    for (let times = 0; times < 2; times++) await vendor("rotate-secret", "demo", "--public-key", key);
    const second = await start();
    expect(second.webhookSecret).toMatch(/^whsec_/);
    expect((await holder(second))?.webhookSecrets).toEqual([second.webhookSecret, key]);
  });

  test("is not made where all vendors are the owner's own", async () => {
    await vendor("add", "acme", "--name", "Acme");
    expect(await startOn(store)).toBeNull();
    expect(await readCredentials(dataDir)).toBeNull();
  });
});
