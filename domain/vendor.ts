import type { VendorId } from "./ids.ts";

/** The tenant. Secrets are kept as they must be used: webhook secrets to verify, API keys as digests. */
export interface Vendor {
  readonly id: VendorId;
  readonly name: string;
  /** Postal address and register entry, for the foot of mails and for agreements. */
  readonly legalLines: readonly string[];
  readonly brand: { readonly accent: string; readonly logoUrl: string | null };
  /** The sender of mails; replies go to the partner manager. */
  readonly mailFrom: string;
  /** Where mail goes that would otherwise reach nobody at the vendor. */
  readonly opsEmail: string;
  /** `whsec_…` or `whpk_…`, newest first: any of them verifies. */
  readonly webhookSecrets: readonly string[];
  /** Keyed digests of the API keys in force. */
  readonly apiKeyDigests: readonly string[];
  readonly outbound: { readonly url: string; readonly secrets: readonly string[] } | null;
}
