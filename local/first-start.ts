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

const demoVendor = (id: Vendor["id"]): Vendor => ({
  id,
  name: "Klarwerk AI",
  legalLines: ["Klarwerk AI GmbH", "Musterstraße 1, 40213 Düsseldorf", "HRB 00000, Amtsgericht Düsseldorf"],
  brand: { accent: "#0f6b5c", logoUrl: null },
  mailFrom: "partner@klarwerk.example",
  opsEmail: "partner-team@klarwerk.example",
  webhookSecrets: [],
  apiKeyDigests: [],
  outbound: null,
});

async function publishSample(store: SqliteStore): Promise<void> {
  const program = await readProgramFolder(SAMPLE_PROGRAM);
  if (!program.ok) throw new Error(`the sample program does not fit:\n${program.error.join("\n")}`);
  await store.programs.publish(program.value);
}

type Secrets = Pick<Credentials, "vendorId" | "webhookSecret" | "apiKey">;

/** What the file of an earlier start says, if all of it is still in force. */
async function secretsBefore(dataDir: string, store: SqliteStore, hmac: Hmac): Promise<Secrets | null> {
  const before = await readCredentials(dataDir);
  const id = parseVendorId(before?.vendorId ?? "");
  const vendor = id && (await store.vendors.get(id));
  const inForce =
    before &&
    vendor?.webhookSecrets.includes(before.webhookSecret) &&
    vendor.apiKeyDigests.includes(hmac("api_key", before.apiKey));
  return inForce ? before : null;
}

/** Makes the demo vendor, or new secrets for it; as with any rotation one of those before stays in force. */
async function secretsOf(store: SqliteStore, hmac: Hmac): Promise<Secrets | null> {
  if (!DEMO_ID) return null;
  const known = await store.vendors.get(DEMO_ID);
  if (!known && (await store.vendors.list()).length > 0) return null;
  const apiKey = `key_${randomBytes(24).toString("base64url")}`;
  const apiKeyDigest = hmac("api_key", apiKey);
  // With a public key of the vendor's own we could not sign.
  const shared = known?.webhookSecrets.find((secret) => secret.startsWith("whsec_"));
  const webhookSecret = shared ?? `whsec_${randomBytes(32).toString("base64")}`;
  const { webhookSecrets, apiKeyDigests } = known ?? { webhookSecrets: [], apiKeyDigests: [] };
  await store.vendors.put({
    ...(known ?? demoVendor(DEMO_ID)),
    webhookSecrets: shared ? webhookSecrets : [webhookSecret, ...webhookSecrets.slice(0, 1)],
    apiKeyDigests: [apiKeyDigest, ...apiKeyDigests.slice(0, 1)],
  });
  return { vendorId: DEMO_ID, webhookSecret, apiKey };
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
  const secrets = (await secretsBefore(dataDir, store, hmac)) ?? (await secretsOf(store, hmac));
  if (!secrets) return null;
  const { vendorId, webhookSecret, apiKey } = secrets;
  const credentials = { baseUrl, vendorId, webhookSecret, apiKey, consoleUrl };
  await writeCredentials(dataDir, credentials);
  return credentials;
}
