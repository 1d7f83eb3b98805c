import type { VendorId } from "./ids.ts";

export const OPERATOR_ROLES = ["viewer", "operator", "admin"] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

export interface Operator {
  /** Stands in the log as who did it. */
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly vendors: readonly VendorId[] | "all";
}

/** How ops get in. The local one redeems one-time links; the OIDC one talks to a provider. */
export type SignIn =
  | {
      readonly kind: "local";
      /** Redeems a one-time secret once. */
      redeem(secret: string): Promise<Operator | null>;
    }
  | {
      readonly kind: "oidc";
      /** Where to send the browser, and what to keep until it comes back. */
      begin(redirectUri: string): Promise<{ readonly url: string; readonly state: string }>;
      /** `null` when the provider said no or the claims give no role. */
      finish(callbackUrl: string, state: string): Promise<Operator | null>;
    };
