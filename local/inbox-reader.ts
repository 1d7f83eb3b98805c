import type { Context } from "hono";
import type { VendorId } from "../domain/ids.ts";
import type { Vendors } from "../domain/world.ts";
import { readOperator } from "../functions/console-session.ts";
import { vendorByKey } from "../functions/vendor-api/require-api-key.ts";

/** Whose mail the sender of a request may read; `null`: nobody has signed in. */
export type InboxReader = (
  c: Context,
) => Promise<{ readonly vendors: readonly VendorId[] | "all" } | "not_allowed" | null>;

/**
 * Operators and admins read the mail of their vendors, an API key that of its own. Viewers do not: the mails hold
 * links that act for people.
 */
export const inboxReader =
  (deps: Parameters<typeof readOperator>[1] & { readonly vendors: Pick<Vendors, "byApiKey"> }): InboxReader =>
  async (c) => {
    const operator = readOperator(c, deps);
    if (operator?.role === "viewer") return "not_allowed";
    if (operator) return { vendors: operator.vendors };
    const vendor = await vendorByKey(c, deps);
    return vendor && { vendors: [vendor.id] };
  };
