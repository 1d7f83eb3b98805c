import type { Context, MiddlewareHandler } from "hono";
import type { Vendor } from "../../domain/vendor.ts";
import type { Hmac, Vendors } from "../../domain/world.ts";
import { problems } from "../problem.ts";
import type { ApiEnv } from "./vendor-api-deps.ts";

interface KeyDeps {
  readonly vendors: Pick<Vendors, "byApiKey">;
  readonly hmac: Hmac;
}

/** Whose API key the request carries; `null` without one that is in force. */
export async function vendorByKey(c: Context, { vendors, hmac }: KeyDeps): Promise<Vendor | null> {
  const key = /^Bearer +([\x21-\x7e]{1,200})$/i.exec(c.req.header("Authorization") ?? "")?.[1];
  return key ? vendors.byApiKey(hmac("api_key", key)) : null;
}

/** Lets nobody in without a key. */
export const requireApiKey =
  (deps: KeyDeps & { readonly baseUrl: string }): MiddlewareHandler<ApiEnv> =>
  async (c, next) => {
    const vendor = await vendorByKey(c, deps);
    if (!vendor) {
      c.header("WWW-Authenticate", "Bearer");
      return problems(deps.baseUrl)(c, "api_key_required");
    }
    c.set("vendor", vendor);
    return next();
  };
