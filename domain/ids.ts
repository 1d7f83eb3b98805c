/** The brands of this domain. The only casts of the project are here and in functions/env.ts. */
type Brand<T, Name extends string> = T & { readonly __brand: Name };

/** Milliseconds since 1970-01-01 UTC. Seconds exist only inside an adapter. */
export type Instant = Brand<number, "Instant">;
/** `acme`: lower-case letters, digits, `-`; 3 to 32 characters. Every key at rest begins with it. */
export type VendorId = Brand<string, "VendorId">;
/** `<vendorId>.<suffix>`: it names its vendor, so that a row is found without asking for it. */
export type OnboardingId = Brand<string, "OnboardingId">;
/** `c1`, `c2`, …: unique within one onboarding; `manager` is the partner manager. */
export type ContactId = Brand<string, "ContactId">;
/** `<rev>.<position>`: unique within one onboarding, in the order of the log. */
export type EventId = Brand<string, "EventId">;
/** `<onboardingId>.<contactId>.<stage>`: says whose link it is and authorizes nothing. */
export type LinkId = Brand<string, "LinkId">;

export const instant = (ms: number): Instant => ms as Instant;
export const contactId = (text: string): ContactId => text as ContactId;
export const eventId = (rev: number, position: number): EventId => `${rev}.${position}` as EventId;

/** The partner manager is a person of the vendor's, kept beside the contacts. */
export const MANAGER = contactId("manager");

const VENDOR_ID = /^[a-z0-9][a-z0-9-]{1,30}[a-z0-9]$/;
const ONBOARDING_ID = /^([a-z0-9][a-z0-9-]{1,30}[a-z0-9])\.([a-z0-9]{8,32})$/;

export function parseVendorId(text: string): VendorId | null {
  return VENDOR_ID.test(text) ? (text as VendorId) : null;
}

export function parseOnboardingId(text: string): OnboardingId | null {
  return ONBOARDING_ID.test(text) ? (text as OnboardingId) : null;
}

/** `suffix` is 8 to 32 lower-case letters or digits, unguessable enough not to collide. */
export const onboardingId = (vendor: VendorId, suffix: string): OnboardingId =>
  `${vendor}.${suffix}` as OnboardingId;

export const vendorOf = (id: OnboardingId): VendorId => id.slice(0, id.indexOf(".")) as VendorId;

export const linkIdFrom = (text: string): LinkId => text as LinkId;
