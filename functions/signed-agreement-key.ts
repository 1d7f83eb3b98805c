import type { OnboardingId } from "../domain/ids.ts";

/** Where the signed agreement is kept. */
export const signedAgreementKey = (id: OnboardingId): string => `${id}/agreement-signed.pdf`;
