import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import { readProgramFolder } from "../cli/read-program-folder.ts";
import type { SqliteStore } from "../adapters/sqlite-store.ts";
import { parseVendorId } from "../domain/ids.ts";
import type { Vendor } from "../domain/vendor.ts";
import type { Hmac } from "../domain/world.ts";
import { readCredentials, writeCredentials } from "./credentials-file.ts";
import type { Credentials } from "./credentials-file.ts";

const SAMPLE_PROGRAM = fileURLToPath(new URL("../programs/reseller", import.meta.url));

/** Our own vendor for trying things out. */
const DEMO_ID = parseVendorId("demo");

const demoVendor = (
  id: Vendor["id"],
  { webhookSecret, apiKeyDigest }: Record<"webhookSecret" | "apiKeyDigest", string>,
): Vendor => ({
  id,
  name: "Klarwerk AI",
  legalLines: ["Klarwerk AI GmbH", "Musterstraße 1, 40213 Düsseldorf", "HRB 00000, Amtsgericht Düsseldorf"],
  brand: { accent: "#0f6b5c", logoUrl: null },
  mailFrom: "partner@klarwerk.example",
  opsEmail: "partner-team@klarwerk.example",
  webhookSecrets: [webhookSecret],
  apiKeyDigests: [apiKeyDigest],
  outbound: null,
});

async function publishSample(store: SqliteStore): Promise<void> {
  const program = await readProgramFolder(SAMPLE_PROGRAM);
  if (!program.ok) throw new Error(`the sample program does not fit:\n${program.error.join("\n")}`);
  await store.programs.publish(program.value);
}

/** Makes the demo vendor, or a new API key for it where the credentials file is gone. */
async function secretsOf(
  store: SqliteStore,
  hmac: Hmac,
): Promise<Pick<Credentials, "webhookSecret" | "apiKey"> | null> {
  if (!DEMO_ID) return null;
  const known = await store.vendors.get(DEMO_ID);
  if (!known && (await store.vendors.list()).length > 0) return null;
  const apiKey = `key_${randomBytes(24).toString("base64url")}`;
  const apiKeyDigest = hmac("api_key", apiKey);
  const webhookSecret = known?.webhookSecrets[0] ?? `whsec_${randomBytes(32).toString("base64")}`;
  await store.vendors.put(
    known
      ? { ...known, apiKeyDigests: [apiKeyDigest, ...known.apiKeyDigests] }
      : demoVendor(DEMO_ID, { webhookSecret, apiKeyDigest }),
  );
  return { webhookSecret, apiKey };
}

/**
 * On an empty data folder: publishes the sample program and makes the demo vendor. At every start: writes
 * `credentials.json` with a new link to the console. `null`: the vendors here are the owner's own.
 */
export async function prepare(
  { dataDir, baseUrl, consoleUrl }: { dataDir: string; baseUrl: string; consoleUrl: string },
  { store, hmac }: { store: SqliteStore; hmac: Hmac },
): Promise<Credentials | null> {
  if ((await store.programs.list()).length === 0) await publishSample(store);
  const before = await readCredentials(dataDir);
  const secrets = before ?? (await secretsOf(store, hmac));
  if (!secrets) return null;
  const { webhookSecret, apiKey } = secrets;
  const credentials = { baseUrl, vendorId: before?.vendorId ?? "demo", webhookSecret, apiKey, consoleUrl };
  await writeCredentials(dataDir, credentials);
  return credentials;
}
