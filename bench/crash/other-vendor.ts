import { join } from "node:path";
import { openNodeSecrets } from "../../adapters/node-secrets.ts";
import { openSqliteStore } from "../../adapters/sqlite-store.ts";
import { parseVendorId } from "../../domain/ids.ts";

/** The key of a vendor who has nothing to do with the onboardings of a sweep. */
export const OTHER_API_KEY = "key_of_the_other_vendor";

/** Adds that vendor; nothing else may have the folder open. */
export async function addOtherVendor(folder: string): Promise<void> {
  const file = join(folder, "onboarding.db");
  const { hmac } = await openNodeSecrets(folder, file);
  const store = openSqliteStore({ file, hmac });
  const id = parseVendorId("other");
  const [vendor] = await store.vendors.list();
  if (!id || !vendor) throw new Error("the folder has no vendor");
  const apiKeyDigests = [hmac("api_key", OTHER_API_KEY)];
  await store.vendors.put({ ...vendor, id, name: "Other", apiKeyDigests, webhookSecrets: [] });
  store.close();
}
