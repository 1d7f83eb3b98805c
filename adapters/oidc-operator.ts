import { parseVendorId, type VendorId } from "../domain/ids.ts";
import { type Operator, OPERATOR_ROLES, type OperatorRole } from "../domain/operator.ts";

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface ClaimMapping {
  readonly roleClaims: readonly string[];
  readonly vendorsClaim: string;
}

const PREFIX = "onboarding:";

/**
 * Who the provider's claims make somebody here: a role claim holds `onboarding:viewer`, `onboarding:operator` or
 * `onboarding:admin` (the highest counts), the vendors claim vendor ids or `*`. `null` without a role or a vendor.
 */
export function operatorFrom(claims: Claims, { roleClaims, vendorsClaim }: ClaimMapping): Operator | null {
  const names = roleClaims.flatMap((claim) => wordsIn(claims[claim]));
  const role = OPERATOR_ROLES.findLast((candidate: OperatorRole) => names.includes(PREFIX + candidate));
  const vendors = vendorsIn(wordsIn(claims[vendorsClaim]));
  if (!role || (vendors !== "all" && vendors.length === 0)) return null;
  return { id: claims.sub, name: nameIn(claims), role, vendors };
}

function vendorsIn(words: readonly string[]): readonly VendorId[] | "all" {
  return words.includes("*") ? "all" : words.flatMap((word) => parseVendorId(word) ?? []);
}

/** Providers send several values as an array, or as one text with commas or spaces between. */
function wordsIn(claim: unknown): string[] {
  if (typeof claim === "string") return claim.split(/[\s,]+/).filter((word) => word !== "");
  return Array.isArray(claim) ? claim.filter((word) => typeof word === "string") : [];
}

function nameIn(claims: Claims): string {
  for (const claim of ["name", "preferred_username", "email"]) {
    const name = claims[claim];
    if (typeof name === "string" && name.trim() !== "") return name;
  }
  return claims.sub;
}
