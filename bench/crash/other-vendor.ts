import { parseVendorId } from "../../domain/ids.ts";
import { withStore } from "./with-store.ts";

/** The key of a vendor who has nothing to do with the onboardings of a sweep. */
export const OTHER_API_KEY = "key_of_the_other_vendor";

/** Adds that vendor to a folder that has one. */
export const addOtherVendor = (folder: string): Promise<void> =>
  withStore(folder, async ({ vendors }, hmac) => {
    const id = parseVendorId("other");
    const [vendor] = await vendors.list();
    if (!id || !vendor) throw new Error("the folder has no vendor");
    const apiKeyDigests = [hmac("api_key", OTHER_API_KEY)];
    await vendors.put({ ...vendor, id, name: "Other", apiKeyDigests, webhookSecrets: [] });
  });
