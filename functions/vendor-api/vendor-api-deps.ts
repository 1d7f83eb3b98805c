import type { Onboardings } from "../../domain/ports.ts";
import type { Vendor } from "../../domain/vendor.ts";
import type { Hmac, Programs, Vendors } from "../../domain/world.ts";

export interface VendorApiDeps {
  readonly baseUrl: string;
  readonly onboardings: Pick<Onboardings, "load" | "list" | "commits" | "record" | "records">;
  readonly programs: Pick<Programs, "version">;
  readonly vendors: Pick<Vendors, "byApiKey">;
  readonly hmac: Hmac;
  /** Told what went wrong on our side. */
  readonly onFault?: (fault: unknown) => void;
}

/** Behind the API key: `vendor` is whose it is. */
export interface ApiEnv {
  Variables: { vendor: Vendor };
}
